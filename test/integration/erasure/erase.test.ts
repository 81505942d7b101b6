import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { CallMatch } from '../../../infra/local/gate/gate.ts';
import { storeActivity } from '../../../lib/activity/activity-table.ts';
import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import { readCustomer } from '../../../lib/customers/customer-table.ts';
import type { ErasureJob } from '../../../lib/erasure/job/erasure-job.ts';
import { readErasure } from '../../../lib/erasure/job/erasure-job-table.ts';
import { storeAssignments } from '../../../lib/licensing/assignments-table.ts';
import { parseDay } from '../../../lib/time/day.ts';
import { OWN_NAMES } from '../../../lib/values/user-names.ts';
import type { ApiAnswer } from '../../fixtures/api-event.ts';
import { operator, partnerUser } from '../../fixtures/api-event.ts';
import { E3 } from '../../fixtures/imports/subscribed-skus.ts';
import { assignment, graphUser, usersAnswer } from '../../fixtures/imports/users.ts';
import { type Product, startProduct } from '../storage/product.ts';

const [ADA, BOB] = ['ada@contoso.com', 'bob@contoso.com'];
/** Several customers are made, with all that can be known of them. */
const SLOW = 180_000;
const START = '2026-03-02T10:00:00.000Z';

let product: Product;
beforeAll(async () => {
  product = await startProduct(START, 60);
  const body = { name: 'Alpine' };
  for (const id of ['alpine', 'fjord']) await product.call('PUT /v1/partners/{id}', { path: { id }, body });
  while (made.length < MOST_TAKEN) made.push(await makeCustomer());
}, SLOW);
afterEach(() => {
  product.faults.clear();
  product.tables.faults.clear();
});
afterAll(() => product.stop());

/** Everything but erasures: their messages are delivered by hand, as they wait for an hour between the sweeps. */
const drain = () => product.drain(undefined, ['runs', 'recalculations', 'publishes', 'exports', 'imports']);

/** Made before anything is erased, one for each that a test takes. */
const made: string[] = [];
const MOST_TAKEN = 24;
const givenCustomer = (): string => {
  const customerId = made.shift();
  if (customerId === undefined) throw new Error('Make more customers');
  return customerId;
};

let customers = 0;
/** A customer of whom two people are known by all ways there are, with figures, a generation and an export. */
const makeCustomer = async (): Promise<string> => {
  customers += 1;
  const customerId = `erased-${customers}`;
  const { call, post } = product;
  const partners = [{ id: 'alpine', since: '2025-01-01' }];
  await call('PUT /v1/customers/{id}', { path: { id: customerId }, body: { name: `Erased ${customers}`, partners } });
  await storePeople(customerId, [ADA, BOB]);
  for (const names of [['ada', 'bob'], ['bob']]) {
    vi.setSystemTime(Date.now() + 1000);
    const wanted = { kind: 'graph.users', customerId, allowShrink: true, allowOtherTenant: true };
    const { body } = await call('POST /v1/imports', { body: wanted });
    const users = usersAnswer(names.map((name) => graphUser(name, [assignment()])));
    await post((body as { upload: { url: string; fields: Record<string, string> } }).upload, JSON.stringify(users)); // the 201 of this operation
    await drain();
  }
  await call('POST /v1/recalculations', { body: { customerId } });
  await drain();
  await call('POST /v1/exports', { caller: partnerUser('alpine'), body: { reports: ['deployment'] } });
  await drain();
  return customerId;
};

/** What a request or a restored table brings of people. */
const storePeople = async (customerId: string, people: readonly string[]): Promise<void> => {
  const { activity, licensing } = product.tables;
  const day = parseDay('2026-03-01');
  await storeActivity(
    activity,
    people.map((id) => ({ customerId, userId: OWN_NAMES.of(id), days: [{ workload: 'teams', day }] })),
  );
  const users = people.map((id) => ({ userId: OWN_NAMES.of(id) }));
  await storeAssignments(licensing, customerId, users, () => ({ holdings: { [E3]: [[day, true]] } }));
};

const eraseUser = (customerId: string, caller = partnerUser('alpine')): Promise<ApiAnswer> =>
  product.call('DELETE /v1/customers/{id}/users/{userId}', { path: { id: customerId, userId: ADA }, caller });
const eraseCustomer = (id: string): Promise<ApiAnswer> => product.call('DELETE /v1/customers/{id}', { path: { id } });
const idOf = ({ body }: ApiAnswer): string => (body as { id: string }).id; // the 202 of these operations

const standing = async (erasureId: string): Promise<ErasureJob | undefined> =>
  readErasure(product.tables.jobs, erasureId);

