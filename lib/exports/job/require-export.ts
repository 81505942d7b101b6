import { type Caller, OPERATOR_PORTFOLIO } from '../../access/caller.ts';
import { JOB_DAYS } from '../../jobs/retention.ts';
import { Problem } from '../../problem/problem.ts';
import type { Table } from '../../storage/table.ts';
import type { ExportJob } from './export-job.ts';
import { readExport } from './export-job-table.ts';

/**
 * The export, if it is of the caller's portfolio; an operator who acts for all sees every one. Otherwise the same 404
 * as for one that does not exist.
 */
export const requireExport = async (jobs: Table, caller: Caller, exportId: string, now: Date): Promise<ExportJob> => {
  const job = await readExport(jobs, exportId, now);
  if (!job || (job.portfolio !== caller.portfolio && caller.portfolio !== OPERATOR_PORTFOLIO))
    throw new Problem(
      404,
      'unknown_export',
      `There is no export "${exportId}". Exports are kept for ${JOB_DAYS} days.`,
    );
  return job;
};
