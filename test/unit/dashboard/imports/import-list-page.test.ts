import { expect, test } from 'vitest';
import { kindsFor } from '../../../../functions/dashboard/imports/import-kinds.ts';
import { type ImportListView, importListPage } from '../../../../functions/dashboard/imports/import-list-page.tsx';
import type { ImportOrder } from '../../../../functions/dashboard/imports/order-form.tsx';
import { NO_SEAT_FIELDS } from '../../../../functions/dashboard/imports/seat-fields.tsx';
import { OPERATOR_PORTFOLIO } from '../../../../lib/access/caller.ts';
import { importKindName } from '../../../../lib/imports/formats/kinds/kinds.ts';
import { attributesOf, htmlOf, linesOf, shellOfContoso } from '../drawn.ts';
import { importOf } from './imports.ts';

const shell = shellOfContoso(['activity:write', 'licensing:write']);

const order: ImportOrder = {
  customers: [
    { customerId: 'fabrikam', name: 'Fabrikam' },
    { customerId: 'tailspin', name: 'Tailspin Toys' },
  ],
  kinds: importKindName.options,
  kind: 'graph.subscribedSkus',
  customerId: 'tailspin',
  day: '2026-03-01',
  replaceIdentityMode: false,
  encoding: 'utf-8',
  seats: NO_SEAT_FIELDS,
  keptPresets: [],
  today: '2026-03-10',
};

const pageOf = (more: Partial<ImportListView> = {}) =>
  importListPage({ order, imports: [], isFirstPage: true, ...more }, shell);

test('the list says of each import when, which file, whose, how it stands, and what was read', () => {
  const customer = { customerId: 'fabrikam', name: 'Fabrikam', partners: {} };
  const { found } = importOf();
  const imports = [
    {
      job: importOf({ status: 'running', progress: 0.999, found: { ...found, rows: 12_345, errorCount: 3 } }),
      customer,
    },
    { job: importOf({ kind: 'partnerCenter.dynamicsUsage', customerId: undefined }), customer: undefined },
  ];
  const text = linesOf(pageOf({ imports })).join('|');
  expect(text).toContain('10 Mar 2026, 09:30|Microsoft 365 active users|Fabrikam|Being read|99%|12,345|3');
  expect(text).toContain('Dynamics 365 usage by month|Customers that the file names|Waiting for its file|0|0');
});

test('presets that somebody keeps are offered beside those of the release, by their notes or names', () => {
  const kept = [{ name: 'our-list', note: 'Seats by our own list' }, { name: 'unnamed' }];
  const given = { ...order, keptPresets: kept, seats: { ...NO_SEAT_FIELDS, preset: 'unnamed' } };
  const html = htmlOf(pageOf({ order: given }));
  expect(html).toContain(
    '<optgroup label="Kept by you or your operator"><option value="our-list">Seats by our own list</option><option value="unnamed" selected>unnamed</option></optgroup>',
  );
  expect(htmlOf(pageOf())).not.toContain('<optgroup');
});

test('every kind of file is offered, and says which fields it needs', () => {
  const offered = [...htmlOf(pageOf()).matchAll(/name="kind" value="([^"]+)"[^>]*data-needs(?:="([^"]*)")?/gu)];
  const needs = Object.fromEntries(offered.map(([, kind = '', words = '']) => [kind, words]));
  expect(Object.keys(needs).sort()).toEqual([...importKindName.options].sort());
  expect(needs).toMatchObject({
    'graph.office365ActiveUserDetail': 'customer identities',
    'graph.subscribedSkus': 'customer day',
    'graph.users': 'customer day identities',
    'partnerCenter.subscriptions': 'customer day',
    'partnerCenter.dynamicsUsage': '',
    subscriptions: 'customer day',
    customers: '',
  });
});

test('a list of customers is offered to operators who act for all, and to nobody else', () => {
  const caller = { subject: 'x', scopes: new Set<never>(), operator: true, portfolio: OPERATOR_PORTFOLIO };
  expect(kindsFor(caller)).toEqual(importKindName.options);
  const others = importKindName.options.filter((kind) => kind !== 'customers');
  expect(kindsFor({ ...caller, portfolio: 'acme' })).toEqual(others);
  expect(kindsFor({ ...caller, operator: false, portfolio: 'acme' })).toEqual(others);
});

test('what was filled in before stands in the form, with the reason that it was not taken', () => {
  const html = htmlOf(pageOf({ order: { ...order, problem: 'The day 2026-03-11 is in the future.' } }));
  expect(html).toMatch(/value="graph.subscribedSkus" checked/u);
  expect(html).toContain('<option value="tailspin" selected>Tailspin Toys</option>');
  expect(html).toContain('max="2026-03-10" value="2026-03-01"');
  expect(html).toMatch(/role="alert"><strong>The import was not begun<\/strong><p>The day 2026-03-11/u);
});

test('of too many customers one is named by its id', () => {
  const html = htmlOf(pageOf({ order: { ...order, customers: undefined } }));
  expect(html).toMatch(/<input id="customerId" name="customerId" value="tailspin"/u);
  expect(html).not.toContain('<select id="customerId"');
});

test('without customers, and without the scopes, the page says what to do', () => {
  expect(linesOf(pageOf({ order: { ...order, customers: [] } })).join(' ')).toContain('The operator adds customers.');
  const looking = pageOf({ order: undefined });
  expect(linesOf(looking).join(' ')).toContain('"activity:write" and "licensing:write". Ask the operator for both.');
  expect(attributesOf(looking, 'action')).not.toContain('/imports');
});
