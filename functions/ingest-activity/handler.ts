import { MOST_EVENTS } from '../../lib/activity/activity-event.ts';
import { storeActivity } from '../../lib/activity/activity-table.ts';
import { admitBatch, outcomeOf, readBatch, storedNothing, workloadsNamed } from '../../lib/activity/batch.ts';
import { readFedCustomers, recordCoverage } from '../../lib/activity/fed-customers.ts';
import { addedCoverageOf, wordsWithout } from '../../lib/activity/screen-coverage.ts';
import { groupByUser } from '../../lib/activity/screen-events.ts';
import { createCatalogueReader } from '../../lib/catalogue/catalogue-reader.ts';
import { readEnvironment } from '../../lib/environment.ts';
import { apiHandler, route } from '../../lib/http/api-handler.ts';
import { reply } from '../../lib/http/respond.ts';
import { tryAgain } from '../../lib/http/try-again.ts';
import { countUp } from '../../lib/observability/metrics.ts';
import { Problem } from '../../lib/problem/problem.ts';
import { startCountdown, writingTime } from '../../lib/storage/bounded-writes.ts';
import { openTable } from '../../lib/storage/table.ts';
import { env } from './env.ts';
import { type ActivityResult, postActivity } from './request.ts';

const { ACTIVITY_TABLE, LICENSING_TABLE } = readEnvironment(env);
const activity = openTable(ACTIVITY_TABLE);
const licensing = openTable(LICENSING_TABLE);
const currentCatalogue = createCatalogueReader(licensing);

/** Kept back from the storing of events, so that what was stored can still be acknowledged. */
const COVERAGE_MILLISECONDS = 3_000;

export const handler = apiHandler([
  route(postActivity, async ({ body, caller, now, remainingMilliseconds }) => {
    if (body.events.length > MOST_EVENTS) throw tooManyEvents();
    const timeLeft = startCountdown(writingTime(remainingMilliseconds()));
    const named = workloadsNamed(body);
    const catalogue = await currentCatalogue(now, ({ workloads }) => [...named].every((one) => workloads.has(one)));
    const read = readBatch(body, now, catalogue);
    const customers = await readFedCustomers(licensing, caller, read);
    const batch = admitBatch(read, customers);
    const users = groupByUser(batch.events.kept);
    const unstored = await storeActivity(activity, users, timeLeft() - COVERAGE_MILLISECONDS);
    const stored = users.filter((user) => !unstored.has(user));
    const added = addedCoverageOf(stored, wordsWithout(batch.coverage.kept, unstored));
    const recorded = await recordCoverage(licensing, customers, added, timeLeft());
    const outcome = outcomeOf(batch, recorded);
    if (storedNothing(outcome, batch)) throw tryAgain();
    countUp('EventsAccepted', outcome.accepted);
    countUp('EventsRejected', outcome.rejected.length);
    const { rejectedCoverage, ...events } = outcome;
    return reply<ActivityResult>(200, { ...events, ...(body.coverage ? { rejectedCoverage } : {}) });
  }),
]);

const tooManyEvents = () =>
  new Problem(
    400,
    'too_many_events',
    `A request takes at most ${MOST_EVENTS} events. Send them in several requests; nothing was stored.`,
  );
