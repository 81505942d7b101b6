import { readCatalogue } from '../../lib/catalogue/store/own-entries-table.ts';
import { versionsIn } from '../../lib/catalogue/store/version-table.ts';
import { readEnvironment } from '../../lib/environment.ts';
import { runMessage } from '../../lib/insights/run/recalculation-message.ts';
import { runOf } from '../../lib/insights/run/recalculation-run.ts';
import { isRequestedAgain } from '../../lib/insights/run/requested-runs-table.ts';
import { jobHandler } from '../../lib/jobs/job-handler.ts';
import { logger } from '../../lib/observability/logger.ts';
import { startRun } from '../../lib/portfolio/start-run.ts';
import { openTable } from '../../lib/storage/table.ts';
import { env } from './env.ts';

const environment = readEnvironment(env);
const licensing = openTable(environment.LICENSING_TABLE);
const jobs = openTable(environment.JOBS_TABLE);
const versions = versionsIn(licensing);
const places = {
  licensing,
  recalculationQueueUrl: environment.RECALCULATION_QUEUE_URL,
  publishQueueUrl: environment.PUBLISH_QUEUE_URL,
};

/** Starts a run, unless the same was asked for again after it. */
export const handler = jobHandler(runMessage, environment, async (message) => {
  const run = runOf(message, environment.REPORTING_LAG_DAYS);
  const { portfolio, asOf, requestedAt } = run;
  if ('portfolio' in message && (await isRequestedAgain(jobs, message))) {
    logger.info('a recalculation is left to a later request of the same', { portfolio, requestedAt });
    return;
  }
  const catalogue = await readCatalogue(licensing);
  await versions.store(catalogue);
  const sent = await startRun(places, run, catalogue.version);
  logger.info('recalculation started', { asOf, ...sent });
});
