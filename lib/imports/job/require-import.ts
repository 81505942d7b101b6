import { type Caller, partnerOf } from '../../access/caller.ts';
import type { Customer } from '../../customers/customer.ts';
import { isVisible } from '../../customers/customer-access.ts';
import { readCustomer, readCustomers } from '../../customers/customer-table.ts';
import { JOB_DAYS } from '../../jobs/retention.ts';
import { Problem } from '../../problem/problem.ts';
import { type ImportJob, watched } from './import-job.ts';
import { type ImportJobStores, listImports, readImport } from './import-job-table.ts';

/**
 * The import, if the caller's portfolio handed it in and still holds the customer it is of, if it is of one; an operator
 * who acts for all sees every one. Otherwise the same 404 as for one that does not exist.
 */
export const requireImport = async (
  { jobs, licensing }: ImportJobStores,
  caller: Caller,
  importId: string,
  now: Date,
): Promise<ImportJob> => {
  const job = await readImport(jobs, importId, now);
  const partnerId = partnerOf(caller);
  if (!job || (partnerId !== undefined && job.portfolio !== partnerId)) throw unknownImport(importId);
  const { customerId } = job;
  if (partnerId === undefined || customerId === undefined) return watched(job);
  if (!isVisible(caller, await readCustomer(licensing, customerId))) throw unknownImport(importId);
  return watched(job);
};

/** An import, and the customer it is of, if it is of one that is still known. */
export interface ListedImport {
  readonly job: ImportJob;
  readonly customer: Customer | undefined;
}

/**
 * One page of what the caller's portfolio handed in, newest first, without the imports of customers that have left it.
 * `cursor` is where the next page goes on if there may be one.
 */
export const listReadableImports = async (
  { jobs, licensing }: ImportJobStores,
  caller: Caller,
  page: { readonly limit: number; readonly cursor?: string | undefined },
  now: Date,
): Promise<{ imports: ListedImport[]; cursor?: string }> => {
  const { imports, ...more } = await listImports(jobs, caller.portfolio, page, now);
  const customers = await readCustomers(
    licensing,
    imports.flatMap(({ customerId }) => customerId ?? []),
  );
  const listed = imports.map((job) => ({ job: watched(job), customer: customers.get(job.customerId ?? '') }));
  const mayRead = ({ job, customer }: ListedImport) =>
    job.customerId === undefined || partnerOf(caller) === undefined || isVisible(caller, customer);
  return { imports: listed.filter(mayRead), ...more };
};

const unknownImport = (importId: string): Problem =>
  new Problem(
    404,
    'unknown_import',
    `There is no import "${importId}" of yours. Check the id; imports are kept for ${JOB_DAYS} days.`,
  );
