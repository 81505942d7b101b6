import { type Caller, partnerOf } from '../access/caller.ts';
import { isVisible } from '../access/customer-access.ts';
import { Problem } from '../http/problem.ts';
import { readCustomer } from '../licensing/customer-table.ts';
import type { Table } from '../storage/table.ts';
import type { ImportJob } from './import-job.ts';
import { readImport } from './import-job-table.ts';

/**
 * The import, if the caller's portfolio handed it in and still holds the customer it is of, if it is of one; an operator who acts for all sees
 * every one. Otherwise the same 404 as for one that does not exist.
 */
export const requireImport = async (
  { jobs, licensing }: { jobs: Table; licensing: Table },
  caller: Caller,
  importId: string,
  now: Date,
): Promise<ImportJob> => {
  const job = await readImport(jobs, importId, now);
  const partnerId = partnerOf(caller);
  if (!job || (partnerId !== undefined && job.portfolio !== partnerId)) throw unknownImport(importId);
  const { customerId } = job;
  if (partnerId === undefined || customerId === undefined) return job;
  if (!isVisible(caller, await readCustomer(licensing, customerId))) throw unknownImport(importId);
  return job;
};

const unknownImport = (importId: string): Problem =>
  new Problem(
    404,
    'unknown_import',
    `There is no import "${importId}" of yours. Check the id; imports are kept for 60 days.`,
  );
