import { expect, test } from 'vitest';
import { type ExportListView, exportListPage } from '../../../../functions/dashboard/exports/export-list-page.tsx';
import { exportOfContoso } from '../../exports/contoso.ts';
import { attributesOf, htmlOf, linesOf, shellOfContoso } from '../drawn.ts';

const shell = shellOfContoso();

const viewOf = ({
  order,
  ...more
}: { order?: Partial<ExportListView['order']> } & Partial<Omit<ExportListView, 'order'>>) => ({
  order: {
    figures: { state: 'ready' as const, asOf: '2026-03-09' },
    recipients: ['anna@contoso.example', 'bo@contoso.example'],
    requestKey: 'key-of-the-form',
    reports: ['usage' as const],
    email: ['bo@contoso.example'],
    ...order,
  },
  exports: [],
  isFirstPage: true,
  ...more,
});

test('the list says of each export when, what, of which day, how it stands, to whom and by whom', () => {
  const exports = [
    exportOfContoso({
      exportId: 'a'.repeat(32),
      createdAt: '2026-03-10T09:30:00.000Z',
      status: 'running',
      progress: 0.429,
      recipients: ['anna@contoso.example'],
      sentLater: [{ recipient: 'bo@contoso.example', requestedBy: 'bo' }],
    }),
    exportOfContoso({ customerId: 'fabrikam', customerName: 'Fabrikam', reports: ['usage'], recipients: [] }),
  ];
  const page = exportListPage(viewOf({ exports }), shell);
  expect(linesOf(page)).toEqual(
    expect.arrayContaining([
      '10 Mar 2026, 09:30',
      'Deployment, Usage',
      '9 Mar 2026',
      'Being made',
      '42%',
      '2 addresses',
    ]),
  );
  expect(linesOf(page)).toEqual(expect.arrayContaining(['Usage', 'Fabrikam', 'nobody']));
  expect(attributesOf(page, 'href')).toContain(`/exports/${'a'.repeat(32)}`);
});

test('the form holds the session’s token, its own key, and what was chosen', () => {
  const html = htmlOf(exportListPage(viewOf({}), shell));
  expect(html).toContain('name="formToken" value="token-of-the-session"');
  expect(html).toContain('name="requestKey" value="key-of-the-form"');
  const checked = [...html.matchAll(/name="(\w+)" value="([^"]+)" checked/gu)].map(([, name, value]) => [name, value]);
  expect(checked).toEqual([
    ['reports', 'usage'],
    ['email', 'bo@contoso.example'],
  ]);
});

test('a form that was not taken comes back with the reason, as an alert', () => {
  const page = exportListPage(viewOf({ order: { reports: [], problem: 'Choose at least one report.' } }), shell);
  expect(htmlOf(page)).toMatch(
    /role="alert"><strong>The export was not made<\/strong><p>Choose at least one report\./u,
  );
});

test.each<[string, ExportListView['order']['figures'], string]>([
  ['there are no figures yet', { state: 'none' }, 'There is nothing to export yet'],
  ['the portfolio is being rebuilt', { state: 'rebuilding' }, 'Load this page again in a few seconds.'],
])('while %s the page says what to do, and has no form', (_, figures, text) => {
  const page = exportListPage(viewOf({ order: { figures } }), shell);
  expect(linesOf(page).join(' ')).toContain(text);
  expect(attributesOf(page, 'action')).not.toContain('/exports');
});

test('who may mail nobody is told why', () => {
  const textWith = (recipients: readonly string[] | undefined) =>
    linesOf(exportListPage(viewOf({ order: { recipients, email: [] } }), shell)).join(' ');
  expect(textWith(undefined)).toContain('Only a partner has recipients.');
  expect(textWith([])).toContain('Nobody is on the list of recipients yet.');
});

test('an export of one customer says so and keeps the customer', () => {
  const customer = { customerId: 'fabrikam', name: 'Fabrikam & Co' };
  const page = exportListPage(viewOf({ order: { customer } }), shell);
  expect(htmlOf(page)).toContain('name="customerId" value="fabrikam"');
  expect(linesOf(page)).toContain('Only of Fabrikam & Co.');
});

test('the list leads on to older exports and back to the newest', () => {
  const hrefs = (more: Partial<ExportListView>) => attributesOf(exportListPage(viewOf(more), shell), 'href');
  expect(hrefs({ cursor: 'a=b' })).toContain('/exports?cursor=a%3Db');
  expect(hrefs({ isFirstPage: false }).filter((href) => href === '/exports')).toHaveLength(2); // and the navigation's
  expect(hrefs({})).not.toContain('/exports?cursor=a%3Db');
});
