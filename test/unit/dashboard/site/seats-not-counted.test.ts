import { expect, test } from 'vitest';
import { customerPage } from '../../../../functions/dashboard/customer/customer-page.tsx';
import { importPage } from '../../../../functions/dashboard/imports/import-page.tsx';
import type { SeatsNotCountedRow } from '../../../../functions/dashboard/site/seats-not-counted.tsx';
import { noFindings } from '../../../../lib/imports/formats/findings.ts';
import { fabrikamInsights, fabrikamView, wordsOf } from '../customer/fabrikam.ts';
import { attributesOf, htmlOf, linesOf, shellOfContoso } from '../drawn.ts';
import { importOf } from '../imports/imports.ts';

const row = (more: Partial<SeatsNotCountedRow> = {}): SeatsNotCountedRow => ({
  name: 'Contoso "Backup"',
  reason: 'unknown',
  sold: 1_250,
  assigned: null,
  source: 'partnerCenter.subscriptions',
  day: '2026-03-01',
  importId: 'i-1',
  ...more,
});
/** The section of the customer's page; nothing where there is none. */
const section = (rows: SeatsNotCountedRow[], offered?: readonly string[], moreNotCounted = 0): string => {
  const insights = { ...fabrikamInsights, seatsNotCounted: rows, moreNotCounted };
  const html = htmlOf(customerPage(fabrikamView({ insights, offered }), shellOfContoso()));
  return /<section aria-labelledby="not-counted".*?<\/section>/su.exec(html)?.[0] ?? '';
};
const valuesOf = (html: string, name: string) =>
  [...html.matchAll(new RegExp(` ${name}="([^"]*)"`, 'gu'))].map(([, value]) => value);

test('says what is not counted, why, and with how many seats; who may not map it is offered no form', () => {
  const rows = [
    row(),
    row({ name: 'guid', partNumber: 'MYSTERY', sold: 9, assigned: 8, source: 'graph.subscribedSkus' }),
    row({ name: 'Shared', reason: 'ambiguous' }),
  ];
  const words = wordsOf(section(rows, undefined, 3));
  expect(words).toContain('Seats not counted Files name these products, and the catalogue does not know them');
  expect(words).toContain('1 Mar 2026 1,250 – Not in the catalogue MYSTERY (guid)');
  expect(words).toContain('9 8 Not in the catalogue');
  expect(words).toContain("Name of several products: import the customer's seats first");
  expect(words).toContain('And 3 more.');
  expect(section(rows)).not.toContain('<form');
});

test('an operator maps a name to one of the products, of an import that may be looked at', () => {
  const page = section([row(), row({ importId: undefined, name: 'x' })], ['Office 365 E3', 'Visio']);
  expect(valuesOf(page, 'action')).toEqual(['/imports/i-1/mappings']);
  expect(valuesOf(page, 'name')).toEqual(['formToken', 'name', 'product']);
  expect(valuesOf(page, 'value')).toEqual([
    'token-of-the-session',
    'Contoso &quot;Backup&quot;',
    'Office 365 E3',
    'Visio',
  ]);
  expect(wordsOf(section([row()], ['Visio']))).toContain('Say which product a name is');
});

test('nothing is said where everything was named', () => {
  expect(section([])).toBe('');
});

test('the page of an import has it too, and asks for no file that lies there already', () => {
  const found = {
    ...noFindings(),
    seatsNotCounted: [{ name: 'Contoso', reason: 'unknown' as const, sold: 4, assigned: null }],
  };
  const job = importOf({ status: 'complete', found, kind: 'partnerCenter.subscriptions', day: '2026-03-01' });
  const view = {
    job,
    customer: undefined,
    undo: { verdict: undefined, problem: undefined },
    upload: undefined,
    offered: ['Visio'],
  };
  const page = importPage(view, shellOfContoso());
  expect(linesOf(page)).toContain('Seats not counted');
  expect(attributesOf(page, 'action')).toContain(`/imports/${job.importId}/mappings`);
});
