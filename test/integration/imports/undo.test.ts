import * as fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { CallMatch, Faults } from '../../../infra/local/gate/gate.ts';
import { listEntries } from '../../../lib/audit/list-entries.ts';
import { changePartner } from '../../../lib/customers/partner-table.ts';
import { readCoverage } from '../../../lib/licensing/coverage-table.ts';
import { replaceLists } from '../../../lib/licensing/seller-lists.ts';
import { changeSubscriptions } from '../../../lib/licensing/subscriptions-table.ts';
import { queryItems } from '../../../lib/storage/query-pages.ts';
import { parseDay } from '../../../lib/time/day.ts';
import { callApi, operator, partnerUser } from '../../fixtures/api-event.ts';
import { storeCustomer } from '../../fixtures/customers.ts';
import { csvOf, user } from '../../fixtures/imports/active-user-detail.ts';
import { companySubscription, directoryAnswer } from '../../fixtures/imports/directory-subscriptions.ts';
import { partnerCenterAnswer, soldSubscription } from '../../fixtures/imports/partner-center-subscriptions.ts';
import { E3, M365_E5, skusAnswer, subscribedSku } from '../../fixtures/imports/subscribed-skus.ts';
import { assignment, graphUser, TEAMS_PLAN, usersAnswer } from '../../fixtures/imports/users.ts';
import { type Imports, startImports, uploadedEvent } from './imports-under-test.ts';

/** A step that has no time stops as soon as it may: after 500 users stored or put back. */
const NO_TIME = 1e-9;
/** By which a file of the customer's directory tells what the partner sold. */
const ALPINES_TENANT = '2f6d1c7e-9b0a-4e53-8d41-6a7b8c9d0e1f';
const START = new Date('2026-03-02T10:00:00Z');

let imports: Imports;
let manage: unknown;
beforeAll(async () => {
  imports = await startImports(NO_TIME);
  ({ handler: manage } = await import('../../../functions/manage-licensing/handler.ts'));
  await changePartner(imports.tables.licensing, 'alpine', () => ({
    partnerId: 'alpine',
    name: 'Alpine',
    tenantIds: [ALPINES_TENANT],
    recipients: [],
  }));
});
afterEach(() => {
  imports.faults.clear();
  imports.tables.faults.clear();
  vi.setSystemTime(START);
});
afterAll(() => imports.stop());

let customers = 0;
const freshCustomer = async (partners: readonly string[] = []): Promise<string> => {
  customers += 1;
  await storeCustomer(imports.tables.licensing, `undo-${customers}`, partners);
  return `undo-${customers}`;
};

/** All that is stored of a customer, but for the revisions. */
const storedOf = async (customerId: string): Promise<Record<string, unknown>[]> => {
  const items: Record<string, unknown>[] = [];
  const query = {
    KeyConditionExpression: '#owner = :owner',
    ExpressionAttributeNames: { '#owner': 'owner' },
    ExpressionAttributeValues: { ':owner': `customer#${customerId}` },
    ConsistentRead: true,
  };
  for await (const { revision: _, ...item } of queryItems(imports.tables.licensing, query)) items.push(item);
  return items;
};

interface File {
  readonly kind: string;
  readonly text: string;
  readonly partner?: string;
}

/** An import is asked for in the order of the clock, which a test holds still. */
const tick = () => vi.setSystemTime(Date.now() + 1000);

const handIn = async (customerId: string, { kind, text, partner }: File, more: object = {}): Promise<string> => {
  tick();
  const wanted = { kind, customerId, allowShrink: true, allowOtherTenant: true, ...more };
  return imports.hand(wanted, text, operator, partner);
};
const importFile = async (customerId: string, file: File, more: object = {}): Promise<string> => {
  const id = await handIn(customerId, file, more);
  expect(await imports.run(id)).toMatchObject({ status: 'complete' });
  return id;
};

const usersFile = (users: readonly unknown[]): File => ({
  kind: 'graph.users',
  text: JSON.stringify(usersAnswer(users)),
});
const holder = (name: string, ...skus: string[]) =>
  graphUser(
    name,
    skus.map((skuId) => assignment({ skuId })),
  );

/** Delivers the messages of an import's undo until there are none, each by `deliverOne`. */
const workThrough = async (deliverOne: (message: unknown) => Promise<unknown>): Promise<number> => {
  let delivered = 0;
  for (let messages = await imports.queue.take(); messages.length > 0; messages = await imports.queue.take())
    for (const message of messages) {
      await deliverOne(message);
      delivered += 1;
    }
  return delivered;
};
const undo = async (id: string, caller = operator) => {
  tick();
  const answer = await imports.requestUndo(id, caller);
  await workThrough(async (message) => expect(await imports.deliver(message)).toBe(true));
  return answer;
};

