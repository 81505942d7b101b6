import { type Caller, partnerOf } from '../../access/caller.ts';
import { RECEIPT_DAYS } from '../../jobs/retention.ts';
import { Problem } from '../../problem/problem.ts';
import type { Table } from '../../storage/table.ts';
import type { ErasureJob } from './erasure-job.ts';
import { readErasure } from './erasure-job-table.ts';

/**
 * The erasure, if the caller's portfolio asked for it; an operator who acts for all sees every one. Otherwise the same 404
 * as for one that does not exist.
 */
export const requireErasure = async (jobs: Table, caller: Caller, erasureId: string): Promise<ErasureJob> => {
  const job = ERASURE_ID.test(erasureId) ? await readErasure(jobs, erasureId) : undefined;
  if (job && (partnerOf(caller) === undefined || job.portfolio === caller.portfolio)) return job;
  throw new Problem(
    404,
    'unknown_erasure',
    `There is no erasure "${erasureId.slice(0, LONGEST_QUOTE)}" of yours. Check the id; receipts are kept for ${RECEIPT_DAYS} days.`,
  );
};

/** Longer texts are no keys of the table. */
const ERASURE_ID = /^[0-9a-f-]{36}$/u;
const LONGEST_QUOTE = 64;
