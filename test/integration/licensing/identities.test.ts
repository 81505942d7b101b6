import { afterAll, beforeAll, expect, test } from 'vitest';
import { storeActivity } from '../../../lib/activity/activity-table.ts';
import { listEntries } from '../../../lib/audit/list-entries.ts';
import { recalculate } from '../../../lib/insights/run/recalculation.ts';
import { storeSnapshot } from '../../../lib/insights/run/snapshot-table.ts';
import { storeAssignments } from '../../../lib/licensing/assignments-table.ts';
import { advanceCoverage } from '../../../lib/licensing/coverage-table.ts';
import { storeIdentities } from '../../../lib/licensing/identities/identities-table.ts';
import { OWN_NAMES } from '../../../lib/values/user-names.ts';
import { A, daysBefore } from '../../fixtures/adoption.ts';
import { operator, partnerUser } from '../../fixtures/api-event.ts';
import { smallCatalogue } from '../../fixtures/catalogue.ts';
import { type Manage, startManaging } from './manage.ts';

let manage: Manage;
beforeAll(async () => {
  manage = await startManaging();
  await manage.createPartners('northwind', 'alpine');
});
afterAll(() => manage.stop());

const northwind = partnerUser('northwind');
const alpine = partnerUser('alpine');
const ADA = 'ada@contoso.com';

const newCustomer = async (id: string): Promise<string> => {
  await manage.putCustomer(id, ['northwind']);
  return id;
};
const entry = (alias: string, userId = ADA) => ({ alias, userId });
const post = (id: string, identities: unknown, caller = northwind) =>
  manage.call('POST /v1/customers/{id}/identities', { path: { id }, body: { identities }, caller });
const list = async (id: string, query: Record<string, string> = {}, caller = northwind) =>
  manage.call('GET /v1/customers/{id}/identities', { path: { id }, query, caller });
const remove = (id: string, alias: string, caller = northwind) =>
  manage.call('DELETE /v1/customers/{id}/identities/{alias}', { path: { id, alias }, caller });
const identitiesOf = async (id: string) => ((await list(id)).body as { identities: unknown[] }).identities;
const problem = (status: number, code: string) => ({ status, body: expect.objectContaining({ status, code }) });

test('ids are read as user ids are, added to what is mapped, moved, listed page by page and removed', async () => {
  const id = await newCustomer('kept');
  expect(await list(id)).toMatchObject({ status: 200, body: { identities: [] } });
  const first = [entry(' OctoCat ', 'Ada@Contoso.com'), entry('jose\u0301', 'bo')];
  expect(await post(id, first)).toMatchObject({ status: 200, body: { identities: 2 } });
  expect(await post(id, first)).toMatchObject({ status: 200, body: { identities: 2 } });
  expect(await post(id, [entry('U1'), entry('jose\u0301')])).toMatchObject({ status: 200, body: { identities: 3 } });
  const all = [entry('jos\u00e9'), entry('octocat'), entry('u1')];
  expect(await identitiesOf(id)).toEqual(all);
  const paged = [];
  for (let cursor: string | undefined, pages = 0; pages === 0 || cursor !== undefined; pages += 1) {
    const { body } = await list(id, { limit: '2', ...(cursor === undefined ? {} : { cursor }) });
    const page = body as { identities: unknown[]; cursor?: string }; // the 200 of this operation
    paged.push(...page.identities);
    ({ cursor } = page);
  }
  expect(paged).toEqual(all);
  expect(await list(id, { limit: '101' })).toMatchObject({ status: 400 });
  expect(await remove(id, 'OCTOCAT')).toEqual(expect.objectContaining({ status: 204 }));
  expect(await remove(id, 'octocat')).toMatchObject(problem(404, 'unknown_identity'));
  expect(await identitiesOf(id)).toEqual([entry('jos\u00e9'), entry('u1')]);
});

test('one bad entry, and nothing is stored; all bad ones of a kind are named', async () => {
  const id = await newCustomer('refused');
  await post(id, [entry('octocat')]);
  const refused = async (identities: unknown[], code: string, ...pointers: string[]) => {
    const answer = await post(id, [entry('good', 'zoe'), ...identities]);
    expect(answer).toMatchObject(problem(400, code));
    const { errors = [] } = answer.body as { errors?: { pointer: string }[] }; // a problem
    expect(errors.map(({ pointer }) => pointer)).toEqual(pointers);
  };
  await refused([entry(ADA.toUpperCase())], 'same_id', '/identities/1/alias');
  await refused([entry(ADA, 'bo')], 'alias_is_user', '/identities/1/alias');
  await refused([entry('x', 'octocat')], 'user_is_alias', '/identities/1/userId');
  await refused(
    [entry('x', 'bo'), entry('x', 'cy'), entry('x', 'di')],
    'contradiction',
    '/identities/2/userId',
    '/identities/3/userId',
  );
  await refused([entry('0123456789abcdef0123456789abcdef')], 'other_identity_mode', '/identities/1/alias');
  const many = Array.from({ length: 50 }, (_, at) => entry(`alias-${at}`));
  await refused(many, 'too_many_of_one_user', ...many.map((_, at) => `/identities/${at + 1}/userId`));
  for (const identities of [[entry('')], [entry('a\u200bb')], [{ alias: 'a' }], 'none'])
    expect(await post(id, identities)).toMatchObject({ status: 400 });
  expect(
    await post(
      id,
      Array.from({ length: 1001 }, (_, at) => entry(`a${at}`, `u${at}`)),
    ),
  ).toMatchObject({
    status: 400,
  });
  expect(await identitiesOf(id)).toEqual([entry('octocat')]);
});

