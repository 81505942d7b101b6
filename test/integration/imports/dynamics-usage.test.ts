import { afterAll, beforeAll, expect, test } from 'vitest';
import { changeCustomer } from '../../../lib/customers/customer-table.ts';
import { rowsOf } from '../../../lib/licensing/posted/reported-usage.ts';
import { readReportedUsage } from '../../../lib/licensing/posted/reported-usage-table.ts';
import { partnerUser } from '../../fixtures/api-event.ts';
import { DYNAMICS_HEADER, SALES, type UsageCells, usageFile } from '../../fixtures/imports/dynamics-usage.ts';
import { type Imports, startImports } from './imports-under-test.ts';

/** Every step stops as soon as it may: after 100 customers. */
const NO_TIME = 1e-9;

let imports: Imports;
beforeAll(async () => {
  imports = await startImports(NO_TIME);
});
afterAll(() => imports.stop());

const KIND = 'partnerCenter.dynamicsUsage';
const partners = (...ids: string[]) => Object.fromEntries(ids.map((id) => [id, { since: '2020-01-01' }]));

/** A customer whose tenant id is its own id with `-tenant`. */
const storeCustomer = (customerId: string, ...partnerIds: string[]) =>
  changeCustomer(imports.tables.licensing, customerId, () => ({
    customerId,
    name: customerId,
    externalIds: { crm: `${customerId}-in-crm`, entraTenantId: `${customerId.toUpperCase()}-Tenant` },
    partners: partners(...partnerIds),
  }));

const of = (customerId: string, cells: UsageCells = {}): UsageCells => ({
  CustomerTenantId: `${customerId}-tenant`,
  ...cells,
});
const importRows = async (rows: readonly UsageCells[], caller = partnerUser('fabrikam'), more: object = {}) =>
  imports.run(await imports.hand({ kind: KIND, ...more }, usageFile(rows), caller));
const reportedOf = async (customerId: string) => {
  const reported = await readReportedUsage(imports.tables.licensing, customerId);
  return Object.fromEntries(Object.entries(reported).map(([poster, one]) => [poster, rowsOf(one)]));
};

const sales = (month: string, activeSeats = 5) => ({
  month,
  sku: SALES,
  availableSeats: 10,
  assignedSeats: 8,
  activeSeats,
});

test('stores what one file reports of many customers, under who reported it', async () => {
  await storeCustomer('contoso', 'fabrikam');
  await storeCustomer('adatum', 'fabrikam', 'tailspin');
  await storeCustomer('foreign', 'tailspin');
  const answer = await importRows(
    [
      of('contoso'),
      of('contoso', { Month: '2026-01' }),
      of('Adatum', { ActiveSeats: '7' }),
      of('foreign'),
      of('nobody'),
    ],
    partnerUser('fabrikam'),
    { day: '2026-03-01' },
  );
  expect(answer).toEqual({
    id: expect.any(String),
    kind: KIND,
    status: 'complete',
    progress: 1,
    rows: 5,
    counts: { customers: 2, productMonths: 3 },
    errors: [
      { line: 5, code: 'unknown_customer', message: expect.stringContaining('"foreign-tenant"') },
      { line: 6, code: 'unknown_customer', message: expect.stringContaining('"nobody-tenant"') },
    ],
    errorCount: 2,
    warnings: [{ code: 'day_not_used', message: expect.stringContaining('2026-03-01'), count: 1 }],
    createdAt: '2026-03-02T10:00:00.000Z',
    finishedAt: expect.any(String),
    canUndo: false,
  });
  expect(await reportedOf('contoso')).toEqual({ fabrikam: [sales('2026-02'), sales('2026-01')] });
  expect(await reportedOf('adatum')).toEqual({ fabrikam: [sales('2026-02', 7)] });
  expect(await reportedOf('foreign')).toEqual({});

  await importRows([of('adatum', { ActiveSeats: '9' }), of('foreign')], { subject: 'olga', scopes: 'operator' });
  expect(await reportedOf('adatum')).toEqual({ '~operator': [sales('2026-02', 9)], fabrikam: [sales('2026-02', 7)] });
  expect(await reportedOf('foreign')).toEqual({ '~operator': [sales('2026-02')] });
});

test('a later file replaces the months that it speaks of', async () => {
  await storeCustomer('replaced', 'fabrikam');
  await importRows([of('replaced'), of('replaced', { Month: '2026-01', SubscriptionId: 'b' })]);
  await importRows([of('replaced', { ActiveSeats: '6', FreeVsPaidSKU: 'Free' })]);
  expect(await reportedOf('replaced')).toEqual({ fabrikam: [sales('2026-01')] });
});

