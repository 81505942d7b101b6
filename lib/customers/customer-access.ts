import { type Caller, partnerOf } from '../access/caller.ts';
import { unknownCustomer } from '../problem/problem.ts';
import type { Table } from '../storage/table.ts';
import { type Customer, isKept } from './customer.ts';
import { readCustomer } from './customer-table.ts';

/** Whether a customer is in the caller's portfolio; always for an operator who acts for all, until it is being erased. */
export const isVisible = (caller: Caller, customer: Customer | undefined): customer is Customer => {
  if (!isKept(customer)) return false;
  const partnerId = partnerOf(caller);
  return partnerId === undefined || Object.hasOwn(customer.partners, partnerId);
};

/** The customer, if the caller may see it; otherwise the same 404 as for one that does not exist. */
export const requireCustomer = async (licensing: Table, caller: Caller, customerId: string): Promise<Customer> => {
  const found = await readCustomer(licensing, customerId);
  if (!isVisible(caller, found)) throw unknownCustomer(customerId);
  return found;
};
