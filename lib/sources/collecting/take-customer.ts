import { isDeepStrictEqual } from 'node:util';
import { recordChange, type Trail } from '../../audit/record.ts';
import type { Customer } from '../../customers/customer.ts';
import { readCustomer } from '../../customers/customer-table.ts';
import { relinkCustomer } from '../../portfolio/relink-customer.ts';
import { Problem, unknownCustomer } from '../../problem/problem.ts';
import type { Table } from '../../storage/table.ts';
import type { FoundCustomer } from '../collector.ts';
import type { SourceKindName } from '../kinds/kinds.ts';
import { dropProposed } from '../store/proposed-customer-table.ts';
import { changeCustomerSource } from '../store/source-table.ts';
import { isTenant } from './found-customers.ts';

/** What taking customers works on. */
export interface TakingStores {
  readonly licensing: Table;
  readonly publishQueueUrl: string;
}

/** Of whose source a customer is taken, and when. */
export interface Taking {
  readonly portfolio: string;
  readonly source: string;
  readonly kind: SourceKindName;
  readonly externalId: string;
  /** The day that portfolios are published as of if they show none yet; `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly trail: Trail;
}

const toldOf = ({ name, domain }: FoundCustomer) => ({ name, ...(domain === undefined ? {} : { domain }) });

/** Makes a new customer of a found one. Throws a 409 problem where there is one of that id. */
export const createFound = async (
  { licensing, publishQueueUrl }: TakingStores,
  taking: Taking,
  customerId: string,
  found: FoundCustomer,
): Promise<void> => {
  const { portfolio, externalId, asOf, trail } = taking;
  const externalIds = { [externalId]: found.tenantId };
  // It has no past that others should tell of: the newest figures are the partner's already.
  const partners = { [portfolio]: { since: asOf } };
  await recordChange(trail, { action: 'customer.take', target: customerId }, (before) =>
    relinkCustomer(
      { licensing, publishQueueUrl, asOf },
      customerId,
      (stored): Customer => {
        if (stored) throw idTaken(customerId);
        return { customerId, ...toldOf(found), externalIds, partners };
      },
      before,
    ),
  );
  await follow(licensing, taking, customerId, found);
};

const idTaken = (customerId: string): Problem =>
  new Problem(409, 'customer_exists', `The id "${customerId}" is taken. Choose another one; nothing was stored.`);

/**
 * Fills in what is not known yet of a customer that the service names: its tenant's id, its domain. A name or a domain is
 * changed where it is what the service last said; what somebody set by hand stays. From then on its data is collected.
 */
export const updateFound = async (
  { licensing, publishQueueUrl }: TakingStores,
  taking: Taking,
  customer: Customer,
  found: FoundCustomer,
): Promise<void> => {
  const { externalId, asOf, trail } = taking;
  const { customerId } = customer;
  const told = await follow(licensing, taking, customerId, found);
  const next = (stored: Customer): Customer => {
    const domain = stored.domain === undefined || stored.domain === told?.domain ? found.domain : stored.domain;
    return {
      ...stored,
      name: told !== undefined && stored.name === told.name ? found.name : stored.name,
      ...(domain === undefined ? {} : { domain }),
      externalIds: { [externalId]: found.tenantId, ...stored.externalIds },
    };
  };
  if (isDeepStrictEqual(next(customer), customer)) return;
  await recordChange(trail, { action: 'customer.take', target: customerId }, (before) =>
    relinkCustomer(
      { licensing, publishQueueUrl, asOf },
      customerId,
      (stored) => {
        if (!stored || stored.erasing !== undefined) throw unknownCustomer(customerId);
        return next(stored);
      },
      before,
    ),
  );
};

/** Has a customer's data collected by the partner's source, unless it is by one of that name. Returns what the service said before. */
const follow = async (
  licensing: Table,
  { portfolio, source: name, kind, trail }: Taking,
  customerId: string,
  found: FoundCustomer,
) => {
  let before: { readonly name: string; readonly domain?: string | undefined } | undefined;
  const told = toldOf(found);
  await changeCustomerSource(licensing, { customerId, portfolio, name }, (stored) => {
    before = stored?.told;
    const isSame = before?.name === told.name && before.domain === told.domain;
    if (stored) return isSame ? undefined : { ...stored, told };
    return { name, portfolio, kind, customerId, tenantId: found.tenantId, putAt: trail.at.toISOString(), told };
  });
  await dropProposed(licensing, portfolio, found.tenantId);
  return before;
};

/**
 * Takes a customer that was proposed, under an id: a new one, or one of the portfolio that has no tenant yet. Throws a 409
 * problem where the id, or the tenant, is that of another one.
 */
export const takeProposed = async (
  stores: TakingStores,
  taking: Taking,
  { customerId, elsewhere }: { readonly customerId: string; readonly elsewhere: boolean },
  found: FoundCustomer,
): Promise<void> => {
  if (elsewhere)
    throw new Problem(
      409,
      'tenant_known',
      'The tenant is that of a customer outside of the portfolio. Ask the operator to link that customer with PUT /v1/customers/{id}; nothing was stored.',
    );
  const stored = await readCustomer(stores.licensing, customerId);
  if (!stored) return createFound(stores, taking, customerId, found);
  const isFree = stored.externalIds?.[taking.externalId] === undefined || isTenant(stored, found.tenantId);
  if (!isFree || stored.erasing !== undefined || !Object.hasOwn(stored.partners, taking.portfolio))
    throw idTaken(customerId);
  return updateFound(stores, taking, stored, found);
};
