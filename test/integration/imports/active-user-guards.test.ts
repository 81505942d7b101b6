import { afterAll, beforeAll, expect, test } from 'vitest';
import { heldOn } from '../../../lib/licensing/assignment.ts';
import { readAssignments } from '../../../lib/licensing/assignments-table.ts';
import { parseDay } from '../../../lib/time/day.ts';
import { storeCustomer } from '../../fixtures/customers.ts';
import { csvOf, type Row, user } from '../../fixtures/imports/active-user-detail.ts';
import { E3 } from '../../fixtures/imports/subscribed-skus.ts';
import { type Imports, startImports } from './imports-under-test.ts';

let imports: Imports;
beforeAll(async () => {
  imports = await startImports(120);
});
afterAll(() => imports.stop());

const [BEFORE, LATER] = ['2026-02-28', '2026-03-01'];
const LICENSED: Row = { 'Has Exchange License': 'True', 'Exchange License Assign Date': '2026-01-10' };

const freshCustomer = async (customerId: string): Promise<string> => {
  await storeCustomer(imports.tables.licensing, customerId);
  return customerId;
};

const importRows = async (customerId: string, rows: readonly Row[], more: object = {}) =>
  imports.run(await imports.hand({ kind: 'graph.office365ActiveUserDetail', customerId, ...more }, csvOf(rows)));

/** So many users, all of whom were active last on the day. */
const usersOf = (count: number, refreshed: string, active = refreshed, row: Row = {}): Row[] =>
  Array.from({ length: count }, (_, at) =>
    user(`u${at}`, {
      'Report Refresh Date': refreshed,
      'Exchange Last Activity Date': active,
      ...LICENSED,
      ...row,
    }),
  );

/** How many people hold E3 on the day of the later file. */
const holders = async (customerId: string): Promise<number> => {
  let count = 0;
  for await (const { holdings } of readAssignments(imports.tables.licensing, customerId))
    if (heldOn(holdings[E3] ?? [], parseDay(LATER))) count += 1;
  return count;
};

test('leaves alone what users hold who are licensed by their row, which names no product', async () => {
  const customerId = await freshCustomer('empty-product-column');
  await importRows(customerId, usersOf(18, BEFORE));
  const later = usersOf(18, LATER);
  const silent: Row[] = [
    ...later.slice(0, 10),
    ...later.slice(10, 14).map((row) => ({ ...row, 'Assigned Products': '', 'Exchange License Assign Date': '' })),
    ...later.slice(14).map((row) => ({ ...row, 'Assigned Products': ' + ', 'Has Exchange License': '' })),
  ];
  expect(await importRows(customerId, silent)).toMatchObject({
    status: 'complete',
    warnings: [{ code: 'products_not_named', count: 8 }],
  });
  expect(await holders(customerId)).toBe(18);
});

test('ends what users hold whose row says that they hold no licence, or that they are deleted', async () => {
  const customerId = await freshCustomer('unlicensed');
  await importRows(customerId, usersOf(18, BEFORE));
  const [first, second, ...others] = usersOf(18, LATER);
  const unlicensed = { ...first, 'Assigned Products': '', 'Has Exchange License': 'False' };
  const rows = [
    { ...unlicensed, 'Exchange License Assign Date': '' },
    { ...second, 'Assigned Products': '', 'Is Deleted': 'True' },
    ...others,
  ];
  expect(await importRows(customerId, rows)).toMatchObject({ status: 'complete', warnings: [] });
  expect(await holders(customerId)).toBe(16);
});
