import { afterAll, beforeAll, expect, test } from 'vitest';
import { readLastSignOut, recordSignOut } from '../../../lib/access/sign-out-table.ts';
import { startTables, type TestTables } from '../../fixtures/tables.ts';

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.stop());

const NOW = new Date('2026-03-10T09:00:00.000Z');
const after = (milliseconds: number) => new Date(NOW.getTime() + milliseconds);
const HOUR = 3_600_000;
const signOut = (subject: string, milliseconds: number) =>
  recordSignOut(tables.jobs, subject, { at: after(milliseconds), until: after(milliseconds + 10 * HOUR) });

test('the latest sign-out of a subject counts, in whatever order they are stored', async () => {
  expect(await readLastSignOut(tables.jobs, 'ana')).toBeUndefined();
  await Promise.all([7, 3, 9, 1].map((milliseconds) => signOut('ana', milliseconds)));
  expect(await readLastSignOut(tables.jobs, 'ana')).toEqual(after(9));
  await signOut('ana', 9); // sent again after a lost answer
  await signOut('ana', 8);
  expect(await readLastSignOut(tables.jobs, 'ana')).toEqual(after(9));
  expect(await readLastSignOut(tables.jobs, 'an')).toBeUndefined();
});

test('it is forgotten once every session that it ended would be over', async () => {
  await signOut('ida', 1);
  tables.clock.set(after(10 * HOUR));
  await tables.sweepExpired();
  expect(await readLastSignOut(tables.jobs, 'ida')).toEqual(after(1));
  tables.clock.set(after(10 * HOUR + 2000));
  await tables.sweepExpired();
  expect(await readLastSignOut(tables.jobs, 'ida')).toBeUndefined();
});
