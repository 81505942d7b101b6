import { logger } from '../../observability/logger.ts';
import type { Findings } from '../formats/findings.ts';
import type { ImportJob } from './import-job.ts';
import { type ImportJobStores, showUnderway } from './import-job-table.ts';

/** How often it is shown how far an import has come: as often as its page looks. */
const PAUSE_MILLISECONDS = 1500;

/**
 * Makes the function that shows how far the step that started from `job` has come (0 to 1): at most every one and a half
 * seconds by `clock`, and without holding anything up when it cannot be written.
 */
export const progressReporter = (
  { jobs }: Pick<ImportJobStores, 'jobs'>,
  { clock }: { readonly clock: () => Date },
  job: ImportJob,
  found: Findings,
): ((progress: number) => Promise<void>) => {
  let last = clock().getTime();
  return async (progress) => {
    const now = clock();
    if (now.getTime() - last < PAUSE_MILLISECONDS) return;
    last = now.getTime();
    const underway = { rows: found.rows, progress: Math.min(1, progress) };
    await showUnderway(jobs, job, underway, now).catch((error: unknown) =>
      logger.warn('how far an import has come could not be shown', { error: String(error) }),
    );
  };
};
