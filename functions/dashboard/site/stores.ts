import { versionsIn } from '../../../lib/catalogue/store/version-table.ts';
import { readEnvironment } from '../../../lib/environment.ts';
import { createSettingsReader } from '../../../lib/settings/settings-table.ts';
import { openTable } from '../../../lib/storage/table.ts';
import { env } from '../env.ts';

export const settings = readEnvironment(env);
export const licensing = openTable(settings.LICENSING_TABLE);
export const jobs = openTable(settings.JOBS_TABLE);

/** Where figures are read from. */
export const stores = {
  licensing,
  insights: openTable(settings.INSIGHTS_TABLE),
  portfoliosBucket: settings.PORTFOLIOS_BUCKET,
  versions: versionsIn(licensing),
  settings: createSettingsReader(licensing),
};

/** Where exports are asked for. */
export const exportStores = { jobs, licensing, insights: stores.insights, queueUrl: settings.EXPORT_QUEUE_URL };

/** Where imports are kept, and the customers they are of; and where their files are taken again, and they are undone. */
export const importStores = { jobs, licensing, queueUrl: settings.IMPORT_QUEUE_URL };

/** Where recalculations are asked for. */
export const runStores = {
  jobs,
  licensing,
  queueUrl: settings.RUN_QUEUE_URL,
  reportingLagDays: settings.REPORTING_LAG_DAYS,
};

/** Where sources are kept and sent to be collected, and found customers are taken. */
export const sourceStores = {
  jobs,
  licensing,
  secretPrefix: settings.SOURCE_SECRETS,
  collectionQueueUrl: settings.COLLECTION_QUEUE_URL,
  importQueueUrl: settings.IMPORT_QUEUE_URL,
  publishQueueUrl: settings.PUBLISH_QUEUE_URL,
  reportingLagDays: settings.REPORTING_LAG_DAYS,
  usualHour: settings.COLLECTION_HOUR,
};