/** Delivers an erasure's messages, each by `step`, until it has ended; what lies between the sweeps takes no time. */
const workThrough = async (
  erasureId: string,
  step = (message: object) => product.deliver({ queue: 'erasures', body: message }) as Promise<unknown>,
): Promise<ErasureJob | undefined> => {
  for (let steps = 0; steps < 400; steps += 1) {
    const job = await standing(erasureId);
    if (!job || job.status === 'done' || job.status === 'failed') return job;
    if (job.place.waits > 0) await product.drain(undefined, ['publishes']);
    await step(job.place.stage === 'settle' ? { erasureId, waits: 0 } : { erasureId });
  }
  throw new Error('The erasure goes on for ever');
};

/** Where a text stands, of one customer if one is named: tables and buckets, the erasures themselves left out. */
const tracesOf = async (text: string, of = ''): Promise<string[]> => {
  const { gunzipSync, brotliDecompressSync } = await import('node:zlib');
  const items = (await product.scan()).flatMap(({ table, item }) => {
    const values = Object.values(item).map((one) =>
      one instanceof Uint8Array ? brotliDecompressSync(one).toString() : JSON.stringify(one),
    );
    const isOf = of === '' || [item.customerId, item.owner].some((one) => one === of || one === `customer#${of}`);
    return isOf && values.join().includes(text) && !String(item.job).startsWith('erasure#') ? [table] : [];
  });
  const objects = (await product.objects()).flatMap(({ bucket, key, bytes }) => {
    const content = (key.endsWith('.gz') ? gunzipSync(bytes) : Buffer.from(bytes)).toString();
    const isOf = of === '' || key.startsWith(`replaced/${of}/`);
    return isOf && `${key} ${content}`.includes(text) && !key.startsWith('erasures/') ? [bucket] : [];
  });
  return [...new Set([...items, ...objects])].sort();
};

/** Whatever a step calls. */
const CALLS: readonly CallMatch[] = [
  ...['DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan'].map(
    (operation) => ({ service: 'dynamodb', operation }) as const,
  ),
  ...['DeleteObject', 'GetObject', 'ListObjectsV2', 'PutObject'].map(
    (operation) => ({ service: 's3', operation }) as const,
  ),
  { service: 'sqs', operation: 'SendMessageBatch' },
];
const READ_OFTEN = /^(?:Get|List|Query)/u;
const WRITES = /^(?:Delete|Put|Send)/u;
const BROKEN = { times: 1, kind: { status: 400, code: 'Broken' } } as const;

/** Breaks each step off at its first call of one kind, and has it delivered again. */
const brokenAt = (match: CallMatch) => async (body: object) => {
  const faults = match.service === 'dynamodb' ? product.tables.faults : product.faults;
  faults.inject({ ...match, ...BROKEN });
  await product.deliver({ queue: 'erasures', body });
  faults.clear();
  expect(await product.deliver({ queue: 'erasures', body })).toBe(true);
};

test(
  'a user is gone wherever a step breaks off and is delivered again',
  async () => {
    for (const match of CALLS.filter(({ operation }) => !READ_OFTEN.test(operation ?? ''))) {
      const customerId = givenCustomer();
      const job = await workThrough(idOf(await eraseUser(customerId)), brokenAt(match));
      expect(job).toMatchObject({ status: 'done' });
      expect(await tracesOf(ADA, customerId)).toEqual([]);
      const users = await product.tables.licensing.client.send(
        new (await import('@aws-sdk/lib-dynamodb')).QueryCommand({
          TableName: 'Licensing',
          KeyConditionExpression: '#owner = :owner AND begins_with(#record, :assignment)',
          ExpressionAttributeNames: { '#owner': 'owner', '#record': 'record' },
          ExpressionAttributeValues: { ':owner': `customer#${customerId}`, ':assignment': 'assignment#' },
        }),
      );
      expect(users.Items?.map(({ userId }) => userId)).toEqual([BOB]);
    }
  },
  SLOW,
);

test(
  'a customer is gone wherever a step breaks off and is delivered again, and by two deliveries at once',
  async () => {
    const twice = (body: object) =>
      Promise.all([product.deliver({ queue: 'erasures', body }), product.deliver({ queue: 'erasures', body })]);
    for (const step of [...CALLS.filter(({ operation }) => WRITES.test(operation ?? '')).map(brokenAt), twice]) {
      const customerId = givenCustomer();
      expect(await tracesOf(`"${customerId}"`)).toEqual(['Activity', 'Insights', 'Jobs', 'Licensing', 'portfolios']);
      expect(await workThrough(idOf(await eraseCustomer(customerId)), step)).toMatchObject({ status: 'done' });
      expect(await tracesOf(customerId)).toEqual([]);
    }
  },
  SLOW,
);

