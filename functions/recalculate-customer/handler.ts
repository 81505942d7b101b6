import { versionsIn } from '../../lib/catalogue/store/version-table.ts';
import { isKept } from '../../lib/customers/customer.ts';
import { readCustomer } from '../../lib/customers/customer-table.ts';
import { readEnvironment } from '../../lib/environment.ts';
import { computabilityOf } from '../../lib/insights/run/as-of.ts';
import { recalculate } from '../../lib/insights/run/recalculation.ts';
import { recalculateMessage } from '../../lib/insights/run/recalculation-message.ts';
import { storeSnapshot } from '../../lib/insights/run/snapshot-table.ts';
import { jobHandler } from '../../lib/jobs/job-handler.ts';
import { dateAssignments } from '../../lib/licensing/assignments-table.ts';
import { logger } from '../../lib/observability/logger.ts';
import { countUp } from '../../lib/observability/metrics.ts';
import { createSettingsReader } from '../../lib/settings/settings-table.ts';
import { openTable } from '../../lib/storage/table.ts';
import { parseDay } from '../../lib/time/day.ts';
import { env } from './env.ts';

const { ACTIVITY_TABLE, LICENSING_TABLE, INSIGHTS_TABLE, REPORTING_LAG_DAYS } = readEnvironment(env);
const insights = openTable(INSIGHTS_TABLE);
const stores = { activity: openTable(ACTIVITY_TABLE), licensing: openTable(LICENSING_TABLE), insights };
const settings = createSettingsReader(stores.licensing);
const versions = versionsIn(stores.licensing);

/** Computes one customer's snapshot of the day its message names. */
export const handler = jobHandler(recalculateMessage, async ({ customerId, asOf, catalogVersion }, { now }) => {
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
  const { snapshot, undated } = await recalculate(stores, customerId, day, definitions, () => new Date());
  const isStillCurrent = computabilityOf(day, new Date(), REPORTING_LAG_DAYS) === 'current';
  const stored = await storeSnapshot(insights, snapshot, { replace: isStillCurrent });
  await dateAssignments(stores.licensing, customerId, undated);
  countUp('CustomersRecalculated');
  logger.info('customer recalculated', { asOf, stored });
});
