import { readBatch, requireFewEvents, workloadsNamed } from '../../lib/activity/batch.ts';
import { createKnownCustomers } from '../../lib/activity/known-customers.ts';
import { storeBatch } from '../../lib/activity/store-batch.ts';
import { createCatalogueReader } from '../../lib/catalogue/store/catalogue-reader.ts';
import { readEnvironment } from '../../lib/environment.ts';
import { apiHandler } from '../../lib/http/api-handler.ts';
import { reply } from '../../lib/http/respond.ts';
import { tryAgain } from '../../lib/http/try-again.ts';
import { userNamesOf } from '../../lib/licensing/user-names-table.ts';
import { countUp } from '../../lib/observability/metrics.ts';
import { startCountdown, writingTime } from '../../lib/storage/deadline.ts';
import { openTable } from '../../lib/storage/table.ts';
import { env } from './env.ts';
import { operations } from './request.ts';

const { ACTIVITY_TABLE, LICENSING_TABLE, PSEUDONYM_KEY_ARN } = readEnvironment(env);
const licensing = openTable(LICENSING_TABLE);
const stores = { activity: openTable(ACTIVITY_TABLE), customers: createKnownCustomers(licensing) };
const userNames = userNamesOf(licensing, PSEUDONYM_KEY_ARN);
const currentCatalogue = createCatalogueReader(licensing);

/** Stores who used what, and when. */
export const handler = apiHandler(operations, {
  postActivity: async ({ body, caller, now, remainingMilliseconds }) => {
    requireFewEvents(body.events);
    const timeLeft = startCountdown(writingTime(remainingMilliseconds()));
    const named = workloadsNamed(body);
    const catalogue = await currentCatalogue(now, ({ workloads }) => [...named].every((one) => workloads.has(one)));
    const batch = readBatch(body, now, catalogue, await userNames());
    const outcome = await storeBatch(stores, caller, batch, now, timeLeft);
    if (!outcome) throw tryAgain();
    countUp('EventsAccepted', outcome.accepted);
    countUp('EventsRejected', outcome.rejected.length);
    const { rejectedCoverage, ...events } = outcome;
    return reply(200, { ...events, ...(body.coverage ? { rejectedCoverage } : {}) });
  },
});
