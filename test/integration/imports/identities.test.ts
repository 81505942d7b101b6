import { afterAll, beforeAll, expect, test } from 'vitest';
import { listEntries } from '../../../lib/audit/list-entries.ts';
import { changeCustomer } from '../../../lib/customers/customer-table.ts';
import { readIdentities } from '../../../lib/licensing/identities/identities-table.ts';
import { partnerUser } from '../../fixtures/api-event.ts';
import { type Imports, startImports } from './imports-under-test.ts';

/** Every step stops as soon as it may. */
const NO_TIME = 1e-9;

let imports: Imports;
beforeAll(async () => {
  imports = await startImports(NO_TIME);
});
afterAll(() => imports.stop());

const newCustomer = async (customerId: string): Promise<string> => {
  await changeCustomer(imports.tables.licensing, customerId, () => ({
    customerId,
    name: customerId,
    partners: { acme: { since: '2020-01-01' } },
  }));
  return customerId;
};
const csv = (...lines: string[]) => `${lines.join('\n')}\n`;
const run = async (customerId: string, file: string, more: object = {}) =>
  imports.run(await imports.hand({ kind: 'identities', customerId, ...more }, file, partnerUser('acme')));
const mapOf = async (customerId: string) =>
  Object.fromEntries(await readIdentities(imports.tables.licensing, customerId));

test('a file adds to what is mapped, moves what it names, and ends nothing', async () => {
  const id = await newCustomer('adds');
  expect(await run(id, csv('Alias;User ID', ' OctoCat;Ada@Contoso.com', 'U1;ada@contoso.com'))).toMatchObject({
    status: 'complete',
    rows: 2,
    counts: { identities: 2 },
    errorCount: 0,
    warnings: [],
    canUndo: false,
  });
  expect(await mapOf(id)).toEqual({ octocat: 'ada@contoso.com', u1: 'ada@contoso.com' });
  const second = csv('user_id,alias,note', 'bo@contoso.com,u1,moved', 'bo@contoso.com,u2,');
  expect(await run(id, second, { day: '2026-03-01' })).toMatchObject({
    status: 'complete',
    warnings: [{ code: 'day_not_used' }],
  });
  const all = { octocat: 'ada@contoso.com', u1: 'bo@contoso.com', u2: 'bo@contoso.com' };
  expect(await mapOf(id)).toEqual(all);
  expect(await run(id, second)).toMatchObject({ status: 'complete' });
  expect(await mapOf(id)).toEqual(all);
  const { entries } = await listEntries(
    imports.tables.jobs,
    { target: id },
    { limit: 10, now: new Date('2026-03-03T00:00:00Z') },
  );
  expect(
    new Set(entries.map(({ action, portfolio, outcome, after }) => `${action} ${portfolio} ${outcome} ${after}`)),
  ).toEqual(
    new Set(['identities.put acme done {"identities":2}', 'identities.put acme done {"identities":3,"moved":1}']),
  );
  expect(entries).toHaveLength(2);
  expect(new Set(entries.map(({ subject }) => subject))).toEqual(new Set([partnerUser('acme').subject]));
});

test('a long list is stored over several steps', async () => {
  const id = await newCustomer('long');
  const rows = Array.from({ length: 701 }, (_, at) => `alias-${at},user-${at % 350}`);
  expect(await run(id, csv('alias,user_id', ...rows))).toMatchObject({
    status: 'complete',
    counts: { identities: 701 },
  });
  expect(Object.keys(await mapOf(id))).toHaveLength(701);
});

test('a list is taken whole or not at all, with an error for each line', async () => {
  const id = await newCustomer('whole');
  await run(id, csv('alias,user_id', 'octocat,ada'));
  const answer = await run(
    id,
    csv('alias,user_id', 'good,bo', 'cy,cy', ',bo', 'x,octocat', 'ada,bo', 'y,di', 'y,ed', '"a\u0001b",bo'),
  );
  expect(answer).toMatchObject({ status: 'failed', rows: 8 });
  expect(answer.errors.map(({ line, code }) => [line, code])).toEqual([
    [null, 'bad_rows'],
    [4, 'empty_column'],
    [9, 'bad_user'],
    [3, 'same_id'],
    [5, 'user_is_alias'],
    [6, 'alias_is_user'],
    [8, 'contradiction'],
  ]);
  expect(await mapOf(id)).toEqual({ octocat: 'ada' });
});
