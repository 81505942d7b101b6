import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { activeWithin, type Calendar, wordAsOf } from '../../../lib/activity/calendar.ts';
import { readCoverage } from '../../../lib/licensing/coverage-table.ts';
import { type Day, dayOf, formatDay } from '../../../lib/time/day.ts';
import { at, type Event, event, type Ingest, startIngest, TODAY } from './feed.ts';

let ingest: Ingest;
beforeAll(async () => {
  ingest = await startIngest();
});
afterAll(() => ingest.tables.stop());

/** Hundreds of calls through one process, which may have little of the machine. */
const SLOW = { timeout: 120_000 };

/** Who used what in the window that ends on `asOf`, counted over the raw events in the plainest way. */
const recount = (events: readonly Event[], asOf: Day, days: number): string[] => {
  const [first, last] = [formatDay(asOf - days + 1), formatDay(asOf)];
  const inWindow = events.filter(({ occurredAt }) => {
    const day = occurredAt.slice(0, 10);
    return day >= first && day <= last;
  });
  return [...new Set(inWindow.map(({ userId, workload }) => `${userId} ${workload}`))].sort();
};

/** The newest day of each workload, as plainly. */
const newestDays = (events: readonly Event[]): Record<string, string> => {
  const newest: Record<string, string> = {};
  for (const { workload, occurredAt } of events) {
    const day = occurredAt.slice(0, 10);
    if (day > (newest[workload] ?? '')) newest[workload] = day;
  }
  return newest;
};

const counted = (calendars: ReadonlyMap<string, Calendar>, asOf: Day, days: number): string[] =>
  [...calendars]
    .flatMap(([userId, { lastDay, words }]) =>
      Object.entries(words)
        .filter(([, word]) => activeWithin(wordAsOf(word, lastDay, asOf), days))
        .map(([workload]) => `${userId} ${workload}`),
    )
    .sort();

/** Compares every window that is still computable with the recount, and the coverage. */
const expectRecount = async (customerId: string, events: readonly Event[]): Promise<void> => {
  const calendars = await ingest.calendarsOf(customerId);
  for (const lag of [0, 1, 2, 3, 4])
    for (const days of [1, 7, 28])
      expect(counted(calendars, TODAY - lag, days)).toEqual(recount(events, TODAY - lag, days));
  const { activity } = await readCoverage(ingest.tables.licensing, customerId);
  expect(activity).toEqual(newestDays(events));
};

const use = {
  userId: fc.constantFrom('ada', 'bob', 'cy', 'dee'),
  workload: fc.constantFrom('teams', 'exchange', 'onedrive'),
};

/** An event, and each place in the order of sending at which it is sent. */
const ranked = fc.record({
  ...use,
  back: fc.nat({ max: 31 }),
  ranks: fc.array(fc.nat(), { minLength: 1, maxLength: 3 }),
});

const inBatches = <Entry>(entries: readonly Entry[], size: number): Entry[][] =>
  Array.from({ length: Math.ceil(entries.length / size) }, (_, index) =>
    entries.slice(index * size, (index + 1) * size),
  );

let runs = 0;
const nextCustomer = (): Promise<string> => {
  runs += 1;
  return ingest.customer(`random-${runs}`);
};

test(
  'counts as a naive recount does, whatever the order, the duplicates and the batches, all at once',
  SLOW,
  async () => {
    const deliveries = fc.array(ranked, { minLength: 1, maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(deliveries, fc.integer({ min: 1, max: 15 }), async (some, batchSize) => {
        const customerId = await nextCustomer();
        const sent = some.flatMap(({ userId, workload, back, ranks }) =>
          ranks.map((rank) => ({ rank, event: event({ customerId, userId, workload, occurredAt: at(TODAY - back) }) })),
        );
        const events = sent.sort((a, b) => a.rank - b.rank).map((one) => one.event);
        await Promise.all(inBatches(events, batchSize).map((batch) => ingest.deliver(batch)));
        await expectRecount(customerId, events);
      }),
      { numRuns: 12 },
    );
  },
);

/** Deletes what has expired by the start of a day, as TTL does when it is quick. */
const sweepOn = async (day: Day): Promise<void> => {
  const { clock, sweepExpired } = ingest.tables;
  const real = clock.now();
  clock.set(new Date(at(day)));
  await sweepExpired();
  clock.set(real); // calls are signed by the real time
};

test('counts as a naive recount does, whether TTL deletes at once or never', SLOW, async () => {
  const late = fc.record({ ...use, back: fc.nat({ max: 75 }), delay: fc.nat({ max: 3 }) });
  await fc.assert(
    fc.asyncProperty(fc.array(late, { minLength: 1, maxLength: 25 }), fc.boolean(), async (some, atOnce) => {
      const customerId = await nextCustomer();
      const events = some.map(({ delay, back, ...more }) => ({
        arrival: Math.min(TODAY, TODAY - back + delay),
        event: event({ customerId, ...more, occurredAt: at(TODAY - back) }),
      }));
      const arrivals = [...Map.groupBy(events, ({ arrival }) => arrival)].sort(([a], [b]) => a - b);
      for (const [day, arrived] of arrivals) {
        if (atOnce) await sweepOn(day);
        const now = new Date(new Date(at(day)).getTime() + 3_600_000);
        expect(dayOf(now)).toBe(day);
        await ingest.deliver(
          arrived.map((one) => one.event),
          now,
        );
      }
      if (atOnce) await sweepOn(TODAY);
      await expectRecount(
        customerId,
        events.map((one) => one.event),
      );
    }),
    { numRuns: 12 },
  );
});