test('whoever does not see the customer or lacks the scope neither reads nor changes them', async () => {
  const id = await newCustomer('hidden');
  for (const answer of [
    await post(id, [entry('a')], alpine),
    await list(id, {}, alpine),
    await remove(id, 'a', alpine),
  ])
    expect(answer).toMatchObject(problem(404, 'unknown_customer'));
  const reader = { ...northwind, scopes: 'insights:read' };
  for (const answer of [
    await post(id, [entry('a')], reader),
    await list(id, {}, reader),
    await remove(id, 'a', reader),
  ])
    expect(answer).toMatchObject(problem(403, 'missing_scope'));
});

test('each change is recorded with how many ids it is about, and with none of them', async () => {
  const id = await newCustomer('recorded');
  await post(id, [entry('octocat'), entry('u1', 'bo')]);
  await post(id, [entry('octocat')]); // changes nothing
  await post(id, [entry('u1'), entry('u2')]);
  await remove(id, 'u2');
  await remove(id, 'u3');
  const { entries } = await listEntries(
    manage.tables.jobs,
    { target: id },
    { limit: 10, now: new Date('2026-03-03T00:00:00Z') },
  );
  const told = entries.map(({ action, before, after, outcome }) => ({ action, before, after, outcome }));
  expect(told.filter(({ action }) => action.startsWith('identities'))).toHaveLength(3);
  expect(told).toEqual(
    expect.arrayContaining([
      { action: 'identities.put', before: '{"identities":0}', after: '{"identities":2}', outcome: 'done' },
      { action: 'identities.put', before: '{"identities":2}', after: '{"identities":3,"moved":1}', outcome: 'done' },
      { action: 'identities.delete', before: '{"identities":1}', after: undefined, outcome: 'done' },
    ]),
  );
  expect(JSON.stringify(entries)).not.toMatch(/octocat|u1|contoso/u);
});

/** Snapshots of people who hold E1 and mail, by the ids that two vendors know them by. */
const countedTwoVendors = async (customerId: string) => {
  const { activity, insights, licensing } = manage.tables;
  const definitions = {
    catalogue: {
      ...smallCatalogue,
      groups: new Map([['tools', { id: 'tools', name: 'Tools', products: ['e1', 'mail'] }]]),
    },
    limits: { activity: 7, subscriptions: 30, seatTotals: 30, assignments: 30, supportCases: 30 },
    reportingLagDays: 1,
  };
  const stores = { activity, licensing, insights };
  const step = { now: () => new Date('2026-03-10T12:00:00Z'), timeIsUp: () => false, consistent: true };
  const made = await recalculate(stores, customerId, A, definitions, step);
  if (!('snapshot' in made)) throw new Error('There was time for all of it');
  const { snapshot } = made;
  return { ...snapshot, row: snapshot.groups?.[0] };
};

test('two people become one with the next recalculation, and two again; the days between are not compared', async () => {
  const id = await newCustomer('two-vendors');
  const { activity, insights, licensing } = manage.tables;
  const held = { e1: 'octocat', mail: ADA };
  for (const [sku, userId] of Object.entries(held))
    await storeAssignments(licensing, id, [{ userId: OWN_NAMES.of(userId) }], () => ({
      holdings: { [sku]: [[A - 40, true]] },
    }));
  await storeActivity(
    activity,
    ['octocat', ADA].map((userId) => ({
      customerId: id,
      userId: OWN_NAMES.of(userId),
      days: [{ workload: 'exchange', day: A - 1 }],
    })),
  );
  await advanceCoverage(licensing, id, {
    activity: { exchange: daysBefore(0) },
    assignments: { from: daysBefore(40), through: daysBefore(0) },
  });
  const before = await countedTwoVendors(id);
  expect(before).toMatchObject({ assignedPeople: 2, people: { people: 2 }, row: { holders: 2, unmatched: 1 } });
  expect(before.identities).toBeUndefined();
  // Heard of as of that day, as it would be.
  const workloads = before.workloads.map((row) => ({ ...row, heardDays: row.heardDays && 28 }));
  const sources = { ...before.sources, activity: { exchange: daysBefore(28) } };
  await storeSnapshot(insights, { ...before, workloads, sources, asOf: daysBefore(28) }, { replace: true });
  expect((await countedTwoVendors(id)).workloads.flatMap(({ earlier }) => earlier?.active ?? [])).toEqual([2]);

  await post(id, [entry('octocat')], operator);
  const after = await countedTwoVendors(id);
  expect(after).toMatchObject({
    identities: 1,
    assignedPeople: 1,
    people: { people: 1 },
    row: { holders: 1, unmatched: 0, several: { none: 0, one: 1, more: 0 } },
  });
  expect(after.workloads.every(({ earlier }) => earlier === null)).toBe(true);

  await remove(id, 'octocat', operator);
  expect(await countedTwoVendors(id)).toMatchObject({ assignedPeople: 2, row: { holders: 2, unmatched: 1 } });
});

test('what two requests at once made a chain is one person all the same', async () => {
  const id = await newCustomer('raced');
  const named = [
    ['a', 'b'],
    ['b', 'c'],
  ].map(([alias = '', userId = '']) => ({ alias: OWN_NAMES.of(alias), userId: OWN_NAMES.of(userId) }));
  expect(await storeIdentities(manage.tables.licensing, id, named)).toEqual(new Set());
  const users = ['a', 'b', 'c'].map((userId) => ({ userId: OWN_NAMES.of(userId) }));
  await storeAssignments(manage.tables.licensing, id, users, () => ({ holdings: { e1: [[A - 40, true]] } }));
  await advanceCoverage(manage.tables.licensing, id, {
    assignments: { from: daysBefore(40), through: daysBefore(0) },
  });
  expect((await countedTwoVendors(id)).assignedPeople).toBe(1);
});