test(
  'what was on its way during the first sweep is removed by the second',
  async () => {
    const customerId = givenCustomer();
    const id = idOf(await eraseUser(customerId));
    while ((await standing(id))?.place.stage !== 'settle')
      await product.deliver({ queue: 'erasures', body: { erasureId: id } });
    await storePeople(customerId, [ADA]);
    await product.deliver({ queue: 'erasures', body: { erasureId: id } });
    expect((await standing(id))?.place.stage).toBe('settle'); // a message that has not waited does not cut it short
    expect(await workThrough(id)).toMatchObject({ status: 'done' });
    expect(await tracesOf(ADA, customerId)).toEqual([]);
  },
  SLOW,
);

test(
  'a person is erased by all ids, whichever was asked for, and also what comes under one of them during the first sweep',
  async () => {
    const OTHERS = ['octo-ada', 'u024be7lh'];
    for (const [asked, restored] of [
      [ADA, 'octo-ada'],
      ['OCTO-ada', ADA],
    ] as const) {
      const customerId = givenCustomer();
      const { call } = product;
      await storePeople(customerId, [...OTHERS, 'octo-bob']);
      const identities = [...OTHERS.map((alias) => ({ alias, userId: ADA })), { alias: 'octo-bob', userId: BOB }];
      await call('POST /v1/customers/{id}/identities', { path: { id: customerId }, body: { identities } });
      const { body } = await call('DELETE /v1/customers/{id}/users/{userId}', {
        path: { id: customerId, userId: asked },
        caller: partnerUser('alpine'),
      });
      const { id } = body as { id: string }; // the 202 of this operation
      while ((await standing(id))?.place.stage !== 'settle')
        await product.deliver({ queue: 'erasures', body: { erasureId: id } });
      for (const trace of [ADA, ...OTHERS]) expect(await tracesOf(trace, customerId)).toEqual([]);
      await storePeople(customerId, [restored]);
      const job = await workThrough(id);
      expect(job).toMatchObject({ status: 'done', removed: { identities: 2 } });
      expect(job?.otherHashes).toHaveLength(2);
      for (const trace of [ADA, ...OTHERS]) expect(await tracesOf(trace, customerId)).toEqual([]);
      expect((await call('GET /v1/customers/{id}/identities', { path: { id: customerId } })).body).toEqual({
        identities: [{ alias: 'octo-bob', userId: BOB }],
      });
      expect(await tracesOf('octo-bob', customerId)).toEqual(['Activity', 'Licensing']);
    }
  },
  SLOW,
);

test(
  'how far a recalculation between two steps has come is forgotten with a user',
  async () => {
    const customerId = givenCustomer();
    const between = async () =>
      (await product.scan()).filter(
        ({ item }) => item.owner === `customer#${customerId}` && String(item.day).startsWith('recalculation#'),
      ).length;
    const requestedAt = new Date().toISOString();
    const body = { customerId, asOf: '2026-03-01', catalogVersion: bundledCatalogue.version, requestedAt };
    // Less time than is kept back for the end of a step: it stops after the first page of users.
    expect(await product.deliver({ queue: 'recalculations', body }, 59_000)).toBe(true);
    expect(await between()).toBe(1);
    expect(await workThrough(idOf(await eraseUser(customerId)))).toMatchObject({ status: 'done' });
    expect(await between()).toBe(0);
  },
  SLOW,
);

test(
  'the rows that a preview shows of a file are gone with the user, and its file too',
  async () => {
    const customerId = givenCustomer();
    const { call, post } = product;
    const wanted = {
      kind: 'seats',
      customerId,
      preset: 'generic',
      preview: true,
      allowShrink: true,
      allowOtherTenant: true,
    };
    const { body } = await call('POST /v1/imports', { body: wanted });
    const { id, upload } = body as { id: string; upload: { url: string; fields: Record<string, string> } }; // the 201 of this operation
    await post(upload, `user,product\n${ADA},chatgpt-enterprise\n${BOB},chatgpt-enterprise\n`);
    await drain();
    const preview = async () => (await call('GET /v1/imports/{id}', { path: { id } })).body;
    expect(await preview()).toMatchObject({
      status: 'previewed',
      previewed: { rows: [{ userId: ADA }, { userId: BOB }], users: { named: 2 } },
    });
    expect(await tracesOf(id)).toContain('uploads');
    expect(await workThrough(idOf(await eraseUser(customerId)))).toMatchObject({ status: 'done' });
    expect(await tracesOf(ADA, customerId)).toEqual([]);
    expect(await preview()).toMatchObject({ previewed: { rows: [], users: { named: 2 } } });
    expect(await tracesOf(id)).not.toContain('uploads');
    // Its file is not there any more to be taken.
    const { body: again } = await call('POST /v1/imports/{id}/take', { path: { id }, body: {} });
    await drain();
    const { body: ended } = await call('GET /v1/imports/{id}', { path: { id: (again as { id: string }).id } }); // the 202 of this operation
    expect(ended).toMatchObject({ status: 'failed', errors: [{ code: 'file_gone' }] });
  },
  SLOW,
);

