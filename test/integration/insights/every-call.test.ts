import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import { readSnapshot } from '../../../lib/insights/run/snapshot-table.ts';
import { readPointer } from '../../../lib/portfolio/generation-pointer.ts';
import { listKeys } from '../../../lib/storage/object-store.ts';
import { partnerUser } from '../../fixtures/api-event.ts';
import { type Hit, hitEveryCall } from '../../fixtures/every-call.ts';
import { E3 } from '../../fixtures/imports/subscribed-skus.ts';
import { keepItems } from '../../fixtures/keep-items.ts';
import { type Product, type SentMessage, startProduct } from '../storage/product.ts';

const AS_OF = '2026-03-01';
const CUSTOMER = 'contoso';
const PORTFOLIO = 'alpine';
const SLOW = 240_000;
const QUEUES = ['recalculations', 'publishes'] as const;

let product: Product;
/** Makes the tables what they were before anything was recalculated of the day. */
let putBack: () => Promise<void>;
beforeAll(async () => {
  product = await startProduct('2026-03-02T10:00:00.000Z');
  const { call, tables } = product;
  await call('PUT /v1/partners/{id}', { path: { id: PORTFOLIO }, body: { name: 'Alpine' } });
  const partners = [{ id: PORTFOLIO, since: '2025-01-01' }];
  const [path, subscriptionsOf] = [{ id: CUSTOMER }, 'PUT /v1/customers/{id}/subscriptions'];
  await call('PUT /v1/customers/{id}', { path, body: { name: 'Contoso', partners } });
  const seats = { id: 'e3', sku: 'ENTERPRISEPACK', quantity: 3, state: 'active', isTrial: false };
  await call(subscriptionsOf, { path, body: { subscriptions: [seats] } });
  const changes = ['ada', 'bob'].map((userId) => ({ userId, sku: E3, change: 'assigned', on: '2026-01-01' }));
  await call('POST /v1/customers/{id}/assignments', { path, body: { changes } });
  const events = [{ customerId: CUSTOMER, userId: 'ada', workload: 'teams', occurredAt: '2026-03-01T08:00:00Z' }];
  const coverage = [{ customerId: CUSTOMER, workloads: ['teams'], from: '2026-02-02', through: AS_OF }];
  await call('POST /v1/activity', { body: { events, coverage } });
  await forgetEnd('bob');
  putBack = await keepItems([
    [tables.licensing, `customer#${CUSTOMER}`],
    ...[`customer#${CUSTOMER}`, `portfolio#${PORTFOLIO}`].map((owner) => [tables.insights, owner] as const),
  ]);
}, SLOW);
afterAll(() => product.stop());

/** Stores that somebody holds nothing any more as it was stored before such records were given an end. */
const forgetEnd = async (userId: string): Promise<void> => {
  const { PutCommand } = await import('@aws-sdk/lib-dynamodb');
  const stored = (await product.scan()).find(({ item }) => item.record === `assignment#${userId}`);
  const Item = { ...stored?.item, holdings: {} };
  await product.tables.licensing.client.send(new PutCommand({ TableName: 'Licensing', Item }));
};

/** How many generations of the portfolio are stored. */
const generations = async (): Promise<number> => {
  let found = 0;
  for await (const key of listKeys('portfolios', `portfolios/${PORTFOLIO}/`))
    if (key.endsWith('/index.columns.gz')) found += 1;
  return found;
};

/** All that is shown of the customer, and stored of who holds what, with one name for every instant and generation. */
const shown = async (): Promise<unknown> => {
  const figures = await readSnapshot(product.tables.insights, CUSTOMER, AS_OF);
  const portfolio = await product.call('GET /v1/portfolio', { caller: partnerUser(PORTFOLIO) });
  const stored = (await product.scan()).flatMap(({ item }) =>
    item.owner === `customer#${CUSTOMER}` && 'record' in item ? [{ ...item, revision: 'any' }] : [],
  );
  const text = JSON.stringify({ figures, portfolio: portfolio.body, stored });
  return JSON.parse(text.replace(/\d{4}-\d{2}-\d{2}T[\d:.]+Z|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gu, 'made'));
};