test('users hold what they held before, with their history, and the same file can be imported again', async () => {
  const customerId = await freshCustomer();
  await importFile(customerId, usersFile([holder('ada', E3), holder('bob', E3, M365_E5)]), { day: '2026-02-20' });
  const before = await storedOf(customerId);
  const file = usersFile([graphUser('ada', [assignment({ disabledPlans: [TEAMS_PLAN] })]), holder('cy', M365_E5)]);
  const id = await importFile(customerId, file);
  const after = await storedOf(customerId);
  expect(await imports.progress(id)).toMatchObject({
    canUndo: true,
    undoUntil: expect.stringMatching(/^2026-03-16T10:00/u),
    putsBack: { holders: 2, holdings: 3 },
  });
  expect(await undo(id)).toMatchObject({ status: 202, body: { status: 'complete', undo: { status: 'running' } } });
  expect(await storedOf(customerId)).toEqual(before);
  const undone = await imports.progress(id);
  expect(undone).toMatchObject({ status: 'complete', canUndo: false, undo: { status: 'done' } });
  expect(undone).not.toHaveProperty('putsBack');

  const again = await importFile(customerId, file);
  const sansMarks = (items: unknown) => JSON.stringify(items, (name, value: unknown) => (name === 'made' ? 0 : value));
  expect(sansMarks(await storedOf(customerId))).toBe(sansMarks(after));
  expect(again).not.toBe(id);
});

