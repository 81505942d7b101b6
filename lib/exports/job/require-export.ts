import { type Caller, OPERATOR_PORTFOLIO } from '../../access/caller.ts';
import { mayStillRead, readPartner } from '../../customers/partner-table.ts';
import { Problem } from '../../problem/problem.ts';
import type { Table } from '../../storage/table.ts';
import type { ExportJob } from './export-job.ts';
import { readExport } from './export-job-table.ts';

/**
 * Whether what was made of a portfolio's generation may still be handed out: not once a customer was taken out of the
 * portfolio after the making began (`startedAt`, ISO instant). Nobody can be taken out of the operator's own.
 */
export const mayReadGeneration = async (licensing: Table, portfolio: string, startedAt: string): Promise<boolean> =>
  portfolio === OPERATOR_PORTFOLIO || mayStillRead(await readPartner(licensing, portfolio), startedAt);

/**
 * The export, if it is of the caller's portfolio; an operator who acts for all sees every one. Otherwise the same 404
 * as for one that does not exist.
 */
export const requireExport = async (jobs: Table, caller: Caller, exportId: string, now: Date): Promise<ExportJob> => {
  const job = await readExport(jobs, exportId, now);
  if (!job || (job.portfolio !== caller.portfolio && caller.portfolio !== OPERATOR_PORTFOLIO))
    throw new Problem(404, 'unknown_export', `There is no export "${exportId}". Exports are kept for 60 days.`);
  return job;
};
