import { expect, test } from 'vitest';
import { bundledCatalogue } from '../../../../lib/catalogue/bundled-catalogue.ts';
import { type Findings, noFindings } from '../../../../lib/imports/formats/findings.ts';
import { openDynamicsUsage } from '../../../../lib/imports/formats/readers/partner-center-dynamics-usage.ts';
import { addUsageRow, type CollectedUsage } from '../../../../lib/imports/usage/collect-usage.ts';
import { usageProductFinder } from '../../../../lib/imports/usage/usage-products.ts';
import { usageOfCustomers } from '../../../../lib/imports/usage/usage-statements.ts';
import {
  BUSINESS_CENTRAL,
  CONTOSO_TENANT,
  DYNAMICS_HEADER,
  SALES,
  type UsageCells,
  usageFields,
} from '../../../fixtures/imports/dynamics-usage.ts';

const FABRIKAM_TENANT = 'f97aeefc-af85-414d-8ae4-b457f90efc40';
const HEADER = [...DYNAMICS_HEADER, 'IsDuplicateRowForPGA'];
const RULES = { findProduct: usageProductFinder(bundledCatalogue), thisMonth: '2026-03' };

/** What rows, of which the first is on line 2, come to for the customers that tenants are. */
const collect = (
  rows: readonly UsageCells[],
  customersOf: Record<string, string[]> = { [CONTOSO_TENANT]: ['contoso'], [FABRIKAM_TENANT]: ['fabrikam'] },
) => {
  const usage: CollectedUsage = new Map();
  const found: Findings = noFindings();
  const readRow = openDynamicsUsage(HEADER);
  for (const [at, cells] of rows.entries())
    addUsageRow(
      { line: at + 2, last: at === rows.length - 1, terminated: true },
      readRow(usageFields(cells, HEADER)),
      RULES,
      usage,
      found,
    );
  const customers = usageOfCustomers(usage, new Map(Object.entries(customersOf)), found).map(
    ({ customerId, months }) => [customerId, Object.fromEntries(months)],
  );
  return { found, customers: Object.fromEntries(customers) };
};

const sales = { sku: SALES, availableSeats: 10, assignedSeats: 8, activeSeats: 5 };

test('sums the subscriptions of each customer, product and month', () => {
  const { customers, found } = collect([
    {},
    { SubscriptionId: 'b', AvailableSeats: '5', AssignedSeats: '5', ActiveSeats: '1' },
    { SubscriptionId: 'c', SKUId: BUSINESS_CENTRAL, AvailableSeats: '3', AssignedSeats: '2', ActiveSeats: '0' },
    { Month: '2026-01', ActiveSeats: '4' },
    { CustomerTenantId: FABRIKAM_TENANT.toUpperCase(), SubscriptionId: 'd', ActiveSeats: '7' },
  ]);
  expect(customers).toEqual({
    contoso: {
      '2026-01': [{ ...sales, activeSeats: 4 }],
      '2026-02': [
        { sku: SALES, availableSeats: 15, assignedSeats: 13, activeSeats: 6 },
        { sku: BUSINESS_CENTRAL, availableSeats: 3, assignedSeats: 2, activeSeats: 0 },
      ],
    },
    fabrikam: { '2026-02': [{ ...sales, activeSeats: 7 }] },
  });
  expect(found).toEqual({
    rows: 5,
    counts: { customers: 2, productMonths: 4 },
    errors: [],
    errorCount: 0,
    warnings: [],
  });
});

test('counts a subscription once that is listed for several partners and locations, or is flagged as a repetition', () => {
  const { customers, found } = collect([
    { MPNID: '1', PartnerLocation: 'Germany' },
    { MPNID: '2', PartnerLocation: 'Germany' },
    { MPNID: '2', PartnerLocation: 'Austria' },
    { SubscriptionId: 'b', IsDuplicateRowForPGA: '1', ActiveSeats: '9' },
  ]);
  expect(customers).toEqual({ contoso: { '2026-02': [sales] } });
  expect(found.counts).toMatchObject({ duplicateRows: 3 });
  expect(found.errorCount).toBe(0);
});

test('leaves free seats out, and takes a month of nothing else for empty', () => {
  const pool = { SubscriptionId: 'free', FreeVsPaidSKU: 'Free', AvailableSeats: '1000000' };
  const { customers, found } = collect([{}, pool, { ...pool, Month: '2026-01' }]);
  expect(customers).toEqual({ contoso: { '2026-01': [], '2026-02': [sales] } });
  expect(found.counts).toMatchObject({ freeRows: 2 });
});

