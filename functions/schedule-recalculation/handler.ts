import { readCatalogue } from '../../lib/catalogue/store/own-entries-table.ts';
import { versionsIn } from '../../lib/catalogue/store/version-table.ts';
import { readEnvironment } from '../../lib/environment.ts';
import { type RecalculateMessage, runMessage } from '../../lib/insights/run/recalculation-message.ts';
import { runOf } from '../../lib/insights/run/recalculation-run.ts';
import { isRequestedAgain } from '../../lib/insights/run/requested-runs-table.ts';
import { jobHandler } from '../../lib/jobs/job-handler.ts';
import { sendMessages } from '../../lib/jobs/queue.ts';
import { logger } from '../../lib/observability/logger.ts';
import { customersIn, portfoliosToPublish } from '../../lib/portfolio/membership.ts';
import type { PublishMessage } from '../../lib/portfolio/publish-message.ts';
import { openTable } from '../../lib/storage/table.ts';
import { env } from './env.ts';

const environment = readEnvironment(env);
const { LICENSING_TABLE, JOBS_TABLE, RECALCULATION_QUEUE_URL, PUBLISH_QUEUE_URL, REPORTING_LAG_DAYS } = environment;
const licensing = openTable(LICENSING_TABLE);
const jobs = openTable(JOBS_TABLE);
const versions = versionsIn(licensing);

/** Gives the recalculations a moment before the portfolios are looked at; what is still missing then is waited for. */
const PUBLISH_DELAY_SECONDS = 1;

/** Sends one message per customer of the run, and one per portfolio that shows any of them. */
export const handler = jobHandler(runMessage, environment, async (message) => {
  const { portfolio, customerId, asOf, requestedAt } = runOf(message, REPORTING_LAG_DAYS);
  if ('portfolio' in message && (await isRequestedAgain(jobs, message))) {
    logger.info('a recalculation is left to a later request of the same', { portfolio, requestedAt });
    return;
  }
  const catalogue = await readCatalogue(licensing);
  await versions.store(catalogue);
  let customers = 0;
  for await (const page of customerId === undefined ? customersIn(licensing, portfolio) : [[customerId]]) {
    const messages = page.map(
      (one): RecalculateMessage => ({
        customerId: one,
        asOf,
        catalogVersion: catalogue.version,
        requestedAt,
      }),
    );
    await sendMessages(RECALCULATION_QUEUE_URL, messages);
    customers += messages.length;
  }
  const run = { portfolio, customerId };
  const portfolios = await portfoliosToPublish(licensing, run);
  const publications = portfolios.map(
    (one): PublishMessage => ({ portfolio: one, asOf, requestedAt, run, attempt: 0 }),
  );
  await sendMessages(PUBLISH_QUEUE_URL, publications, { delaySeconds: PUBLISH_DELAY_SECONDS });
  logger.info('recalculation started', { asOf, customers, portfolios: portfolios.length });
});
