import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Caller } from '../../../lib/access/caller.ts';
import { countUse } from '../../../lib/jobs/limit-use-table.ts';
import { countAgainstLimit } from '../../../lib/settings/count-against-limit.ts';
import { replaceSettings } from '../../../lib/settings/settings-table.ts';
import { startTables, type TestTables } from '../../fixtures/tables.ts';

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.stop());
beforeEach(() => tables.faults.clear());

const NOW = new Date('2026-03-10T09:40:00Z');
const IN_AN_HOUR = new Date('2026-03-10T10:00:00Z');

const mails = (portfolio: string, amount: number, now = NOW) =>
  countUse(tables.jobs, portfolio, { limit: 'exportsPerHour', most: 5, amount }, now);

test('counts up to the limit and not beyond, until the next period', async () => {
  expect(await mails('a', 3)).toBeUndefined();
  expect(await mails('a', 3)).toBe(3);
  expect(await mails('a', 2)).toBeUndefined();
  expect(await mails('a', 1)).toBe(5);
  expect(await mails('b', 5)).toBeUndefined();
  expect(await mails('a', 1, IN_AN_HOUR)).toBeUndefined();
});

test('what is more than the limit allows at all is refused also when nothing was counted', async () => {
  expect(await mails('greedy', 6)).toBe(0);
  expect(await mails('greedy', 5)).toBeUndefined();
  expect(await mails('greedy', 6)).toBe(5);
});

test('of many at once as many are counted as there is room for', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => mails('busy', 1)));
  expect(answers.filter((used) => used === undefined)).toHaveLength(5);
  expect(answers.filter((used) => used === 5)).toHaveLength(15);
});

test('a call whose answer was lost counts once', async () => {
  tables.faults.inject({ service: 'dynamodb', operation: 'UpdateItem', times: 1, kind: 'lost-answer' });
  expect(await mails('unlucky', 4)).toBeUndefined();
  expect(await mails('unlucky', 1)).toBeUndefined();
  expect(await mails('unlucky', 1)).toBe(5);
});

test('holds a partner to what the operator has set, and no operator', async () => {
  await replaceSettings(tables.licensing, { limitsPerPartner: { importsPerDay: 1 } });
  const partner: Caller = { subject: 's', scopes: new Set(), operator: false, portfolio: 'acme' };
  const ask = (caller: Caller) => countAgainstLimit(tables, caller, { limit: 'importsPerDay' }, NOW);
  await ask(partner);
  await expect(ask(partner)).rejects.toMatchObject({
    status: 429,
    code: 'limit_reached',
    headers: { 'retry-after': String((14 * 60 + 20) * 60) },
  });
  await ask({ ...partner, operator: true });
  await ask({ ...partner, portfolio: 'other' });
});
