import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCoverage } from '../../../lib/licensing/coverage-table.ts';
import { formatDay } from '../../../lib/time/day.ts';
import { storeCustomer } from '../../fixtures/customers.ts';
import { assignment, graphUser, usersAnswer } from '../../fixtures/imports/users.ts';
import { type Imports, startImports } from './imports-under-test.ts';

let imports: Imports;
beforeAll(async () => {
  imports = await startImports(60);
});
afterAll(() => imports.stop());

const FILES = join(import.meta.dirname, '..', '..', 'fixtures', 'imports', 'seats');
const fileOf = (name: string) => readFileSync(join(FILES, name), 'utf8');
const freshCustomer = async (customerId: string): Promise<string> => {
  await storeCustomer(imports.tables.licensing, customerId);
  return customerId;
};
const handIn = (customerId: string, file: string, more: object) =>
  imports.hand({ kind: 'seats', customerId, ...more }, file);
const take = async (customerId: string, file: string, more: object) =>
  imports.run(await handIn(customerId, file, more));
const coverageOf = (customerId: string) => readCoverage(imports.tables.licensing, customerId);

/** Who holds what since when, as far as anything is held. */
const heldAt = async (customerId: string) =>
  Object.fromEntries(
    [...(await imports.assignmentsOf(customerId))].map(([userId, holdings]) => [
      userId,
      Object.fromEntries(
        Object.entries(holdings as Record<string, [number, boolean][]>).map(([sku, history]) => [
          sku,
          history.map(([on, held]) => `${held ? '+' : '-'}${formatDay(on)}`).join(' '),
        ]),
      ),
    ]),
  );

/** On which days who used what. */
const activeAt = async (customerId: string) =>
  Object.fromEntries(
    [...(await imports.calendarsOf(customerId))].map(([userId, calendar]) => {
      const { lastDay, words } = calendar as { lastDay: number; words: Record<string, number> };
      const days = Object.entries(words).flatMap(([workload, word]) =>
        Array.from({ length: 32 }, (_, ago) => ago)
          .filter((ago) => Math.floor(word / 2 ** ago) % 2 === 1)
          .map((ago) => `${workload} ${formatDay(lastDay - ago)}`),
      );
      return [userId, days.sort()];
    }),
  );

test('GitHub Copilot: seats by plan since they were made, and who was active last', async () => {
  const customerId = await freshCustomer('github');
  expect(await take(customerId, fileOf('github-copilot-seats.json'), { preset: 'github-copilot-seats' })).toMatchObject(
    {
      status: 'complete',
      rows: 4,
      counts: { users: 3, assignments: 3 },
      errors: [],
      warnings: [{ code: 'duplicate_user', count: 1 }],
    },
  );
  expect(await heldAt(customerId)).toEqual({
    'ada-l': { 'github-copilot-business': '+2026-01-05' },
    bob: { 'github-copilot-business': '+2026-02-20' },
    cem: { 'github-copilot-enterprise': '+2025-11-01' },
  });
  expect(await activeAt(customerId)).toEqual({ 'ada-l': ['githubcopilot 2026-02-28'] }); // 21:30 in the west is UTC's next day
  expect(await coverageOf(customerId)).toMatchObject({
    activity: { githubcopilot: '2026-03-02' },
    lastActivity: { githubcopilot: ['2026-03-02'] },
    productLists: {
      'github-copilot-business': { firstDay: '2026-03-02', day: '2026-03-02' },
      'github-copilot-enterprise': { firstDay: '2026-03-02', day: '2026-03-02' },
    },
    identityMode: 'readable',
  });

  // Days of use are true ones, and end no seat.
  const days = fileOf('github-copilot-user-days.ndjson');
  expect(await take(customerId, days, { preset: 'github-copilot-user-days' })).toMatchObject({
    status: 'complete',
    rows: 3,
    counts: { users: 2 },
  });
  expect(await activeAt(customerId)).toEqual({
    'ada-l': ['githubcopilot 2026-02-26', 'githubcopilot 2026-02-28'],
    bob: ['githubcopilot 2026-02-28'],
  });
  expect(Object.keys(await heldAt(customerId))).toEqual(['ada-l', 'bob', 'cem']);
});