test('asked again, it answers the same and puts nothing back a second time', async () => {
  const customerId = await freshCustomer();
  const id = await importFile(customerId, usersFile([holder('ada', E3)]));
  const first = await undo(id);
  const newer = await importFile(customerId, usersFile([holder('bob', E3)]));
  const stored = await storedOf(customerId);
  const second = await undo(id);
  expect([first.status, second.status]).toEqual([202, 202]);
  expect(second.body).toMatchObject({ id, undo: { status: 'done' } });
  expect(await storedOf(customerId)).toEqual(stored);
  expect((await imports.progress(newer)).canUndo).toBe(true);
  const { entries } = await listEntries(imports.tables.jobs, { target: id }, { limit: 9, now: new Date() });
  const after = expect.stringMatching(/^\{"status":"running","requestedAt":"[^"]+"\}$/u);
  expect(entries).toEqual([
    {
      at: expect.any(String),
      subject: operator.subject,
      portfolio: '~operator',
      action: 'import.undo',
      target: id,
      after,
      outcome: 'done',
    },
  ]);
});

test('several imports are undone one after the other, the newest first', async () => {
  const customerId = await freshCustomer();
  const states = [await storedOf(customerId)];
  const ids: string[] = [];
  for (const users of [[holder('ada', E3)], [holder('ada', M365_E5)], [holder('bob', E3)]]) {
    ids.push(await importFile(customerId, usersFile(users)));
    states.push(await storedOf(customerId));
  }
  const [first = '', second = '', third = ''] = ids;
  expect(await imports.requestUndo(first)).toMatchObject({
    status: 409,
    body: { code: 'newer_applied', detail: expect.stringContaining(`the import "${third}"`) },
  });
  for (const [at, id] of [third, second, first].entries()) {
    expect((await undo(id)).status).toBe(202);
    expect(await storedOf(customerId)).toEqual(states[2 - at]);
  }
});

const post = (customerId: string, change: object) =>
  callApi(manage, {
    route: 'POST /v1/customers/{id}/assignments',
    path: { id: customerId },
    body: { changes: [{ userId: 'ada@contoso.com', sku: E3, change: 'unassigned', on: '2026-03-02', ...change }] },
    caller: operator,
    now: new Date(),
  });

test('a request that changed what users hold since stands in its way, one that said nothing new does not', async () => {
  const customerId = await freshCustomer();
  const id = await importFile(customerId, usersFile([holder('ada', E3)]));
  tick();
  expect((await post(customerId, { change: 'assigned', on: '2026-02-10' })).status).toBe(200);
  expect((await imports.progress(id)).canUndo).toBe(true);
  expect((await post(customerId, { userId: 'bob@contoso.com', change: 'assigned' })).status).toBe(200);
  expect(await imports.requestUndo(id)).toMatchObject({
    status: 409,
    body: { code: 'newer_applied', detail: expect.stringContaining('a change by a request (2026-03-02T10:00:') },
  });
  expect(await imports.queue.take()).toEqual([]);
});

test('a change that comes while an undo is under way is kept', async () => {
  const customerId = await freshCustomer();
  await importFile(customerId, usersFile([holder('ada', E3)]), { day: '2026-02-20' });
  const id = await importFile(customerId, usersFile([holder('ada', M365_E5)]));
  imports.tables.faults.before({ service: 'dynamodb', operation: 'BatchGetItem', table: 'Licensing' }, async () => {
    await post(customerId, { sku: 'VISIOCLIENT', change: 'assigned' });
  });
  expect((await undo(id)).status).toBe(202);
  expect((await imports.progress(id)).undo).toMatchObject({ status: 'done' });
  const [held = {}] = [...(await imports.assignmentsOf(customerId)).values()] as Record<string, unknown>[];
  expect(Object.keys(held)).toHaveLength(2);
  expect(held).toMatchObject({ [E3]: [[parseDay('2026-02-10'), true]] });
  expect(held).not.toHaveProperty(M365_E5);
});

test('a newer list that is applied before the undo begins is left alone, and the import says why', async () => {
  const customerId = await freshCustomer();
  const id = await importFile(customerId, usersFile([holder('ada', E3)]));
  const newer = await handIn(customerId, usersFile([holder('bob', E3)]));
  await imports.requestUndo(id);
  const [message] = await imports.queue.take();
  await imports.run(newer);
  const stored = await storedOf(customerId);
  expect(await imports.deliver(message)).toBe(true);
  expect(await storedOf(customerId)).toEqual(stored);
  expect(await imports.progress(id)).toMatchObject({
    canUndo: false,
    undo: { status: 'failed', reason: { code: 'newer_applied', message: expect.stringContaining(newer) } },
  });
});

test('an import waits for its turn until the undo is done', { timeout: 60_000 }, async () => {
  const customerId = await freshCustomer();
  const many = Array.from({ length: 700 }, (_, at) => holder(`u${at}`, E3));
  const id = await importFile(customerId, usersFile(many));
  await imports.requestUndo(id);
  const [first] = await imports.queue.take();
  await imports.deliver(first);
  const next = await handIn(customerId, usersFile([holder('ada', E3)]));
  await imports.deliver(uploadedEvent(next));
  expect((await imports.progress(next)).status).toBe('running');
  expect((await imports.assignmentsOf(customerId)).has('ada@contoso.com')).toBe(false);
  await workThrough((message) => imports.deliver(message));
  expect((await imports.progress(id)).undo?.status).toBe('done');
  await imports.run(next);
  expect([...(await imports.assignmentsOf(customerId)).keys()]).toEqual(['ada@contoso.com']);
});

test('what an import was not, cannot be undone: running, refused, without a list, too old', async () => {
  const customerId = await freshCustomer();
  const waiting = await handIn(customerId, usersFile([holder('ada', E3)]));
  const refused = await handIn(customerId, { kind: 'graph.users', text: 'nonsense' });
  await imports.run(refused);
  const reported = await importFile(customerId, {
    kind: 'graph.teamsUserActivity',
    text: 'Report Refresh Date,User Principal Name,Last Activity Date,Is Deleted\n2026-03-01,ada@contoso.com,2026-03-01,FALSE\n',
  }).catch(() => undefined);
  const old = await importFile(customerId, usersFile([holder('ada', E3)]));
  const codeOf = async (id: string) => (await imports.requestUndo(id)).body as { code: string }; // all are refused
  expect(await codeOf(waiting)).toMatchObject({ status: 409, code: 'import_not_finished' });
  expect(await codeOf(refused)).toMatchObject({ status: 409, code: 'nothing_to_undo' });
  if (reported) expect(await codeOf(reported)).toMatchObject({ status: 409, code: 'nothing_to_undo' });
  vi.setSystemTime(START.getTime() + 15 * 86_400_000);
  expect(await codeOf(old)).toMatchObject({ status: 409, code: 'undo_expired' });
  expect((await imports.requestUndo('unknown')).status).toBe(404);
});

test('only who may import for the customer may undo', async () => {
  const customerId = await freshCustomer(['alpine']);
  const id = await importFile(customerId, { ...usersFile([holder('ada', E3)]), partner: 'alpine' });
  expect((await imports.requestUndo(id, partnerUser('northwind'))).status).toBe(404);
  const oneScope = { ...partnerUser('alpine'), scopes: 'licensing:write' };
  expect((await imports.requestUndo(id, oneScope)).status).toBe(403);
  expect((await undo(id, partnerUser('alpine'))).status).toBe(202);
  expect([...(await imports.assignmentsOf(customerId)).keys()]).toEqual([]);
});

test('activity of a report on users stays, what they hold goes back', async () => {
  const customerId = await freshCustomer();
  const report = csvOf([user('ada', { 'Exchange Last Activity Date': '2026-03-01' })]);
  const id = await importFile(customerId, { kind: 'graph.office365ActiveUserDetail', text: report });
  const { activity, lastActivity, heardFrom } = await readCoverage(imports.tables.licensing, customerId);
  await undo(id);
  expect((await imports.assignmentsOf(customerId)).size).toBe(0);
  expect((await imports.calendarsOf(customerId)).size).toBe(1);
  expect(await readCoverage(imports.tables.licensing, customerId)).toEqual({
    activity,
    lastActivity,
    heardFrom,
    identityMode: 'readable',
  });
});

test('users who went by other names are back after a list that began anew with concealed ones', async () => {
  const customerId = await freshCustomer();
  await importFile(customerId, usersFile([holder('ada', E3)]), { day: '2026-02-20' });
  const before = await storedOf(customerId);
  const concealed = graphUser('x', [assignment()], { userPrincipalName: 'F7A1B2C3D4E5F60718293A4B5C6D7E8F' });
  const id = await importFile(customerId, usersFile([concealed]), { replaceIdentityMode: true });
  expect((await readCoverage(imports.tables.licensing, customerId)).identityMode).toBe('concealed');
  await undo(id);
  expect(await storedOf(customerId)).toEqual(before);
});

test('a partner’s list is its own: what another one said since stands not in its way', async () => {
  const customerId = await freshCustomer(['alpine', 'northwind']);
  const listOf = (...ids: string[]): File => ({
    kind: 'partnerCenter.subscriptions',
    text: JSON.stringify(partnerCenterAnswer(ids.map((id) => soldSubscription(id)))),
    partner: 'alpine',
  });
  await importFile(customerId, listOf('a', 'b'), { day: '2026-02-20' });
  const before = await storedOf(customerId);
  const id = await importFile(customerId, listOf('b', 'c'));
  await undo(id);
  expect(await storedOf(customerId)).toEqual(before);

  const second = await importFile(customerId, listOf('c'));
  const line = { id: 'n', sku: E3, quantity: 1, state: 'active', isTrial: false } as const;
  const put = (seller: string) =>
    changeSubscriptions(imports.tables.licensing, customerId, (lists) =>
      replaceLists(lists, [{ seller, subscription: line }], seller, '2026-03-02'),
    );
  await put('northwind');
  expect((await imports.progress(second)).canUndo).toBe(true);
  await put('alpine');
  expect(await imports.requestUndo(second)).toMatchObject({
    status: 409,
    body: { code: 'newer_applied', detail: expect.stringContaining('a change by a request (2026-03-02)') },
  });
});

/** From the given matching call on, calls fail until the faults are cleared. */
const failFrom = (faults: Faults, calls: number, match: CallMatch): void => {
  let seen = 0;
  const watch = () =>
    faults.before(match, () => {
      seen += 1;
      if (seen >= calls) faults.inject({ ...match, times: 1_000, kind: 'error500' });
      else watch();
    });
  watch();
};

const CALLS: readonly (readonly ['tables' | 'others', CallMatch])[] = [
  ['tables', { service: 'dynamodb', operation: 'PutItem', table: 'Licensing' }],
  ['tables', { service: 'dynamodb', operation: 'PutItem', table: 'Jobs' }],
  ['tables', { service: 'dynamodb', operation: 'DeleteItem', table: 'Licensing' }],
  ['others', { service: 's3', operation: 'PutObject', bucket: 'uploads' }],
  ['others', { service: 's3', operation: 'GetObject', bucket: 'uploads' }],
  ['others', { service: 's3', operation: 'ListObjectsV2', bucket: 'uploads' }],
];
const crash = fc.option(fc.record({ call: fc.constantFrom(...CALLS), from: fc.integer({ min: 1, max: 6 }) }));
type Crash = { readonly call: (typeof CALLS)[number]; readonly from: number } | null;

/** Delivers until nothing is left, with a crash at a call, after which every message comes twice. */
const deliverThrough = async (first: readonly unknown[], broken: Crash): Promise<void> => {
  if (broken)
    failFrom(broken.call[0] === 'tables' ? imports.tables.faults : imports.faults, broken.from, broken.call[1]);
  for (let messages = first; messages.length > 0; messages = await imports.queue.take())
    for (const message of messages) {
      if (await imports.deliver(message)) continue;
      imports.tables.faults.clear();
      imports.faults.clear();
      await Promise.all([imports.deliver(message), imports.deliver(message)]);
    }
  imports.tables.faults.clear();
  imports.faults.clear();
};

const NAMES = ['ada', 'bob', 'cy', 'di'];
const userList = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...NAMES), fc.subarray([E3, M365_E5]), fc.boolean()), {
    selector: ([name]) => name,
    minLength: 1,
  })
  .map((users) =>
    usersFile(
      users.map(([name, skus, withoutTeams]) =>
        graphUser(
          name,
          skus.map((skuId) => assignment({ skuId, ...(withoutTeams ? { disabledPlans: [TEAMS_PLAN] } : {}) })),
        ),
      ),
    ),
  );
