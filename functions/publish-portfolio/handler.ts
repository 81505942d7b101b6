import { versionsIn } from '../../lib/catalogue/store/version-table.ts';
import { readEnvironment } from '../../lib/environment.ts';
import { jobHandler } from '../../lib/jobs/job-handler.ts';
import { sendMessages } from '../../lib/jobs/queue.ts';
import { logger } from '../../lib/observability/logger.ts';
import { countUp } from '../../lib/observability/metrics.ts';
import { publish } from '../../lib/portfolio/publish.ts';
import { endsRun, publishMessage } from '../../lib/portfolio/publish-message.ts';
import { openTable } from '../../lib/storage/table.ts';
import { env } from './env.ts';

const settings = readEnvironment(env);
const { LICENSING_TABLE, INSIGHTS_TABLE, PORTFOLIOS_BUCKET, PUBLISH_QUEUE_URL } = settings;
const licensing = openTable(LICENSING_TABLE);
const stores = {
  licensing,
  insights: openTable(INSIGHTS_TABLE),
  bucket: PORTFOLIOS_BUCKET,
  versions: versionsIn(licensing),
};

/** Publishes one portfolio, or has it looked at again later. */
export const handler = jobHandler(publishMessage, settings, async (message, { now }) => {
  const { portfolio } = message;
  const outcome = await publish(stores, message, now);
  if ('ended' in outcome) {
    if (outcome.ended === 'nobody') logger.warn('a portfolio of nobody is not published', { portfolio });
    else logger.info('portfolio left as it is', { portfolio, reason: outcome.ended });
    return;
  }
  if ('next' in outcome) {
    const { next, delaySeconds, reason } = outcome;
    await sendMessages(PUBLISH_QUEUE_URL, [next], { delaySeconds });
    logger.info('portfolio looked at again later', { portfolio, delaySeconds, reason });
    return;
  }
  const { published, moved } = outcome;
  countUp('PortfoliosPublished');
  if (endsRun(message)) countUp('RunsPublished');
  countUp('CustomersPending', published.pending);
  logger.info('portfolio published', { portfolio, asOf: published.asOf, pending: published.pending, moved });
});
