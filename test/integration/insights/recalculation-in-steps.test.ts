import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import { readSnapshot } from '../../../lib/insights/run/snapshot-table.ts';
import { hitEveryCall } from '../../fixtures/every-call.ts';
import { E3 } from '../../fixtures/imports/subscribed-skus.ts';
import { keepItems } from '../../fixtures/keep-items.ts';
import { type Product, type SentMessage, startProduct } from '../storage/product.ts';

const AS_OF = '2026-03-01';
const CUSTOMER = 'contoso';
const SLOW = 240_000;
const USERS = 120;
/** Less than is kept back for the end of a step, so that each stops after its first page. */
const ONE_PAGE_MILLISECONDS = 59_000;
const FROM = 20_000;

let product: Product;
let putBack: () => Promise<void>;
beforeAll(async () => {
  product = await startProduct('2026-03-02T10:00:00.000Z', undefined, { jobMilliseconds: ONE_PAGE_MILLISECONDS });
  const { call, tables } = product;
  const path = { id: CUSTOMER };
  await call('PUT /v1/customers/{id}', { path, body: { name: 'Contoso', partners: [] } });
  const seats = { id: 'e3', sku: 'ENTERPRISEPACK', quantity: 100, state: 'active', isTrial: false };
  await call('PUT /v1/customers/{id}/subscriptions', { path, body: { subscriptions: [seats] } });
  const coverage = [{ customerId: CUSTOMER, workloads: ['teams'], from: '2026-02-02', through: AS_OF }];
  const events = ['user-000', 'user-050', 'user-119', 'jose\u0301'].map((userId) => ({
    customerId: CUSTOMER,
    userId,
    workload: 'teams',
    occurredAt: '2026-03-01T08:00:00Z',
  }));
  await call('POST /v1/activity', { body: { events, coverage } });
  const changes = [{ userId: 'user-000', sku: E3, change: 'assigned', on: '2026-01-01' }];
  await call('POST /v1/customers/{id}/assignments', { path, body: { changes } });
  for (let user = 0; user < USERS; user += 1) await hold(`user-${String(user).padStart(3, '0')}`);
  // One person by two spellings, as ids were stored before they were composed: one sorts first of all, one among the last.
  for (const userId of ['jose\u0301', 'jos\u00e9']) await hold(userId);
  putBack = await keepItems([[tables.insights, `customer#${CUSTOMER}`]]);
}, SLOW);
afterAll(() => product.stop());

/** Stores that a user holds E3, and 600 products of no catalogue for a day, so that some fifty users fill a page. */
const hold = async (userId: string): Promise<void> => {
  const past = Array.from(
    { length: 600 },
    (_, at) =>
      [
        `old-${at}`,
        [
          [FROM, true],
          [FROM + 1, false],
        ],
      ] as const,
  );
  const Item = {
    owner: `customer#${CUSTOMER}`,
    record: `assignment#${userId}`,
    userId,
    holdings: { ...Object.fromEntries(past), [E3]: [[FROM, true]] },
    revision: 'made-here',
  };
  await product.tables.licensing.client.send(new PutCommand({ TableName: 'Licensing', Item }));
};

const message = (): SentMessage => ({
  queue: 'recalculations',
  body: {
    customerId: CUSTOMER,
    asOf: AS_OF,
    catalogVersion: bundledCatalogue.version,
    requestedAt: new Date(Date.now() - 60_000).toISOString(),
    daily: true,
  },
});

const shown = async (): Promise<unknown> => {
  const snapshot = await readSnapshot(product.tables.insights, CUSTOMER, AS_OF);
  return snapshot && { ...snapshot, startedAt: 'then', processedAt: 'then' };
};

const runningItems = async (): Promise<unknown[]> =>
  (await product.scan()).filter(({ item }) => String(item.day).startsWith('recalculation#'));

const work = async (messages: readonly SentMessage[], comesAgain: (isTaken: boolean) => boolean): Promise<number> => {
  const before = product.sent.length;
  await product.redeliver(messages, (_, isTaken) => comesAgain(isTaken), { queues: ['recalculations'], seconds: 1 });
  return product.sent.length - before;
};

let inOneGo: unknown;

test('figures that take several steps are those of one', { timeout: SLOW }, async () => {
  expect(await product.deliver(message(), 300_000)).toBe(true);
  inOneGo = await shown();
  expect(inOneGo).toMatchObject({ assignedPeople: USERS + 1, people: { people: 4 } });
  await putBack();
  expect(await work([message()], (isTaken) => !isTaken)).toBe(3); // two pages, and none after them
  expect(await shown()).toEqual(inOneGo);
  expect(await runningItems()).toEqual([]);
});

test('steps that are delivered twice, or two recalculations at once, leave one snapshot and nothing behind', {
  timeout: SLOW,
}, async () => {
  await putBack();
  const again = new Set<string>();
  const first = message();
  vi.setSystemTime(Date.now() + 1000);
  await product.redeliver(
    [first, message()],
    (one) => {
      const text = JSON.stringify(one);
      return again.size < again.add(text).size; // each message comes twice
    },
    { queues: ['recalculations'], seconds: 1 },
  );
  expect(await shown()).toEqual(inOneGo);
  expect(await runningItems()).toEqual([]);
});

test('a recalculation in steps that loses an answer or is killed at any write ends as one that does not', {
  timeout: SLOW,
}, async () => {
  const hits = await hitEveryCall({
    faults: [product.faults, product.tables.faults],
    matches: [
      { service: 'dynamodb', operation: 'PutItem' },
      { service: 'dynamodb', operation: 'DeleteItem' },
      { service: 'sqs', operation: 'SendMessageBatch' },
    ],
    prepare: async () => {
      await putBack();
      vi.setSystemTime(Date.now() + 1000);
      let isOver = false;
      return {
        run: (wasHit) =>
          work([message()], (isTaken) => {
            if (isOver || !wasHit()) return !isTaken;
            isOver = true;
            vi.setSystemTime(Date.now() + 10_000); // no message comes again at once
            for (const faults of [product.faults, product.tables.faults]) faults.clear();
            return true;
          }),
        check: async () => {
          expect(await shown()).toEqual(inOneGo);
          // One that was overtaken by its own redelivery may lie there until it expires.
          expect((await runningItems()).length).toBeLessThan(2);
        },
      };
    },
  });
  expect(hits).toBeGreaterThan(5);
});