test('GitHub Copilot: a first page of the seats is refused, all pages in one list are taken', async () => {
  const customerId = await freshCustomer('pages');
  const { seats } = JSON.parse(fileOf('github-copilot-seats.json')) as { seats: unknown[] };
  const page = (some: unknown[]) => ({ total_seats: 3, seats: some });
  const preset = 'github-copilot-seats';
  expect(await take(customerId, JSON.stringify(page(seats.slice(0, 2))), { preset })).toMatchObject({
    status: 'failed',
    errors: [{ code: 'incomplete' }],
  });
  expect(await heldAt(customerId)).toEqual({});
  const pages = JSON.stringify([page(seats.slice(0, 2)), page(seats.slice(2))]);
  expect(await take(customerId, pages, { preset })).toMatchObject({ status: 'complete', rows: 4 });
});

test('ChatGPT: through the end of its period, with the first and last days of use', async () => {
  const customerId = await freshCustomer('chatgpt');
  expect(await take(customerId, fileOf('chatgpt-users.csv'), { preset: 'chatgpt-users' })).toMatchObject({
    status: 'complete',
    rows: 4,
    counts: { users: 4, assignments: 3 },
    errors: [],
    warnings: [],
  });
  expect(await heldAt(customerId)).toEqual({
    'ada@contoso.com': { 'chatgpt-enterprise': '+2025-06-01' },
    'bob@contoso.com': { 'chatgpt-enterprise': '+2026-02-10' },
    'cem@contoso.com': { 'chatgpt-enterprise': '+2026-02-20' },
  });
  expect(await activeAt(customerId)).toEqual({
    'ada@contoso.com': ['chatgpt 2026-02-23', 'chatgpt 2026-02-27'],
    'bob@contoso.com': ['chatgpt 2026-02-12'],
  });
  expect((await coverageOf(customerId)).activity).toEqual({ chatgpt: '2026-02-28' });
});

test('Claude: members tell seats, and the analytics of a day who was active on it', async () => {
  const customerId = await freshCustomer('claude');
  expect(
    await take(customerId, fileOf('claude-members.csv'), { preset: 'claude-members', day: '2026-02-27' }),
  ).toMatchObject({ status: 'complete', counts: { users: 4, assignments: 2 }, warnings: [] });
  const days = fileOf('claude-user-days.json');
  expect(await take(customerId, days, { preset: 'claude-user-days' })).toMatchObject({
    status: 'failed',
    errors: [{ code: 'day_needed' }],
  });
  expect(await take(customerId, days, { preset: 'claude-user-days', day: '2026-02-26' })).toMatchObject({
    status: 'complete',
    counts: { users: 2 },
  });
  expect(await heldAt(customerId)).toEqual({
    'ada@contoso.com': { 'claude-enterprise': '+2026-02-27' },
    'bob@contoso.com': { 'claude-enterprise': '+2026-02-27' },
  });
  expect(await activeAt(customerId)).toEqual({ 'ada@contoso.com': ['claude 2026-02-26'] });
  const { activity, heardFrom, lastActivity } = await coverageOf(customerId);
  expect({ activity, heardFrom, lastActivity }).toEqual({
    activity: { claude: '2026-02-26' },
    heardFrom: { claude: '2026-02-26' },
    lastActivity: undefined,
  });
  const more = days.replace('"next_page":null', '"next_page":"abc"');
  expect(await take(customerId, more, { preset: 'claude-user-days', day: '2026-02-26' })).toMatchObject({
    errors: [{ code: 'incomplete' }],
  });
});

test('Slack and Cursor: true days; billable members hold a seat', async () => {
  const customerId = await freshCustomer('slack');
  expect(await take(customerId, fileOf('slack-member-days.ndjson'), { preset: 'slack-member-days' })).toMatchObject({
    status: 'complete',
    counts: { users: 3, assignments: 2 },
  });
  expect(await take(customerId, fileOf('cursor-days.json'), { preset: 'cursor-days' })).toMatchObject({
    status: 'complete',
    rows: 3,
  });
  expect(await heldAt(customerId)).toEqual({
    'ada@contoso.com': { 'slack-enterprise': '+2025-01-01' },
    'bob@contoso.com': { 'slack-enterprise': '+2025-01-01' },
  });
  expect(await activeAt(customerId)).toEqual({
    'ada@contoso.com': ['cursor 2026-02-27', 'slack 2026-02-27'],
    'bob@contoso.com': ['cursor 2026-02-28'],
    'gus@contoso.com': ['slack 2026-02-27'],
  });
  expect(await coverageOf(customerId)).toMatchObject({
    activity: { slack: '2026-02-27', cursor: '2026-02-28' },
    heardFrom: { slack: '2026-02-27', cursor: '2026-02-27' },
  });
});

