import { versionsIn } from '../../lib/catalogue/store/version-table.ts';
import { isKept } from '../../lib/customers/customer.ts';
import { readCustomer } from '../../lib/customers/customer-table.ts';
import { readEnvironment } from '../../lib/environment.ts';
import { computabilityOf } from '../../lib/insights/run/as-of.ts';
import { recalculateIfNeeded } from '../../lib/insights/run/recalculate-customer.ts';
import { recalculateMessage } from '../../lib/insights/run/recalculation-message.ts';
import { jobHandler } from '../../lib/jobs/job-handler.ts';
import { logger } from '../../lib/observability/logger.ts';
import { countUp } from '../../lib/observability/metrics.ts';
import { publishIfLate } from '../../lib/portfolio/publish-late.ts';
import { createSettingsReader } from '../../lib/settings/settings-table.ts';
import { openTable } from '../../lib/storage/table.ts';
import { parseDay } from '../../lib/time/day.ts';
import { env } from './env.ts';

const environment = readEnvironment(env);
const { ACTIVITY_TABLE, LICENSING_TABLE, INSIGHTS_TABLE, PUBLISH_QUEUE_URL, REPORTING_LAG_DAYS } = environment;
const stores = {
  activity: openTable(ACTIVITY_TABLE),
  licensing: openTable(LICENSING_TABLE),
  insights: openTable(INSIGHTS_TABLE),
};
const settings = createSettingsReader(stores.licensing);
const versions = versionsIn(stores.licensing);

/** Computes one customer's snapshot of the day its message names. */
export const handler = jobHandler(recalculateMessage, environment, async (message, { now }) => {
  const { customerId, asOf, catalogVersion, requestedAt } = message;
  const day = parseDay(asOf);
  if (computabilityOf(day, now, REPORTING_LAG_DAYS) === 'refused') {
    logger.warn('a day that cannot be computed any more, or not yet, is left alone', { asOf });
    return;
  }
  if (!isKept(await readCustomer(stores.licensing, customerId))) return; // of one that was erased, nothing is to appear again
  const catalogue = await versions.read(catalogVersion);
  if (!catalogue)
    throw new Error(`There is no version "${catalogVersion}" of the catalogue. Start the recalculation again`);
  const { freshnessLimitDays: limits } = await settings(now);
  const definitions = { catalogue, limits, reportingLagDays: REPORTING_LAG_DAYS };
  const outcome = await recalculateIfNeeded(stores, { customerId, day, requestedAt }, definitions, () => new Date());
  if (outcome !== 'answered') countUp('CustomersRecalculated');
  const late = await publishIfLate(stores.licensing, PUBLISH_QUEUE_URL, { customerId, asOf, requestedAt }, new Date());
  logger.info('customer recalculated', { asOf, outcome, late });
});
