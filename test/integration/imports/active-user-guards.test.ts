import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeCustomer } from '../../../lib/customers/customer-table.ts';
import { heldOn } from '../../../lib/licensing/assignment.ts';
import { readAssignments } from '../../../lib/licensing/assignments-table.ts';
import { readCoverage } from '../../../lib/licensing/coverage-table.ts';
import { parseDay } from '../../../lib/time/day.ts';
import { storeCustomer } from '../../fixtures/customers.ts';
import { csvOf, type Row, user } from '../../fixtures/imports/active-user-detail.ts';
import { activeUser, activityFile } from '../../fixtures/imports/activity-reports.ts';
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

test.each([
  [3, 24],
  [15, 24],
  [1, 3],
])('takes the activity alone of a report of one day, which names %i of %i holders', async (named, known) => {
  const customerId = await freshCustomer(`date-report-${named}-${known}`);
  await importRows(customerId, usersOf(known, BEFORE, '2026-02-25'));
  const answer = await importRows(customerId, usersOf(named, LATER));
  expect(answer).toMatchObject({
    status: 'complete',
    counts: { activeDays: named, storedHolders: known, namedHolders: named },
    warnings: [{ code: 'date_report' }],
  });
  expect(answer.warnings[0]?.message).toContain(`names ${named} of ${known} holders`);
  expect(answer.warnings[0]?.message).toContain('Its activity was taken; holdings are left as they were.');
  expect(await holders(customerId)).toBe(known);
  expect((await imports.calendarsOf(customerId)).get('u0@contoso.com')).toMatchObject({ lastDay: parseDay(LATER) });
  expect(await readCoverage(imports.tables.licensing, customerId)).toMatchObject({
    activity: { exchange: LATER },
    assignments: { from: BEFORE, through: BEFORE },
    assignmentList: { day: BEFORE },
  });
  // The turn is over, and the older list is still the newest.
  expect(await importRows(customerId, usersOf(known, LATER, '2026-02-26'))).toMatchObject({ status: 'complete' });
});

test('takes a report of one day for the list of all users when told that it may shrink', async () => {
  const customerId = await freshCustomer('date-report-allowed');
  await importRows(customerId, usersOf(24, BEFORE));
  expect(await importRows(customerId, usersOf(3, LATER), { allowShrink: true })).toMatchObject({ warnings: [] });
  expect(await holders(customerId)).toBe(3);
});

test('takes a report for the list of all users in which all were active on its day, and few are gone', async () => {
  const customerId = await freshCustomer('busy');
  await importRows(customerId, usersOf(18, BEFORE));
  expect(await importRows(customerId, usersOf(14, LATER))).toMatchObject({ status: 'complete', warnings: [] });
  expect(await holders(customerId)).toBe(14);
});

test('refuses a report that would end more than a third of the holdings, and stores nothing of it', async () => {
  const customerId = await freshCustomer('shrinking');
  await importRows(customerId, usersOf(24, BEFORE));
  const rows = usersOf(15, LATER, '2026-02-28');
  expect(await importRows(customerId, rows)).toMatchObject({
    status: 'failed',
    counts: { storedHolders: 24, namedHolders: 15, storedHoldings: 24, keptHoldings: 15 },
    errors: [
      {
        code: 'shrinks_too_much',
        message: expect.stringContaining('names 15 of 24 holders: it would end 9 of the 24 holdings stored'),
      },
    ],
  });
  expect(await holders(customerId)).toBe(24);
  expect(await readCoverage(imports.tables.licensing, customerId)).toMatchObject({ activity: { exchange: BEFORE } });

  expect(await importRows(customerId, rows, { allowShrink: true })).toMatchObject({ status: 'complete' });
  expect(await holders(customerId)).toBe(15);
});

test('ends up to five holdings, or a third of them, without being told', async () => {
  const small = await freshCustomer('small');
  await importRows(small, usersOf(6, BEFORE));
  expect(await importRows(small, usersOf(1, LATER, '2026-02-28'))).toMatchObject({ status: 'complete' });
  const third = await freshCustomer('third');
  await importRows(third, usersOf(18, BEFORE));
  expect(await importRows(third, usersOf(12, LATER, '2026-02-28'))).toMatchObject({ status: 'complete' });
});

test('judges a list under new names by numbers', async () => {
  const customerId = await freshCustomer('renamed');
  await importRows(customerId, usersOf(24, BEFORE));
  const concealed = (count: number) =>
    usersOf(count, LATER).map((row, at) => ({ ...row, 'User Principal Name': at.toString(16).padStart(32, '0') }));
  const replace = { replaceIdentityMode: true };
  expect(await importRows(customerId, concealed(3), replace)).toMatchObject({
    status: 'failed',
    errors: [{ code: 'shrinks_too_much' }],
  });
  expect(await importRows(customerId, concealed(24), replace)).toMatchObject({ status: 'complete' });
  expect(await holders(customerId)).toBe(24);
});

test('takes the activity alone of a report that names no product', async () => {
  const customerId = await freshCustomer('no-products');
  const silent = { 'Assigned Products': '' };
  expect(await importRows(customerId, usersOf(4, BEFORE, BEFORE, silent))).toMatchObject({
    status: 'complete',
    warnings: [
      { code: 'products_not_named', count: 4 },
      { code: 'no_products', count: 4 },
    ],
  });
  expect((await readCoverage(imports.tables.licensing, customerId)).assignmentList).toBeUndefined();
  await importRows(customerId, usersOf(4, BEFORE));
  const unlicensed = { ...silent, 'Has Exchange License': '', 'Exchange License Assign Date': '' };
  expect(await importRows(customerId, usersOf(4, LATER, LATER, unlicensed))).toMatchObject({
    status: 'complete',
    warnings: [{ code: 'no_products', count: 4 }],
  });
  expect(await holders(customerId)).toBe(4);
});

test('refuses users of another tenant, by the domains of those known or of the customer', async () => {
  const customerId = await freshCustomer('other-tenant');
  await importRows(customerId, usersOf(3, BEFORE));
  const others = ['ada', 'bob'].map((name) =>
    user(name, { 'Report Refresh Date': LATER, 'User Principal Name': `${name}@fabrikam.com` }),
  );
  const refused = await importRows(customerId, others);
  expect(refused).toMatchObject({ status: 'failed', errors: [{ code: 'other_tenant' }] });
  expect(refused.errors[0]?.message).toContain('is of fabrikam.com, and the customer is known by contoso.com');
  expect((await imports.calendarsOf(customerId)).has('ada@fabrikam.com')).toBe(false);
  expect(await importRows(customerId, others, { allowOtherTenant: true })).toMatchObject({ status: 'complete' });

  const teams = activityFile('teams', [activeUser('eve', LATER, { 'User Principal Name': 'eve@tailspin.com' })]);
  const kind = 'graph.teamsUserActivityUserDetail';
  expect(await imports.run(await imports.hand({ kind, customerId }, teams))).toMatchObject({
    status: 'failed',
    errors: [{ code: 'other_tenant' }],
  });

  await changeCustomer(imports.tables.licensing, 'by-domain', () => ({
    customerId: 'by-domain',
    name: 'Wingtip',
    domain: 'Wingtip.com',
    partners: {},
  }));
  expect(await importRows('by-domain', usersOf(3, BEFORE))).toMatchObject({ errors: [{ code: 'other_tenant' }] });
  const below = [user('ada', { 'User Principal Name': 'ada@emea.wingtip.com' })];
  expect(await importRows('by-domain', below)).toMatchObject({ status: 'complete' });
});