test('a file of any product is shown before it is taken, and names what the catalogue does not know', async () => {
  const customerId = await freshCustomer('generic');
  const id = await handIn(customerId, fileOf('generic.csv'), { preset: 'generic', preview: true });
  const shown = await imports.run(id);
  expect(shown).toMatchObject({
    status: 'previewed',
    canUndo: false,
    rows: 4,
    errors: [],
    warnings: [{ code: 'unknown_product', count: 1 }],
    seatsNotCounted: [{ name: 'Notion Plus', reason: 'unknown', sold: null, assigned: 1 }],
  });
  expect(shown.previewed).toEqual({
    day: '2026-03-02',
    products: ['chatgpt-enterprise', 'claude-team'],
    rows: [
      {
        line: 2,
        userId: 'ada@contoso.com',
        sku: 'chatgpt-enterprise',
        holds: true,
        assignedOn: '2026-01-02',
        activeOn: [{ workload: 'chatgpt', day: '2026-02-28' }],
      },
      {
        line: 3,
        userId: 'bob@contoso.com',
        sku: 'claude-team',
        holds: true,
        activeOn: [{ workload: 'claude', day: '2026-02-27' }],
      },
      { line: 4, userId: 'bob@contoso.com', sku: 'chatgpt-enterprise', holds: false, activeOn: [] },
    ],
    users: { named: 3, new: 3 },
    holdings: { stored: 0, started: 2, ended: 0 },
    activeDays: { told: 2, gained: 2 },
  });
  expect([await heldAt(customerId), await activeAt(customerId)]).toEqual([{}, {}]);
  expect((await coverageOf(customerId)).productLists).toBeUndefined();

  const taken = await imports.take(id);
  expect(taken.status).toBe(202);
  expect((await imports.take(id)).body).toEqual(taken.body);
  const { id: takenId } = taken.body as { id: string };
  expect(await imports.run(takenId)).toMatchObject({ status: 'complete', counts: { assignments: 2 } });
  expect(await heldAt(customerId)).toEqual({
    'ada@contoso.com': { 'chatgpt-enterprise': '+2026-01-02' },
    'bob@contoso.com': { 'claude-team': '+2026-03-02' },
  });
  const again = await imports.run(
    await handIn(customerId, fileOf('generic.csv'), { preset: 'generic', preview: true }),
  );
  expect(again.previewed).toMatchObject({
    users: { named: 3, new: 1 }, // of the one with the unknown product nothing was stored
    holdings: { stored: 2, started: 0, ended: 0 },
    activeDays: { told: 2, gained: 0 },
  });
});

test('columns are mapped by the request: words, constants, and beside a preset', async () => {
  const customerId = await freshCustomer('mapped');
  const csv =
    'Mail,Licence,Last seen,On?\nada@contoso.com,Big,2026-02-28,Y\nbob@contoso.com,Big,,N\ncem@contoso.com,Big,,?\n';
  const columns = {
    user: 'mail',
    product: { column: 'Licence', values: { BIG: 'claude-team' } },
    lastActiveOn: 'Last Seen',
    state: { column: 'On?', values: { y: 'active', n: 'inactive' } },
  };
  expect(await take(customerId, csv, { columns })).toMatchObject({
    status: 'complete',
    errors: [{ line: 4, code: 'bad_state' }],
    counts: { assignments: 1 },
  });
  expect(await heldAt(customerId)).toEqual({ 'ada@contoso.com': { 'claude-team': '+2026-03-02' } });
  const edu = { preset: 'chatgpt-users', columns: { product: { const: 'chatgpt-edu' } } };
  await take(customerId, fileOf('chatgpt-users.csv'), edu);
  expect((await heldAt(customerId))['cem@contoso.com']).toEqual({ 'chatgpt-edu': '+2026-02-20' });

  const asks = async (body: object) =>
    (await imports.request({ kind: 'seats', customerId, ...body })).body as { error?: { code: string } };
  expect(JSON.stringify(await asks({}))).toContain('mapping_needed');
  expect(JSON.stringify(await asks({ preset: 'no-such' }))).toContain('unknown_preset');
  expect(JSON.stringify(await asks({ kind: 'graph.users', preview: true }))).toContain('columns_not_mapped');
  expect(await take(customerId, 'a,b\n1,2\n', { columns })).toMatchObject({ errors: [{ code: 'wrong_file' }] });
  expect(JSON.stringify((await imports.take(await handIn(customerId, csv, { columns }))).body)).toContain(
    'import_not_finished',
  );
});