const seatList = fc
  .uniqueArray(fc.tuple(fc.constantFrom(E3, M365_E5), fc.nat(50)), { selector: ([sku]) => sku, minLength: 1 })
  .map(
    (skus): File => ({
      kind: 'graph.subscribedSkus',
      text: JSON.stringify(
        skusAnswer(skus.map(([skuId, enabled]) => subscribedSku({ skuId, prepaidUnits: { enabled } }))),
      ),
    }),
  );
const subscriptionIds = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 });
const sellerList = subscriptionIds.map(
  (ids): File => ({
    kind: 'partnerCenter.subscriptions',
    text: JSON.stringify(partnerCenterAnswer(ids.map((id) => soldSubscription(id)))),
    partner: 'alpine',
  }),
);
const directoryList = fc.tuple(subscriptionIds, fc.boolean()).map(([ids, sold]): File => {
  const more = sold ? { ownerTenantId: ALPINES_TENANT } : {};
  return {
    kind: 'graph.directorySubscriptions',
    text: JSON.stringify(directoryAnswer(ids.map((id) => companySubscription(id, more)))),
  };
});
const anyList = fc.oneof(userList, seatList, sellerList, directoryList);

test('whatever was stored and whatever list replaced it, an undo leaves all as it was, wherever either crashed', {
  timeout: 300_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyList, { maxLength: 3 }),
      anyList,
      crash,
      crash,
      async (stored, list, inImport, inUndo) => {
        const customerId = await freshCustomer(['alpine']);
        for (const file of stored) await importFile(customerId, file, { day: '2026-02-20' });
        const before = await storedOf(customerId);
        const id = await handIn(customerId, list);
        await deliverThrough([uploadedEvent(id)], inImport);
        expect(await imports.progress(id)).toMatchObject({ status: 'complete', canUndo: true });
        await imports.requestUndo(id);
        await deliverThrough(await imports.queue.take(), inUndo);
        expect((await imports.progress(id)).undo).toMatchObject({ status: 'done' });
        expect(await storedOf(customerId)).toEqual(before);
      },
    ),
    { numRuns: 40 },
  );
});

