import { OPERATOR_PORTFOLIO } from '../../lib/access/caller.ts';
import { WINDOW_DAYS } from '../../lib/activity/calendar.ts';
import { readShownVersion } from '../../lib/catalogue/shown-version.ts';
import { versionsIn } from '../../lib/catalogue/version-table.ts';
import { readPartner } from '../../lib/customers/partner-table.ts';
import { readEnvironment } from '../../lib/environment.ts';
import { jobHandler } from '../../lib/jobs/job-handler.ts';
import { sendMessages } from '../../lib/jobs/queue.ts';
import { logger } from '../../lib/observability/logger.ts';
import { countUp } from '../../lib/observability/metrics.ts';
import type { Generation } from '../../lib/portfolio/generation.ts';
import { movePointer, readPointer } from '../../lib/portfolio/generation-pointer.ts';
import { readPortfolioDay, readUsualLoads, storePortfolioDay } from '../../lib/portfolio/portfolio-day-table.ts';
import { makeGeneration, type PublicationView } from '../../lib/portfolio/publication.ts';
import { type PublishMessage, publishMessage } from '../../lib/portfolio/publish-message.ts';
import { readStillReadable } from '../../lib/portfolio/still-readable.ts';
import { readSettings } from '../../lib/settings/settings-table.ts';
import { openTable } from '../../lib/storage/table.ts';
import { formatDay, parseDay } from '../../lib/time/day.ts';
import { env } from './env.ts';

const { LICENSING_TABLE, INSIGHTS_TABLE, PORTFOLIOS_BUCKET, PUBLISH_QUEUE_URL } = readEnvironment(env);
const insights = openTable(INSIGHTS_TABLE);
const stores = { licensing: openTable(LICENSING_TABLE), insights, bucket: PORTFOLIOS_BUCKET };
const versions = versionsIn(stores.licensing);

/**
 * Whether a generation already shows the membership that was asked for: of many changes at once the first publication
 * answers all. One that waits for a run's snapshots is never answered by another, which may not have waited for them.
 */
const answers = (shown: Generation, { asOf, requestedAt, run }: PublishMessage): boolean =>
  run === undefined && shown.asOf === asOf && shown.startedAt > requestedAt;

/** Looks again after 1, 2, 4 … seconds, about 17 minutes in all; then it publishes what there is and says how many are pending. */
const MOST_ATTEMPTS = 10;

/** How long a generation that shows a customer who has left waits to be made anew. */
const REBUILD_SECONDS = 5;

/** What the portfolio is shown with. Days made before a customer left it are not looked at any more. */
const viewOf = async (portfolio: string, asOf: string): Promise<PublicationView> => {
  const mayShow = await readStillReadable(stores.licensing, portfolio);
  const usualSupportLoad = await readUsualLoads(insights, portfolio, { from: asOf, to: asOf }, mayShow);
  const earlier = await readPortfolioDay(insights, portfolio, formatDay(parseDay(asOf) - WINDOW_DAYS));
  return {
    catalogueOf: (version) => readShownVersion(versions, version),
    limits: (await readSettings(stores.licensing)).freshnessLimitDays,
    usualSupportLoad: usualSupportLoad(asOf),
    earlier: earlier && mayShow(earlier.startedAt) ? { asOf: earlier.asOf, totals: earlier.totals } : undefined,
  };
};

/** Whether there is anybody to show a portfolio to. */
const isAnybodys = async (portfolio: string): Promise<boolean> =>
  portfolio === OPERATOR_PORTFOLIO || (await readPartner(stores.licensing, portfolio)) !== undefined;

/** Publishes one portfolio: a new immutable generation, then the pointer to it. */
export const handler = jobHandler(publishMessage, async (message, { now }) => {
  const { portfolio, run, attempt } = message;
  if (!(await isAnybodys(portfolio))) {
    logger.warn('a portfolio of nobody is not published', { portfolio });
    return;
  }
  const shown = await readPointer(insights, portfolio);
  const asOf = run ? message.asOf : (shown?.asOf ?? message.asOf);
  if (shown && answers(shown, { ...message, asOf })) return;
  const mayWait = run !== undefined && attempt < MOST_ATTEMPTS;
  const made = await makeGeneration(stores, { ...message, asOf }, await viewOf(portfolio, asOf), now, mayWait);
  if (made === 'waiting') {
    const delaySeconds = 2 ** attempt;
    await sendMessages(PUBLISH_QUEUE_URL, [{ ...message, attempt: attempt + 1 }], { delaySeconds });
    logger.info('snapshots are still missing; looking again later', { portfolio, asOf, delaySeconds });
    return;
  }
  const { generation, day } = made;
  if (!(await readStillReadable(stores.licensing, portfolio))(generation.startedAt)) {
    await sendMessages(PUBLISH_QUEUE_URL, [{ ...message, attempt: attempt + 1 }], { delaySeconds: REBUILD_SECONDS });
    logger.info('a customer left while the portfolio was made; making it anew', { portfolio, asOf });
    return;
  }
  await storePortfolioDay(insights, portfolio, day);
  const moved = await movePointer(insights, generation);
  countUp('PortfoliosPublished');
  countUp('CustomersPending', generation.pending);
  logger.info('portfolio published', { portfolio, asOf, pending: generation.pending, moved });
});