test('comes to the same in several steps, each of them delivered twice at once', { timeout: 120_000 }, async () => {
  const ids = Array.from({ length: 210 }, (_, at) => `many-${at}`);
  for (const id of ids) await storeCustomer(id, 'woodgrove');
  const rows = [...ids.map((id) => of(id)), of(ids[0] ?? '', { ActiveSeats: 'x' }), of('nobody')];
  const id = await imports.hand({ kind: KIND }, usageFile(rows), partnerUser('woodgrove'));
  // A delivery that finds its first customers written by the other one goes on to the next.
  expect(await imports.runTwice(id)).toBeGreaterThanOrEqual(2);
  expect(await imports.progress(id)).toMatchObject({
    status: 'complete',
    rows: 212,
    counts: { customers: 210, productMonths: 209 },
    errors: [
      { line: 212, code: 'bad_count' },
      { line: 213, code: 'unknown_customer' },
    ],
    errorCount: 2,
    warnings: [{ code: 'month_left_out', count: 1 }],
  });
  const reported = await Promise.all(ids.map(reportedOf));
  expect(reported).toEqual([{}, ...Array(209).fill({ woodgrove: [sales('2026-02')] })]);
});

test('goes on after a crash as if there had been none', async () => {
  const ids = ['crash-a', 'crash-b', 'crash-c'];
  for (const id of ids) await storeCustomer(id, 'fabrikam');
  const id = await imports.hand({ kind: KIND }, usageFile(ids.map((one) => of(one))), partnerUser('fabrikam'));
  const { faults } = imports.tables;
  const failing = { service: 'dynamodb', operation: 'PutItem', table: 'Licensing' } as const;
  faults.before(failing, () => faults.inject({ ...failing, times: 1_000, kind: 'error500' }));
  let crashes = 0;
  await imports.runSteps(id, async (message) => {
    if (await imports.deliver(message)) return;
    crashes += 1;
    faults.clear();
    expect(await imports.deliver(message)).toBe(true);
  });
  expect(crashes).toBe(1);
  expect(await imports.progress(id)).toMatchObject({ status: 'complete', rows: 3, counts: { customers: 3 } });
  for (const one of ids) expect(await reportedOf(one)).toEqual({ fabrikam: [sales('2026-02')] });
});

test('takes tabs for commas', async () => {
  await storeCustomer('tabbed', 'fabrikam');
  const cells = { ...of('tabbed'), CustomerName: 'Contoso "North" Ltd.' };
  const file = usageFile([cells]).replaceAll('"Contoso ""North"" Ltd."', 'Contoso "North" Ltd.').replaceAll(',', '\t');
  const answer = await imports.run(await imports.hand({ kind: KIND }, file, partnerUser('fabrikam')));
  expect(answer).toMatchObject({ status: 'complete', errors: [], counts: { customers: 1 } });
  expect(await reportedOf('tabbed')).toEqual({ fabrikam: [sales('2026-02')] });
});

test.each<[string, string, object]>([
  ['no tenant of the portfolio', usageFile([of('nobody'), of('someone')]), { code: 'no_customers', line: null }],
  ['no rows', usageFile([]), { code: 'empty_file', line: null }],
  ['no header', '\n', { code: 'empty_file' }],
  ['more bad lines than good ones', usageFile([of('contoso', { Month: '?' })]), { code: 'too_many_errors' }],
  ['an end inside a row', usageFile([of('contoso')]).slice(0, -30), { code: 'file_cut_short', line: 2 }],
  [
    'the columns of Power BI',
    usageFile([of('contoso')], [...DYNAMICS_HEADER.filter((name) => !name.startsWith('RevSum')), 'PartnerHierarchy']),
    { code: 'wrong_file', line: 1, message: expect.stringContaining('Power BI') },
  ],
])('refuses a file with %s', async (_, file, error) => {
  const answer = await imports.run(await imports.hand({ kind: KIND }, file, partnerUser('fabrikam')));
  expect(answer).toMatchObject({ status: 'failed' });
  expect(answer.errors[0]).toMatchObject(error);
});

test('is asked for without a customer, as all other kinds are with one', async () => {
  expect(await imports.request({ kind: KIND, customerId: 'contoso' }, partnerUser('fabrikam'))).toMatchObject({
    status: 400,
    body: { code: 'customer_not_needed', detail: expect.stringContaining('Leave "customerId" out') },
  });
  expect(await imports.request({ kind: 'graph.subscribedSkus' }, partnerUser('fabrikam'))).toMatchObject({
    status: 400,
    body: { code: 'customer_needed', detail: expect.stringContaining('graph.subscribedSkus is of one customer') },
  });
});

test('is shown to the portfolio that handed it in and to operators, to no other', async () => {
  const { id } = (await imports.request({ kind: KIND }, partnerUser('fabrikam'))).body as { id: string }; // the 201
  expect(await imports.show(id, partnerUser('fabrikam'))).toMatchObject({ status: 200, body: { status: 'waiting' } });
  expect((await imports.show(id)).status).toBe(200);
  expect(await imports.show(id, partnerUser('tailspin'))).toMatchObject({
    status: 404,
    body: { code: 'unknown_import' },
  });
});