test(
  'an erasure that nobody will deliver any more fails, and goes on when it is asked for again',
  async () => {
    const customerId = givenCustomer();
    const id = idOf(await eraseUser(customerId));
    product.tables.faults.inject({ service: 'dynamodb', operation: 'Scan', ...BROKEN });
    expect(await product.deliver({ queue: 'erasures', body: { erasureId: id } })).toBe(false);
    expect(await product.giveUp({ erasureId: id })).toBe(true);
    expect(await standing(id)).toMatchObject({ status: 'failed', failure: { code: 'internal_error' } });
    expect(idOf(await eraseUser(customerId))).toBe(id);
    expect(await workThrough(id)).toMatchObject({ status: 'done' });
    expect(await tracesOf(ADA, customerId)).toEqual([]);
  },
  SLOW,
);

test(
  'erasures are applied again to what a restore brought back, those done after its moment alone',
  async () => {
    const [first, second] = [givenCustomer(), givenCustomer()];
    await workThrough(idOf(await eraseUser(first)));
    vi.setSystemTime(Date.now() + 60_000);
    const restoredTo = new Date().toISOString();
    vi.setSystemTime(Date.now() + 60_000);
    const ids = [idOf(await eraseUser(second)), idOf(await eraseCustomer(second))];
    for (const id of ids) await workThrough(id);
    await storePeople(first, [ADA]);
    await storePeople(second, [ADA, BOB]);
    // The receipt of the user went with the customer, whose own stands for it.
    expect(await product.call('POST /v1/erasures/replay', { body: { restoredTo } })).toMatchObject({
      status: 202,
      body: { erasures: 1 },
    });
    expect(await workThrough(ids[1] ?? '')).toMatchObject({ status: 'done' });
    expect(await tracesOf(second)).toEqual([]);
    expect(await readCustomer(product.tables.licensing, second)).toBeUndefined();
    expect(await tracesOf(ADA, first)).toEqual(['Activity', 'Licensing']);
    await product.call('POST /v1/erasures/replay', { body: { restoredTo: START } });
    await workThrough(idOf(await eraseUser(first)));
    expect(await tracesOf(ADA, first)).toEqual([]);
  },
  SLOW,
);

test(
  'a user is erased by who sees the customer and may write both; only the operator erases customers',
  async () => {
    const customerId = givenCustomer();
    const answerOf = (promise: Promise<unknown>) => promise.then(String, String);
    const half = { ...partnerUser('alpine'), scopes: 'licensing:write' };
    expect(await answerOf(eraseUser(customerId, half))).toContain('answered 403');
    expect(await answerOf(eraseUser(customerId, partnerUser('fjord')))).toContain('answered 404');
    const id = idOf(await eraseUser(customerId));
    expect(idOf(await eraseUser(customerId))).toBe(id);
    const show = (caller = operator) => product.call('GET /v1/erasures/{id}', { path: { id }, caller });
    expect(await show(partnerUser('alpine'))).toMatchObject({ status: 200, body: { requestedBy: expect.any(String) } });
    expect(await show()).toMatchObject({ status: 200 });
    expect(await answerOf(show(partnerUser('fjord')))).toContain('answered 404');
    expect(await answerOf(eraseCustomer('nobody'))).toContain('answered 404');
  },
  SLOW,
);

test(
  'while a customer is being erased nothing of it is taken, shown or counted',
  async () => {
    const customerId = givenCustomer();
    const id = idOf(await eraseCustomer(customerId));
    await product.deliver({ queue: 'erasures', body: { erasureId: id } });
    const answerOf = (promise: Promise<unknown>) => promise.then(String, String);
    const body = { name: 'Anew', partners: [] };
    expect(await answerOf(product.call('PUT /v1/customers/{id}', { path: { id: customerId }, body }))).toContain(
      'customer_being_erased',
    );
    expect(await answerOf(eraseUser(customerId))).toContain('answered 404');
    const listed = await product.call('GET /v1/customers', { query: { limit: '100' } });
    expect(JSON.stringify(listed.body)).not.toContain(customerId);
    await workThrough(id);
    const [late] = product.sent.filter(({ queue }) => queue === 'recalculations').slice(-1);
    await product.deliver({ queue: 'recalculations', body: { ...Object(late?.body), customerId } });
    expect(await tracesOf(customerId)).toEqual([]);
  },
  SLOW,
);
