import { expect, test } from 'vitest';
import { openDynamicsUsage } from '../../../../../lib/imports/formats/readers/partner-center-dynamics-usage.ts';
import {
  CONTOSO_TENANT,
  DYNAMICS_HEADER,
  SALES,
  type UsageCells,
  usageFields,
} from '../../../../fixtures/imports/dynamics-usage.ts';

const read = (cells: UsageCells, header: readonly string[] = DYNAMICS_HEADER) =>
  openDynamicsUsage(header)(usageFields(cells, header));

test('reads the seats of a subscription in a month', () => {
  expect(read({ CustomerTenantId: ` ${CONTOSO_TENANT.toUpperCase()}`, Month: '2/1/2026' })).toEqual({
    row: {
      tenantId: CONTOSO_TENANT,
      subscriptionId: '7b1c3a52-51f4-4f0e-8d3c-1f9f5c0a1d01',
      month: '2026-02',
      productId: SALES,
      productName: 'Dynamics 365 for Sales Enterprise Edition',
      free: false,
      duplicate: false,
      seats: { availableSeats: 10, assignedSeats: 8, activeSeats: 5 },
    },
  });
});

test.each<[string, (name: string) => string]>([
  ['MpnId, PartnerLocationID', (name) => ({ MPNID: 'MpnId', PartnerLocation: 'PartnerLocationID' })[name] ?? name],
  ['MPNId', (name) => ({ MPNID: 'MPNId', PGAMpnID: 'PGAMpnId' })[name] ?? name],
  ['PartnerID', (name) => ({ MPNID: 'PartnerID', PGAMpnID: 'PGAPartnerID' })[name] ?? name],
  ['words', (name) => name.replaceAll(/(?<=[a-z])(?=[A-Z])/gu, ' ')],
  ['upper case', (name) => name.toUpperCase()],
  ['underscores', (name) => name.replaceAll(/(?<=[a-z])(?=[A-Z])/gu, '_').toLowerCase()],
])('finds its columns where names are spelt with %s', (_, spell) => {
  const fields = usageFields({});
  expect(openDynamicsUsage(DYNAMICS_HEADER.map(spell))(fields)).toEqual(openDynamicsUsage(DYNAMICS_HEADER)(fields));
});

test('needs the id or the name of the product, and no column about the partner', () => {
  const without = (...names: string[]) => DYNAMICS_HEADER.filter((name) => !names.includes(name));
  expect(read({}, without('SKUId', 'MPNID', 'PartnerName', 'PartnerLocation', 'FreeVsPaidSKU'))).toMatchObject({
    row: { productId: '', productName: 'Dynamics 365 for Sales Enterprise Edition', free: false },
  });
  expect(read({}, without('SKU'))).toMatchObject({ row: { productId: SALES, productName: '' } });
  expect(() => openDynamicsUsage(without('SKU', 'SKUId'))).toThrow('No column tells the product: "SKUId" or "SKU".');
  expect(() => openDynamicsUsage(without('ActiveSeats', 'Month'))).toThrow(
    'The file lacks the columns "Month", "ActiveSeats". Export the report "Dynamics 365 license usage" of Partner Center as CSV',
  );
});

test.each([
  [{ FreeVsPaidSKU: 'FREE' }, { free: true }],
  [{ FreeVsPaidSKU: 'Free SKU' }, { free: true }],
  [{ FreeVsPaidSKU: '' }, { free: false }],
  [{ IsDuplicateRowForPGA: '1' }, { duplicate: true }],
  [{ IsDuplicateRowForPGA: 'True' }, { duplicate: true }],
  [{ IsDuplicateRowForPGA: '0' }, { duplicate: false }],
  [{ AssignedSeats: '8.0', ActiveSeats: '' }, { seats: { availableSeats: 10, assignedSeats: 8, activeSeats: null } }],
  [{ AvailableSeats: '0', ActiveSeats: 'NULL' }, { seats: { availableSeats: 0, assignedSeats: 8, activeSeats: null } }],
])('understands %j', (cells, row) => {
  expect(read(cells, [...DYNAMICS_HEADER, 'IsDuplicateRowForPGA'])).toMatchObject({ row });
});

test.each<[string, UsageCells, object]>([
  ['a month of another form', { Month: '2/7/2026' }, { code: 'bad_month', tenantId: CONTOSO_TENANT, month: undefined }],
  ['no month', { Month: ' ' }, { code: 'bad_month' }],
  ['no tenant', { CustomerTenantId: '' }, { code: 'empty_column', tenantId: undefined, month: '2026-02' }],
  ['no subscription', { SubscriptionId: '' }, { code: 'empty_column', tenantId: CONTOSO_TENANT, month: '2026-02' }],
  ['no product', { SKU: '', SKUId: '' }, { code: 'bad_product' }],
  ['a count that is none', { ActiveSeats: '-1' }, { code: 'bad_count', message: expect.stringContaining('"-1"') }],
  ['half a seat', { AssignedSeats: '1.5' }, { code: 'bad_count' }],
])('refuses a row with %s, and still tells whose and of when it is', (_, cells, bad) => {
  expect(read(cells)).toMatchObject({ bad });
});

test('takes rows without the empty cells at their end, and refuses those without what they cannot lack or with more', () => {
  const readRow = openDynamicsUsage(DYNAMICS_HEADER);
  const uptoTenant = usageFields({}).slice(0, DYNAMICS_HEADER.indexOf('CustomerTenantId') + 1);
  expect(readRow(uptoTenant.slice(0, -1))).toMatchObject({ bad: { code: 'too_few_columns' } });
  expect(readRow(uptoTenant)).toMatchObject({
    row: { seats: { availableSeats: null, assignedSeats: null, activeSeats: null } },
  });
  expect(readRow(usageFields({}).slice(0, -2))).toMatchObject({ row: { seats: { activeSeats: 5 } } });
  expect(readRow(usageFields({}).slice(0, -2), false)).toMatchObject({ bad: { code: 'too_few_columns' } });
  expect(readRow(usageFields({}), false)).toMatchObject({ row: { seats: { activeSeats: 5 } } });
  expect(readRow([...usageFields({}), ''])).toMatchObject({ bad: { code: 'too_many_columns' } });
});
