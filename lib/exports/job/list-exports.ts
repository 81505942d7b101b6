import { type JobPage, listJobs } from '../../jobs/list-jobs.ts';
import { forgottenBefore } from '../../jobs/retention.ts';
import type { Table } from '../../storage/table.ts';
import { type ExportJob, exportJob } from './export-job.ts';
import { EXPORT_PREFIX } from './export-keys.ts';

/** A portfolio's exports, newest first, at most `limit`; `cursor` is where the next page goes on if there may be one. */
export const listExports = async (
  jobs: Table,
  portfolio: string,
  page: { readonly limit: number; readonly cursor?: string | undefined },
  now: Date,
): Promise<{ exports: ExportJob[] } & Pick<JobPage, 'cursor'>> => {
  const { items, ...more } = await listJobs(
    jobs,
    { portfolio, prefix: EXPORT_PREFIX, after: forgottenBefore(now) },
    page,
  );
  return { exports: items.map((item) => exportJob.parse(item)), ...more };
};
