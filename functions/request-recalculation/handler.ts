import { requireCustomer } from '../../lib/customers/customer-access.ts';
import { readEnvironment } from '../../lib/environment.ts';
import { apiHandler } from '../../lib/http/api-handler.ts';
import { reply } from '../../lib/http/respond.ts';
import { asOfDay } from '../../lib/insights/run/as-of.ts';
import type { RunMessage } from '../../lib/insights/run/recalculation-message.ts';
import { noteRequestedRun } from '../../lib/insights/run/requested-runs-table.ts';
import { sendMessages } from '../../lib/jobs/queue.ts';
import { countAgainstLimit } from '../../lib/settings/count-against-limit.ts';
import { openTable } from '../../lib/storage/table.ts';
import { formatDay } from '../../lib/time/day.ts';
import { env } from './env.ts';
import { operations } from './request.ts';

const { LICENSING_TABLE, JOBS_TABLE, RUN_QUEUE_URL, REPORTING_LAG_DAYS } = readEnvironment(env);
const licensing = openTable(LICENSING_TABLE);
const jobs = openTable(JOBS_TABLE);

/** Who asks again within this time gets one run for all. */
const GATHERING_SECONDS = 2;

/** Queues a run over one customer, or over all that the caller sees. */
export const handler = apiHandler(operations, {
  postRecalculation: async ({ body: { customerId }, caller, now }) => {
    if (customerId !== undefined) await requireCustomer(licensing, caller, customerId);
    await countAgainstLimit({ jobs, licensing }, caller, { limit: 'recalculationsPerHour' }, now);
    const asOf = formatDay(asOfDay(now, REPORTING_LAG_DAYS));
    const requestedAt = now.toISOString();
    const run: RunMessage = { asOf, requestedAt, portfolio: caller.portfolio, ...(customerId ? { customerId } : {}) };
    await sendMessages(RUN_QUEUE_URL, [run], { delaySeconds: GATHERING_SECONDS });
    await noteRequestedRun(jobs, run);
    return reply(202, { status: 'queued', asOf, requestedAt });
  },
});