test('many users are put back in many steps, each of them delivered twice at once', { timeout: 120_000 }, async () => {
  const customerId = await freshCustomer();
  const everyone = Array.from({ length: 1_200 }, (_, at) => holder(`u${at}`, ...(at % 2 === 0 ? [E3] : [])));
  await importFile(customerId, usersFile(everyone), { day: '2026-02-20' });
  const before = await storedOf(customerId);
  const others = Array.from({ length: 1_200 }, (_, at) => holder(`u${at}`, at % 3 === 0 ? E3 : M365_E5));
  const id = await handIn(customerId, usersFile(others));
  await imports.runTwice(id);
  await imports.requestUndo(id);
  const steps = await workThrough((message) => Promise.all([imports.deliver(message), imports.deliver(message)]));
  expect(steps).toBeGreaterThanOrEqual(2);
  expect((await imports.progress(id)).undo).toMatchObject({ status: 'done' });
  expect(await storedOf(customerId)).toEqual(before);
});

test('says so when nobody will deliver it any more, and goes on when it is asked again', async () => {
  const customerId = await freshCustomer();
  const before = await storedOf(customerId);
  const id = await importFile(customerId, usersFile([holder('ada', E3)]));
  await imports.requestUndo(id);
  const [message] = await imports.queue.take();
  imports.tables.faults.inject({
    service: 'dynamodb',
    operation: 'DeleteItem',
    table: 'Licensing',
    times: 1_000,
    kind: 'error500',
  });
  expect(await imports.deliver(message)).toBe(false);
  expect(await imports.giveUp(message)).toBe(true);
  imports.tables.faults.clear();
  expect(await imports.progress(id)).toMatchObject({
    canUndo: true,
    undo: { status: 'failed', reason: { code: 'internal_error' } },
  });
  expect((await undo(id)).status).toBe(202);
  expect((await imports.progress(id)).undo).toMatchObject({ status: 'done' });
  expect(await storedOf(customerId)).toEqual(before);
});
