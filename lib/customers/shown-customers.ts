import type { Caller } from '../access/caller.ts';
import type { Table } from '../storage/table.ts';
import { requireCustomer } from './customer-access.ts';
import { listCustomers } from './list-customers.ts';
import { showCustomer } from './listed-customer.ts';

/** One page of the caller's customers as it is shown them, and the cursor of the next page if there may be one. */
export const showCustomers = async (
  licensing: Table,
  caller: Caller,
  page: { readonly limit: number; readonly cursor?: string | undefined },
) => {
  const { customers, ...more } = await listCustomers(licensing, caller, page);
  return { customers: customers.map((one) => showCustomer(caller, one)), ...more };
};

/** A customer as the caller is shown it. Throws the 404 problem of one that is not in its portfolio. */
export const showOneCustomer = async (licensing: Table, caller: Caller, customerId: string) =>
  showCustomer(caller, await requireCustomer(licensing, caller, customerId));
