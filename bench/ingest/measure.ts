import { once } from 'node:events';
import type { UserActivity } from '../../lib/activity/activity-table.ts';
import { startOfDay } from '../../lib/time/day.ts';
import { OWN_NAMES } from '../../lib/values/user-names.ts';
import { type ApiAnswer, callApi, operator } from '../../test/fixtures/api-event.ts';
import { storeCustomer } from '../../test/fixtures/customers.ts';
import { startTables } from '../../test/fixtures/tables.ts';

/*
 * A process in which the ingest function works on the embedded DynamoDB, whose gate counts units as they are paid for. Tells
 * its parent what several mixes of events consumed.
 */
const WRITE_UNIT_DOLLARS = 0.625e-6;
const READ_UNIT_DOLLARS = 0.125e-6;

const TODAY = 20_514; // 2026-03-02
const NOW = new Date('2026-03-02T10:00:00Z');
const WORKLOADS = ['exchange', 'teams', 'yammer', 'sharepoint', 'onedrive'];

interface Event {
  readonly customerId: string;
  readonly userId: string;
  readonly workload: string;
  readonly occurredAt: string;
}

const occurredOn = (day: number): string => new Date(startOfDay(day).getTime() + 9 * 3_600_000).toISOString();
const eventOf = (customerId: string, user: number, workload: string, day = TODAY): Event => ({
  customerId,
  userId: `user.number.${user}@contoso.example`,
  workload,
  occurredAt: occurredOn(day),
});

/** Shuffles in place, the same each time. */
const shuffled = <Item>(items: Item[]): Item[] => {
  let state = 42;
  for (let last = items.length - 1; last > 0; last -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const other = Math.floor((state / 2 ** 32) * (last + 1));
    [items[last], items[other]] = [items[other] as Item, items[last] as Item]; // both are there
  }
  return items;
};

process.env.POWERTOOLS_METRICS_DISABLED = 'true';
const tables = await startTables({ metered: true });
// What they import reads the environment that the tables have set.
const { storeActivity } = await import('../../lib/activity/activity-table.ts');
const { handler } = await import('../../functions/ingest-activity/handler.ts');

const post = (events: readonly Event[], now = NOW): Promise<ApiAnswer> =>
  callApi(handler, { route: 'POST /v1/activity', caller: operator, now, body: { events } });

/** The events of a batch that are to be sent again. */
const leftOf = ({ status, body }: ApiAnswer, events: readonly Event[]): readonly Event[] => {
  if (status === 503) return events;
  const { rejected } = body as { rejected: { index: number; code: string }[] }; // what a 200 answers
  if (rejected.some(({ code }) => code !== 'try_again')) throw new Error(`Refused: ${JSON.stringify(rejected)}`);
  return rejected.flatMap(({ index }) => events[index] ?? []);
};

/** The units consumed while something is done. */
const unitsOf = async (work: () => Promise<unknown>) => {
  tables.consumed.clear();
  await work();
  const readings = tables.consumed.readings();
  const sum = (of: (one: (typeof readings)[number]) => number) => readings.reduce((total, one) => total + of(one), 0);
  return {
    readUnits: sum((one) => one.readUnits),
    writeUnits: sum((one) => one.writeUnits),
  };
};

interface Mix {
  readonly name: string;
  readonly batch: number;
  readonly events: readonly Event[];
  readonly goal: { readonly dollarsPerMillion: number } | { readonly readUnitsPerEvent: number };
}

/** So many users, each ten times a day in two workloads, in no order. */
const repeats = (customerId: string, users: number): Event[] =>
  shuffled(
    Array.from({ length: users * 20 }, (_, at) =>
      eventOf(customerId, Math.floor(at / 20), at % 2 === 0 ? 'teams' : 'exchange'),
    ),
  );

