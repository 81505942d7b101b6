import * as z from 'zod';
import type { FoundCustomer, FoundCustomers } from '../collector.ts';
import type { AuthorizedCall, CallContext } from './authorized-call.ts';
import { ownAddress, readGraphPage } from './graph-list.ts';
import { refuse } from './obstacles.ts';
import { ownTenantOf, readPartnerCenterPage } from './partner-center.ts';
import { hostsOf } from './settings.ts';
import { CONTRACTS_PERMISSION } from './what-is-asked.ts';

const tenantId = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u);
const name = z.string().trim().min(1).max(300);
const domain = z.string().trim().toLowerCase().min(1).max(255).optional().catch(undefined);

/** Partner Center, "Get a list of customers". */
const partnerCenterCustomer = z
  .object({ companyProfile: z.object({ tenantId, companyName: name, domain }) })
  .transform(({ companyProfile: { companyName, ...of } }): FoundCustomer => ({ ...of, name: companyName }));

/** Graph reference, `contract`. */
const contract = z.object({ customerId: tenantId, displayName: name, defaultDomainName: domain }).transform(
  (of): FoundCustomer => ({
    tenantId: of.customerId,
    name: of.displayName,
    domain: of.defaultDomainName,
  }),
);

/** What has no tenant or no name is no customer that anything could be fetched of. */
const understood = (items: readonly unknown[], schema: z.ZodType<FoundCustomer>): FoundCustomer[] =>
  items.flatMap((item) => schema.safeParse(item).data ?? []);

/** Reads a page of the partner's customers. Throws Stopped, CallFailed, AddressRefused. */
export const findCustomers = async (
  call: AuthorizedCall,
  context: CallContext,
  cursor: string | undefined,
): Promise<FoundCustomers> => {
  const { customersFrom } = context.settings;
  if (customersFrom === undefined) throw refuse('answer_unusable', 'customersFrom');
  if (customersFrom === 'partner-center') {
    const request = { path: 'customers?size=500', what: 'GET /v1/customers' };
    const { items, next } = await readPartnerCenterPage(call, context, request, cursor);
    return { outcome: 'found', customers: understood(items, partnerCenterCustomer), cursor: next };
  }
  const request = { path: 'contracts', tenantId: ownTenantOf(context.settings), permission: CONTRACTS_PERMISSION };
  const { graph } = hostsOf(context.settings);
  const address = cursor === undefined ? undefined : ownAddress(cursor, graph);
  const { items, next } = await readGraphPage(call, context, request, address);
  return { outcome: 'found', customers: understood(items, contract), cursor: next };
};
