import { afterAll, beforeAll, expect, test } from 'vitest';
import { INGEST } from '../../../infra/operate/cost/unit-counts.ts';
import { at, type Event, event, type Ingest, startIngest, TODAY } from '../activity/feed.ts';
import { sumOfUnits, unitsConsumed } from './units-consumed.ts';

let ingest: Ingest;
beforeAll(async () => {
  ingest = await startIngest({ readsLate: false, metered: true });
});
afterAll(() => ingest.tables.stop());

const START = new Date('2026-03-02T12:00:00Z').getTime();
let minute = 0;
/** Sends a batch two minutes after the one before: all that is remembered for a minute is read anew. */
const sendLater = (events: readonly Event[]) => {
  minute += 2;
  return send(events);
};
const send = (events: readonly Event[]) => {
  const now = new Date(START + minute * 60_000);
  return unitsConsumed(ingest.tables, () => ingest.deliver(events, now));
};

const usersOf = (customerId: string, count: number, more: Partial<Event> = {}): Event[] =>
  Array.from({ length: count }, (_, user) =>
    event({ customerId, userId: `user.number.${user}@contoso.example`, ...more }),
  );

test.each([1, 10, 100, 1000])(
  'a batch of %s: what its users gain is written, and nothing for what is known',
  async (batch) => {
    const customerId = await ingest.customer(`batch-${batch}`);
    await ingest.deliver([event({ customerId, workload: 'yammer' })], new Date(START));
    const events = usersOf(customerId, batch);
    expect(await sendLater(events)).toEqual(
      sumOfUnits(
        [INGEST.userInBatch, batch],
        [INGEST.changedUser, batch],
        [INGEST.unknownCustomer, 1],
        [INGEST.advancedCustomer, 1],
        [INGEST.minute, 1],
      ),
    );
    expect(await sendLater(events)).toEqual(
      sumOfUnits([INGEST.userInBatch, batch], [INGEST.unknownCustomer, 1], [INGEST.minute, 1]),
    );
    expect(await send(events)).toEqual(sumOfUnits([INGEST.userInBatch, batch]));
  },
);

test('a user is read and written once a batch, however many events there are', async () => {
  const customerId = await ingest.customer('several');
  await ingest.deliver([event({ customerId, workload: 'yammer' })], new Date(START));
  const days = [TODAY, TODAY - 1].flatMap((day) => usersOf(customerId, 10, { occurredAt: at(day) }));
  await sendLater(usersOf(customerId, 1, { userId: 'somebody-else', occurredAt: at(TODAY - 1) }));
  expect(await send(days)).toEqual(
    sumOfUnits([INGEST.userInBatch, 10], [INGEST.changedUser, 10], [INGEST.advancedCustomer, 1]),
  );
});

test('customers of a mixed batch are read once a minute', async () => {
  const ids = Array.from({ length: 20 }, (_, one) => `mixed-${one}`);
  for (const id of ids) await ingest.customer(id);
  const events = ids.flatMap((customerId) => usersOf(customerId, 5));
  await ingest.deliver(events, new Date(START));
  expect(await sendLater(events)).toEqual(
    sumOfUnits([INGEST.userInBatch, 100], [INGEST.unknownCustomer, 20], [INGEST.minute, 1]),
  );
  expect(await send(events)).toEqual(sumOfUnits([INGEST.userInBatch, 100]));
});
