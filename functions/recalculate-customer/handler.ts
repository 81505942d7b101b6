import { versionsIn } from '../../lib/catalogue/store/version-table.ts';
import { readEnvironment } from '../../lib/environment.ts';
import { recalculateMessage } from '../../lib/insights/run/recalculation-message.ts';
import { workOnRecalculation } from '../../lib/insights/run/work-on-recalculation.ts';
import { jobHandler } from '../../lib/jobs/job-handler.ts';
import { sendMessages } from '../../lib/jobs/queue.ts';
import { logger } from '../../lib/observability/logger.ts';
import { countUp } from '../../lib/observability/metrics.ts';
import { publishIfLate } from '../../lib/portfolio/publish-late.ts';
import { createSettingsReader } from '../../lib/settings/settings-table.ts';
import { openTable } from '../../lib/storage/table.ts';
import { env } from './env.ts';

const environment = readEnvironment(env);
const { PUBLISH_QUEUE_URL, RECALCULATION_QUEUE_URL } = environment;
const licensing = openTable(environment.LICENSING_TABLE);
const settings = createSettingsReader(licensing);
const places = {
  activity: openTable(environment.ACTIVITY_TABLE),
  licensing,
  insights: openTable(environment.INSIGHTS_TABLE),
  versions: versionsIn(licensing),
  limitsAt: async (now: Date) => (await settings(now)).freshnessLimitDays,
  reportingLagDays: environment.REPORTING_LAG_DAYS,
};

/** Of the function's time, what is left when a step ends: a page of users more, and storing how far it came. */
const KEPT_BACK_MILLISECONDS = 60_000;

/** Computes one customer's snapshot of the day its message names, in steps where it has very many users. */
export const handler = jobHandler(recalculateMessage, environment, async (message, { now, remainingMilliseconds }) => {
  const timeIsUp = () => remainingMilliseconds() < KEPT_BACK_MILLISECONDS;
  const outcome = await workOnRecalculation(places, message, { now, timeIsUp });
  if (outcome === undefined) return;
  if (typeof outcome === 'object') return sendMessages(RECALCULATION_QUEUE_URL, [{ ...message, continues: outcome }]);
  if (outcome !== 'answered') countUp('CustomersRecalculated');
  const { customerId, asOf, requestedAt } = message;
  const late = await publishIfLate(licensing, PUBLISH_QUEUE_URL, { customerId, asOf, requestedAt }, new Date());
  logger.info('customer recalculated', { asOf, outcome, late });
});