test('a list decides its own products alone, in either direction, and can be undone', async () => {
  const customerId = await freshCustomer('beside');
  const directory = async (day: string, ...users: string[]) => {
    const answer = usersAnswer(users.map((user) => graphUser(user, [assignment()])));
    return imports.run(await imports.hand({ kind: 'graph.users', customerId, day }, JSON.stringify(answer)));
  };
  await directory('2026-03-01', 'ada', 'bob');
  const before = await heldAt(customerId);
  const rows = (...users: string[]) =>
    ['user,product', ...users.map((one) => `${one}@contoso.com,claude-team`), ''].join('\n');
  await take(customerId, rows('ada', 'bob'), { preset: 'generic', day: '2026-02-20' });
  const [sku = ''] = Object.keys(before['ada@contoso.com'] ?? {});
  expect((await heldAt(customerId))['ada@contoso.com']).toEqual({
    ...before['ada@contoso.com'],
    'claude-team': '+2026-02-20',
  });

  // A newer list of the directory, which knows nothing of Claude, ends none of its seats.
  await directory('2026-03-02', 'bob');
  expect(await heldAt(customerId)).toEqual({
    'ada@contoso.com': { [sku]: `${before['ada@contoso.com']?.[sku]} -2026-03-02`, 'claude-team': '+2026-02-20' },
    'bob@contoso.com': { ...before['bob@contoso.com'], 'claude-team': '+2026-02-20' },
  });

  const id = await handIn(customerId, rows('bob', 'cem'), { preset: 'generic', day: '2026-02-25' });
  expect(await imports.run(id)).toMatchObject({
    status: 'complete',
    canUndo: true,
    putsBack: { holders: 2, holdings: 2 },
  });
  expect((await heldAt(customerId))['ada@contoso.com']?.['claude-team']).toBe('+2026-02-20 -2026-02-25');
  expect(await take(customerId, rows('ada'), { preset: 'generic', day: '2026-02-24' })).toMatchObject({
    errors: [{ code: 'older_than_stored' }],
  });
  expect((await imports.requestUndo(id)).status).toBe(202);
  for (let messages = await imports.queue.take(); messages.length > 0; messages = await imports.queue.take())
    for (const message of messages) await imports.deliver(message);
  expect(await imports.progress(id)).toMatchObject({ undo: { status: 'done' } });
  expect(await heldAt(customerId)).toEqual({
    'ada@contoso.com': { [sku]: `${before['ada@contoso.com']?.[sku]} -2026-03-02`, 'claude-team': '+2026-02-20' },
    'bob@contoso.com': { ...before['bob@contoso.com'], 'claude-team': '+2026-02-20' },
  });
  expect((await coverageOf(customerId)).productLists).toMatchObject({ 'claude-team': { day: '2026-02-20' } });
});

test('a list that would end most of its seats, or is of another tenant, is refused', async () => {
  const customerId = await freshCustomer('guards');
  const rows = (users: readonly string[]) =>
    ['user,product', ...users.map((one) => `${one},claude-team`), ''].join('\n');
  const all = Array.from({ length: 12 }, (_, at) => `u${at}@contoso.com`);
  await take(customerId, rows(all), { preset: 'generic', day: '2026-02-20' });
  const half = { preset: 'generic', preview: true, day: '2026-03-01' };
  const id = await handIn(customerId, rows(all.slice(0, 6)), half);
  expect(await imports.run(id)).toMatchObject({
    status: 'failed',
    errors: [{ code: 'shrinks_too_much' }],
    counts: { storedHolders: 12, namedHolders: 6, storedHoldings: 12, keptHoldings: 6 },
  });
  const { id: takenId } = (await imports.take(id, { allowShrink: true })).body as { id: string };
  expect(await imports.run(takenId)).toMatchObject({ status: 'complete', counts: { assignments: 6 } });
  expect(await take(customerId, rows(['x@fabrikam.com']), { preset: 'generic' })).toMatchObject({
    errors: [{ code: 'other_tenant' }],
  });
});
