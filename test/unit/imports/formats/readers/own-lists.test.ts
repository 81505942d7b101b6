import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { openCustomers } from '../../../../../lib/imports/formats/readers/customers.ts';
import { openIdentities } from '../../../../../lib/imports/formats/readers/identities.ts';
import { openSubscriptions } from '../../../../../lib/imports/formats/readers/subscriptions.ts';

const recordsOf = (file: string): string[][] =>
  parse(readFileSync(join(import.meta.dirname, '../../../../../docs/examples', file)));

test('the example of subscriptions says what stands in it', () => {
  const [header = [], ...records] = recordsOf('subscriptions.csv');
  const { namesCustomers, readRow } = openSubscriptions(header);
  expect(namesCustomers).toBe(true);
  const tenant = '6f1d2f4e-0c5b-4a36-9d0a-3d6a52a0c101';
  const active = { id: 'csv-1', quantity: 12, state: 'active', isTrial: false };
  const grace = { id: 'csv-2', quantity: 5, state: 'grace', isTrial: false };
  expect(records.map((fields) => readRow(fields))).toEqual([
    {
      subscription: { ...active, renewsOn: '2027-01-31', term: 'P1Y', autoRenew: true },
      product: 'ENTERPRISEPACK',
      customer: 'example-csv-a',
    },
    {
      subscription: { ...grace, renewsOn: '2026-12-31', term: 'P1M', autoRenew: false },
      product: 'Exchange Online (Plan 1)',
      customer: tenant,
    },
    {
      subscription: { id: 'csv-3', quantity: 3, state: 'active', isTrial: true },
      product: 'VISIOCLIENT',
      customer: 'b.csv.example',
    },
  ]);
});

test('columns are found in any order and spelling, and those that are not needed may be missing', () => {
  const { namesCustomers, readRow } = openSubscriptions(['Quantity', 'SKU', 'Auto-Renew', 'graceEndsOn', 'Id']);
  expect(namesCustomers).toBe(false);
  expect(readRow(['7', ' E3 ', 'TRUE', '2026-04-01', 's-1'])).toEqual({
    subscription: {
      id: 's-1',
      quantity: 7,
      state: 'active',
      isTrial: false,
      autoRenew: true,
      graceEndsOn: '2026-04-01',
    },
    product: 'E3',
    customer: '',
  });
});

test.each([
  [{ id: '' }, 'empty_column', '"id" is empty.'],
  [{ sku: '' }, 'empty_column', '"sku" is empty.'],
  [{ quantity: 'ten' }, 'bad_cell', '"quantity" is "ten", which is not understood: not a whole number.'],
  [{ quantity: '-1' }, 'bad_cell', '"quantity" is "-1"'],
  [{ quantity: '10000001' }, 'bad_cell', '"quantity" is "10000001"'],
  [{ state: 'live' }, 'bad_cell', 'none of active, grace, suspended'],
  [{ term: 'yearly' }, 'bad_cell', 'none of P1M, P1Y, P3Y'],
  [{ renews_on: '31.1.2027' }, 'bad_date', 'as spreadsheets write dates'],
  [{ is_trial: 'maybe' }, 'bad_flag', '"is_trial" is "maybe"'],
])('a subscription with %j is refused as %s', (cells, code, message) => {
  const good = { id: 's-1', sku: 'E3', quantity: '7', state: 'active', term: 'P1Y', renews_on: '', is_trial: '' };
  const { readRow } = openSubscriptions(Object.keys(good));
  expect(readRow(Object.values(good)).subscription.quantity).toBe(7);
  expect(() => readRow(Object.values({ ...good, ...cells }))).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(message) }),
  );
});

test('the example of customers says what stands in it', () => {
  const [header = [], ...records] = recordsOf('customers.csv');
  const readRow = openCustomers(header);
  expect(records.map((fields) => readRow(fields))).toEqual([
    {
      id: 'example-csv-a',
      name: 'Example by CSV A',
      domain: 'a.csv.example',
      tenantId: '6f1d2f4e-0c5b-4a36-9d0a-3d6a52a0c101',
      partners: ['acme'],
    },
    { id: 'example-csv-b', name: 'Example by CSV B', domain: 'b.csv.example', tenantId: null, partners: ['acme'] },
  ]);
});

test('what a list of customers has no column for is not told, and an empty cell says that there is none', () => {
  expect(openCustomers(['id', 'name'])(['contoso', ' Contoso '])).toEqual({ id: 'contoso', name: 'Contoso' });
  const readRow = openCustomers(['id', 'name', 'partners', 'domain']);
  expect(readRow(['contoso', 'Contoso', 'acme; fabrikam|acme', 'CONTOSO.example'])).toMatchObject({
    partners: ['acme', 'fabrikam'],
    domain: 'contoso.example',
  });
  expect(readRow(['contoso', 'Contoso'])).toMatchObject({ partners: [], domain: null });
});

test.each([
  [['con toso', 'Contoso', '', ''], 'bad_cell', 'an id has 1 to 64 letters'],
  [['contoso', '', '', ''], 'empty_column', '"name" is empty.'],
  [['contoso', 'Contoso', 'not-a-guid', ''], 'bad_cell', 'not a tenant id like'],
  [['contoso', 'Contoso', '', 'ac/me'], 'bad_cell', '"partners" is "ac/me"'],
  [['contoso', 'Contoso', '', Array.from({ length: 51 }, (_, at) => `p${at}`).join(' ')], 'bad_cell', 'more than 50'],
  [['contoso', 'Contoso', '', 'acme', 'more'], 'too_many_columns', 'The row has 5 columns, the header 4.'],
])('a customer %j is refused as %s', (fields, code, message) => {
  expect(() => openCustomers(['id', 'name', 'tenant_id', 'partners'])(fields)).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(message) }),
  );
});

test('a last row that may be cut off must be as long as its header', () => {
  const { readRow } = openSubscriptions(['id', 'sku', 'quantity', 'customer']);
  expect(readRow(['s-1', 'E3', '12']).customer).toBe('');
  expect(() => readRow(['s-1', 'E3', '1'], false)).toThrow(expect.objectContaining({ code: 'too_few_columns' }));
});

test('the example of other ids says what stands in it', () => {
  const [header = [], ...records] = recordsOf('identities.csv');
  const readRow = openIdentities(header);
  expect(records.map((fields) => readRow(fields))).toEqual([
    { alias: 'octo-ada', userId: 'ada@files.example' },
    { alias: 'u024be7lh', userId: 'ada@files.example' },
    { alias: 'bob@personal.example', userId: 'bob@files.example' },
  ]);
});

test.each([
  [['', 'ada'], 'empty_column', '"alias" names nobody.'],
  [['octocat', ' '], 'empty_column', '"user_id" names nobody.'],
  [['octocat', '(Unknown)'], 'empty_column', '"user_id" names nobody.'],
  [
    ['octo\u200bcat', 'ada'],
    'bad_user',
    '"alias" cannot be taken: a user id must not contain characters that cannot be seen',
  ],
  [['octocat'], 'too_few_columns', 'it ends before "User ID"'],
])('other ids %j are refused as %s', (cells, code, message) => {
  const readRow = openIdentities(['Alias', 'User ID']);
  expect(readRow([' OctoCat', 'Ada@Contoso.example '])).toEqual({ alias: 'octocat', userId: 'ada@contoso.example' });
  expect(() => readRow(cells)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
});