const MIXES: readonly Mix[] = [
  { name: '10 repeats', batch: 1, events: repeats('single-0', 60), goal: { dollarsPerMillion: 0.13 } },
  { name: '10 repeats', batch: 100, events: repeats('hundred-0', 500), goal: { dollarsPerMillion: 0.12 } },
  { name: '10 repeats', batch: 5000, events: repeats('large-0', 1000), goal: { dollarsPerMillion: 0.05 } },
  {
    name: 'new users of 100 customers',
    batch: 100,
    events: Array.from({ length: 4000 }, (_, at) => eventOf(`mixed-${at % 100}`, at, 'teams')),
    goal: { readUnitsPerEvent: 0.6 },
  },
];

const runMix = async ({ name, batch, events, goal }: Mix) => {
  const customers = [...new Set(events.map((one) => one.customerId))];
  for (const customerId of customers) await storeCustomer(tables.licensing, customerId, ['northwind']);
  // They were fed before, and what the function knew of them is older than it goes by.
  await post(
    customers.flatMap((id) => [eventOf(id, -1, 'teams'), eventOf(id, -1, 'exchange')]),
    new Date(NOW.getTime() - 120_000),
  );
  const units = await unitsOf(async () => {
    for (let start = 0; start < events.length; start += batch) {
      const part = events.slice(start, start + batch);
      if (leftOf(await post(part), part).length > 0) throw new Error('An event was to be sent again');
    }
  });
  const million = 1e6 / events.length;
  const dollarsPerMillion = million * (units.writeUnits * WRITE_UNIT_DOLLARS + units.readUnits * READ_UNIT_DOLLARS);
  const readUnitsPerEvent = units.readUnits / events.length;
  return {
    mix: name,
    batch,
    events: events.length,
    ...units,
    dollarsPerMillion,
    readUnitsPerEvent,
    /** By how much one PutItem per event is dearer. */
    putPerEventRatio: (1e6 * WRITE_UNIT_DOLLARS) / dollarsPerMillion,
    goal,
    goalMet:
      'dollarsPerMillion' in goal
        ? dollarsPerMillion <= goal.dollarsPerMillion
        : readUnitsPerEvent <= goal.readUnitsPerEvent,
  };
};

const CONTENDED_USERS = 40;
const CONTENTION_GOAL = 4;
/**
 * The time that a feed has, in milliseconds: more than a function's 25 seconds, as one processor does here the work of fifty
 * functions and of DynamoDB.
 */
const FEED_MILLISECONDS = 60_000;

/** So many feeds, each with a day or workload of its own for the same users, all at once. */
const runFeeds = async (feeds: number) => {
  const customerId = `contended-${feeds}`;
  const feed = (at: number): UserActivity[] => {
    const day = TODAY - Math.floor(at / WORKLOADS.length);
    const days = [{ workload: WORKLOADS[at % WORKLOADS.length] ?? '', day }];
    return Array.from({ length: CONTENDED_USERS }, (_, user) => {
      const userId = OWN_NAMES.of(`user.number.${user}@contoso.example`);
      return { customerId, userId, days };
    });
  };
  const begun = performance.now();
  let unstored = 0;
  const { writeUnits } = await unitsOf(() =>
    Promise.all(
      Array.from({ length: feeds }, async (_, at) => {
        unstored += (await storeActivity(tables.activity, feed(at), FEED_MILLISECONDS)).size;
      }),
    ),
  );
  const floor = feeds * CONTENDED_USERS;
  return {
    feeds,
    users: CONTENDED_USERS,
    floor,
    writes: writeUnits,
    ratio: writeUnits / floor,
    /** What a caller is asked to send again. */
    tryAgain: unstored,
    seconds: (performance.now() - begun) / 1000,
    goalMet: writeUnits <= CONTENTION_GOAL * floor && unstored === 0,
  };
};

const mixes = [];
for (const mix of MIXES) mixes.push(await runMix(mix));
const contention = [];
for (const feeds of [2, 5, 10, 50]) contention.push(await runFeeds(feeds));
await tables.stop();
const run = { mixes, contention };
export type IngestRun = typeof run;
process.send?.(run, () => process.disconnect());
await once(process, 'disconnect');
process.exit(0);