/** What a run sends of one customer and one portfolio, asked for so many minutes ago. */
const runOf = (minutes: number): SentMessage[] => {
  const requestedAt = new Date(Date.now() - minutes * 60_000).toISOString();
  const run = { portfolio: PORTFOLIO, customerId: CUSTOMER };
  return [
    {
      queue: 'recalculations',
      body: { customerId: CUSTOMER, asOf: AS_OF, catalogVersion: bundledCatalogue.version, requestedAt },
    },
    { queue: 'publishes', body: { portfolio: PORTFOLIO, asOf: AS_OF, requestedAt, run, attempt: 0 } },
  ];
};

/**
 * Delivers messages and what follows from them, each until it is taken. Whoever is hit at a call is killed there or loses its
 * answer: then its message comes again, also where it had come to its end.
 */
const deliver = async (messages: readonly SentMessage[], wasHit: () => boolean, seconds: number): Promise<void> => {
  let isOver = false;
  const comesAgain = (isTaken: boolean): boolean => {
    if (isOver || !wasHit()) return !isTaken;
    isOver = true;
    for (const faults of [product.faults, product.tables.faults]) faults.clear();
    return true;
  };
  await product.redeliver(messages, (_, isTaken) => comesAgain(isTaken), { queues: QUEUES, seconds });
};

const faults = () => [product.faults, product.tables.faults];

test('a recalculation and a publication that lose an answer or are killed at any call end as those that do not', {
  timeout: SLOW,
}, async () => {
  const prepare = async () => {
    await putBack();
    vi.setSystemTime(Date.now() + 1000);
    const before = await generations();
    return { before, messages: runOf(1) };
  };
  const { messages } = await prepare();
  await deliver(messages, () => false, 1);
  const expected = await shown();
  expect(expected).toMatchObject({
    figures: { asOf: AS_OF },
    portfolio: { pending: 0, totals: { customers: 1, assigned: 1 }, customers: [{ customerId: CUSTOMER }] },
  });
  const made: Record<Hit, number[]> = { 'lost-answer': [], killed: [] };
  const hits = await hitEveryCall({
    faults: faults(),
    prepare: async () => {
      const { before, messages: sent } = await prepare();
      return {
        run: (wasHit) => deliver(sent, wasHit, 1),
        check: async (hit) => {
          expect(await shown()).toEqual(expected);
          made[hit].push((await generations()) - before);
        },
      };
    },
  });
  expect(hits).toBeGreaterThan(25);
  expect(new Set(made['lost-answer'])).toEqual(new Set([1]));
  // Killed once its index was stored and before it was shown, a generation stays unseen, and another one is made.
  expect(made.killed.filter((count) => count > 1)).toEqual([2, 2, 2]);
  expect(made.killed.every((count) => count > 0)).toBe(true);
});

test('a recalculation that comes after the publication has it made again, wherever it is hit', {
  timeout: SLOW,
}, async () => {
  await putBack();
  const [late, publication] = runOf(0);
  if (!late || !publication) throw new Error('A run sends two messages');
  await product.deliver({ ...publication, body: { ...(publication.body as object), attempt: 99 } }); // waits for nobody
  expect((await readPointer(product.tables.insights, PORTFOLIO))?.pending).toBe(1);
  const { insights, licensing } = product.tables;
  const putBackPublished = await keepItems([
    [licensing, `customer#${CUSTOMER}`],
    ...[`customer#${CUSTOMER}`, `portfolio#${PORTFOLIO}`, 'portfolio#~operator'].map(
      (owner) => [insights, owner] as const,
    ),
  ]);
  const hits = await hitEveryCall({
    faults: faults(),
    // What follows is what the first test hits: here, the calls that a late one alone makes.
    matches: [
      { service: 'sqs', operation: 'SendMessageBatch' },
      { service: 'dynamodb', operation: 'PutItem' },
    ],
    prepare: async () => {
      await putBackPublished();
      vi.setSystemTime(Date.now() + 1000);
      return {
        run: (wasHit) => deliver(runOf(17).slice(0, 1), wasHit, 61),
        check: async () => expect(await readPointer(insights, PORTFOLIO)).toMatchObject({ pending: 0, asOf: AS_OF }),
      };
    },
  });
  expect(hits).toBeGreaterThan(3);
});
