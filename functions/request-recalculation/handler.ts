import { readEnvironment } from '../../lib/environment.ts';
import { apiHandler } from '../../lib/http/api-handler.ts';
import { reply } from '../../lib/http/respond.ts';
import { requestRun } from '../../lib/portfolio/request-run.ts';
import { openTable } from '../../lib/storage/table.ts';
import { env } from './env.ts';
import { operations } from './request.ts';

const settings = readEnvironment(env);
const stores = {
  licensing: openTable(settings.LICENSING_TABLE),
  jobs: openTable(settings.JOBS_TABLE),
  queueUrl: settings.RUN_QUEUE_URL,
  reportingLagDays: settings.REPORTING_LAG_DAYS,
};

/** Queues a run over one customer, or over all that the caller sees. */
export const handler = apiHandler(operations, {
  postRecalculation: async ({ body: { customerId }, caller, now }) => {
    const { asOf, requestedAt } = await requestRun(stores, caller, customerId, now);
    return reply(202, { status: 'queued', asOf, requestedAt });
  },
});
