import { type Caller, OPERATOR_PORTFOLIO } from '../../access/caller.ts';
import { requireCustomer } from '../../customers/customer-access.ts';
import { readPartner } from '../../customers/partner-table.ts';
import { Problem } from '../../problem/problem.ts';
import type { Table } from '../../storage/table.ts';
import type { CustomerPlace, CustomerSource, PartnerPlace, PartnerSource } from '../store/source.ts';
import { readCustomerSource, readPartnerSource } from '../store/source-table.ts';

/** Throws the 404 problem of a partner that does not exist, and of one for which the caller does not speak. */
export const requirePartner = async (licensing: Table, caller: Caller, partnerId: string): Promise<void> => {
  const isItsOwn = caller.operator || caller.portfolio === partnerId;
  if (isItsOwn && (await readPartner(licensing, partnerId))) return;
  throw new Problem(404, 'unknown_partner', `There is no partner "${partnerId}" for which you speak. Check the id.`);
};

/** The partner's source of that name. Throws a 404 problem where there is none, or the caller does not speak for the partner. */
export const requirePartnerSource = async (
  licensing: Table,
  caller: Caller,
  { portfolio, name }: PartnerPlace,
): Promise<PartnerSource> => {
  await requirePartner(licensing, caller, portfolio);
  const found = await readPartnerSource(licensing, { portfolio, name });
  if (found) return found;
  throw new Problem(
    404,
    'unknown_source',
    `The partner "${portfolio}" has no source "${name}". GET /v1/partners/${portfolio}/sources lists those that it has.`,
  );
};

/** Which source of a customer the caller means by a name: that of the portfolio it acts for. Throws the 404 problem of the customer. */
export const placeFor = async (
  licensing: Table,
  caller: Caller,
  { customerId, name }: Pick<CustomerPlace, 'customerId' | 'name'>,
): Promise<CustomerPlace> => {
  await requireCustomer(licensing, caller, customerId);
  return { customerId, name, portfolio: caller.portfolio };
};

/** The source of that name that the caller's portfolio has of a customer. Throws a 404 problem where there is none. */
export const requireCustomerSource = async (
  licensing: Table,
  caller: Caller,
  wanted: Pick<CustomerPlace, 'customerId' | 'name'>,
): Promise<CustomerSource> => {
  const found = await readCustomerSource(licensing, await placeFor(licensing, caller, wanted));
  if (found) return found;
  const asWhom = caller.portfolio === OPERATOR_PORTFOLIO ? ' Name the partner whose source it is by ?partner=.' : '';
  throw new Problem(
    404,
    'unknown_source',
    `The customer "${wanted.customerId}" has no source "${wanted.name}" of yours. GET /v1/customers/${wanted.customerId}/sources lists those that it has.${asWhom}`,
  );
};
