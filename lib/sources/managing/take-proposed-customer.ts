import { trailOf } from '../../audit/record.ts';
import { asOfDay } from '../../insights/run/as-of.ts';
import { Problem } from '../../problem/problem.ts';
import type { Table } from '../../storage/table.ts';
import { formatDay } from '../../time/day.ts';
import { collectFirst } from '../collecting/collect-first.ts';
import { recogniseFound } from '../collecting/found-customers.ts';
import { type Taking, type TakingStores, takeProposed } from '../collecting/take-customer.ts';
import { SOURCE_KINDS } from '../kinds/kinds.ts';
import { readProposed } from '../store/proposed-customer-table.ts';
import { readPartnerSource } from '../store/source-table.ts';

type Call = Parameters<typeof trailOf>[1];

/**
 * Takes a customer that was proposed to a partner, under an id of the caller's choice. Throws a 404 problem where the tenant
 * is not proposed, and a 409 problem where the id or the tenant is another customer's. It is collected from at once, unless it was before.
 */
export const takeProposedCustomer = async (
  stores: TakingStores & {
    readonly jobs: Table;
    readonly reportingLagDays: number;
    readonly collectionQueueUrl: string;
  },
  call: Call,
  { portfolio, tenantId }: { readonly portfolio: string; readonly tenantId: string },
  { customerId, name }: { readonly customerId: string; readonly name?: string | undefined },
): Promise<void> => {
  const { licensing, jobs, reportingLagDays } = stores;
  const proposed = await readProposed(licensing, portfolio, tenantId.toLowerCase());
  const source = proposed && (await readPartnerSource(licensing, { portfolio, name: proposed.source }));
  if (!proposed || !source)
    throw new Problem(
      404,
      'unknown_proposal',
      `The tenant "${tenantId}" is not proposed. GET /v1/partners/${portfolio}/proposed-customers lists those that are.`,
    );
  const { externalId } = SOURCE_KINDS[source.kind];
  const called = name ?? proposed.name ?? proposed.domain ?? proposed.tenantId;
  const found = {
    tenantId: proposed.tenantId,
    name: called,
    ...(proposed.domain === undefined ? {} : { domain: proposed.domain }),
  };
  const known = await recogniseFound(licensing, portfolio, externalId, [found]);
  const taking: Taking = {
    portfolio,
    source: source.name,
    kind: source.kind,
    externalId,
    asOf: formatDay(asOfDay(call.now, reportingLagDays)),
    trail: trailOf(jobs, call),
  };
  const elsewhere = known.get(found.tenantId)?.elsewhere ?? false;
  await takeProposed(stores, taking, { customerId, elsewhere }, found);
  await collectFirst(stores, [{ customerId, portfolio, name: source.name }], call.now.toISOString());
};