test('a sum of which a part is not known is not known', () => {
  const { customers } = collect([{ AssignedSeats: '' }, { SubscriptionId: 'b' }]);
  expect(customers).toEqual({
    contoso: { '2026-02': [{ ...sales, availableSeats: 20, assignedSeats: null, activeSeats: 10 }] },
  });
});

test('warns of unknown products with the number of their rows', () => {
  const task = { SKU: 'Dynamics AX Task', SKUId: '54B84594-0000-0000-0000-000000000000' };
  const { customers, found } = collect([task, { ...task, SubscriptionId: 'b' }, task]);
  expect(customers).toEqual({ contoso: { '2026-02': [] } });
  expect(found.warnings).toEqual([
    {
      code: 'unknown_product',
      message:
        '"Dynamics AX Task" (54b84594-0000-0000-0000-000000000000) is not in the catalogue: its rows, counted here, are left out.',
      count: 2,
    },
  ]);
});

test('names a tenant that is no customer once, with its first line and how many there are', () => {
  const { customers, found } = collect([{ CustomerTenantId: 'x' }, {}, { CustomerTenantId: 'X', SubscriptionId: 'b' }]);
  expect(customers).toEqual({ contoso: { '2026-02': [sales] } });
  expect(found.errors).toEqual([
    {
      line: 2,
      code: 'unknown_customer',
      message:
        'No customer of your portfolio has it among its external ids: the tenant id "x". Left out: 2 lines, of which this is the first.',
    },
  ]);
});

test('credits no one of two customers with the same tenant id, and adds up the tenants of one customer', () => {
  const rows = [{}, { CustomerTenantId: FABRIKAM_TENANT }];
  const shared = collect(rows, { [CONTOSO_TENANT]: ['contoso', 'contoso-copy'], [FABRIKAM_TENANT]: ['fabrikam'] });
  expect(shared.customers).toEqual({ fabrikam: { '2026-02': [sales] } });
  expect(shared.found.errors).toMatchObject([{ line: 2, code: 'ambiguous_customer' }]);
  const merged = collect(rows, { [CONTOSO_TENANT]: ['contoso'], [FABRIKAM_TENANT]: ['contoso'] });
  expect(merged.customers).toEqual({
    contoso: { '2026-02': [{ sku: SALES, availableSeats: 20, assignedSeats: 16, activeSeats: 10 }] },
  });
});

test.each<[string, UsageCells, string]>([
  ['a count that is none', { SubscriptionId: 'b', ActiveSeats: 'x' }, 'bad_count'],
  ['seats that contradict another line', { ActiveSeats: '6' }, 'conflicting_row'],
])('leaves a month as it was that has a line with %s', (_, cells, code) => {
  const { customers, found } = collect([{}, cells, { Month: '2026-01' }, { CustomerTenantId: FABRIKAM_TENANT }]);
  expect(customers).toEqual({ contoso: { '2026-01': [sales] }, fabrikam: { '2026-02': [sales] } });
  expect(found.errors).toMatchObject([{ line: 3, code }]);
  expect(found.warnings).toMatchObject([{ code: 'month_left_out', count: 1 }]);
});

test.each<[UsageCells, string]>([
  [{ Month: '3/2/2026' }, 'bad_month'],
  [{ Month: '2026-04' }, 'month_in_future'],
])('leaves all months of a customer as they were where a line may be of any: %j', (cells, code) => {
  const { customers, found } = collect([{}, { Month: '2026-01' }, { SubscriptionId: 'b', ...cells }]);
  expect(customers).toEqual({ contoso: {} });
  expect(found.errors).toMatchObject([{ line: 4, code }]);
  expect(found.warnings).toMatchObject([{ code: 'month_left_out', count: 2 }]);
});

test('refuses a file that ends inside a row', () => {
  const readRow = openDynamicsUsage(HEADER);
  const cut = readRow(usageFields({}, HEADER).slice(0, 12));
  expect(() => addUsageRow({ line: 9, last: true, terminated: false }, cut, RULES, new Map(), noFindings())).toThrow(
    expect.objectContaining({ code: 'file_cut_short', line: 9 }),
  );
});
