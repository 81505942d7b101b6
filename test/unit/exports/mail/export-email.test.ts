import { expect, test } from 'vitest';
import { headlineOfCustomer, headlineOfTotals } from '../../../../lib/exports/job/headline.ts';
import type { ExportEmail } from '../../../../lib/exports/mail/email-content.ts';
import { renderExportEmail } from '../../../../lib/exports/mail/export-email.tsx';
import { customerRow, generationOfContoso } from '../contoso.ts';

const email: ExportEmail = {
  about: 'Contoso & Söhne <Reseller>',
  ofOneCustomer: false,
  partnerName: 'Contoso & Söhne <Reseller>',
  asOf: '2026-03-09',
  headline: headlineOfTotals(generationOfContoso()),
  pending: 1,
  files: [
    {
      report: 'deployment',
      name: 'seatpulse-contoso-deployment-2026-03-09.csv',
      rows: 3120,
      bytes: 412_345,
      url: 'https://api.example.com/d/one',
    },
    {
      report: 'usage',
      name: 'seatpulse-contoso-usage-2026-03-09.csv',
      rows: 1,
      bytes: 999,
      url: 'https://api.example.com/d/two',
    },
  ],
  validUntil: new Date('2026-03-17T09:30:00Z'),
  requestedBy: 'anna@contoso.example',
};

test('the plain text says the figures with their counts, the day, the files, the links and their end, and who asked', () => {
  expect(renderExportEmail(email).text).toBe(`Contoso & Söhne <Reseller>
Licence deployment and usage as of 9 March 2026

Deployment: 80.6 % (1,000 of 1,240 sold seats are assigned)
Counted over the 1 of 2 customers whose figures are known.
Usage: 50.0 % (620 of 1,240 sold seats were used in the last 28 days)
1 customer was not recalculated yet when this was made.
1 customer has figures from a source older than its limit; the files mark them as stale.

Your files:

Deployment by product: seatpulse-contoso-deployment-2026-03-09.csv (CSV, 3,120 rows, 412 kB)
https://api.example.com/d/one

Usage by workload: seatpulse-contoso-usage-2026-03-09.csv (CSV, 1 row, 999 bytes)
https://api.example.com/d/two

The links work for 7 days, until 17 March 2026 at 09:30 UTC, without signing in. Whoever has a link can open its file, so pass this mail on with care.

This export was asked for by anna@contoso.example. You get it because Contoso & Söhne <Reseller> lists your address as a recipient of exports.
`);
});

test('the subject names whose figures they are and the day', () => {
  expect(renderExportEmail(email).subject).toBe(
    'Licence deployment and usage of Contoso & Söhne <Reseller>, 9 March 2026',
  );
});

/** The texts of a document in their order, without its head. */
const textsOf = (html: string): string[] =>
  html
    .replace(/<head>.*<\/head>/s, '')
    .split(/<[^>]*>/)
    .filter((text) => text !== '');

test('the HTML says the same, with names escaped', () => {
  const { html } = renderExportEmail(email);
  expect(textsOf(html)).toEqual([
    'Deployment 80.6 %, usage 50.0 %. Your files are ready.',
    'Seatpulse',
    'Contoso &amp; Söhne &lt;Reseller>',
    'Licence deployment and usage as of 9 March 2026',
    'Deployment',
    '80.6 %',
    '1,000 of 1,240 sold seats are assigned',
    'Counted over the 1 of 2 customers whose figures are known.',
    'Usage',
    '50.0 %',
    '620 of 1,240 sold seats were used in the last 28 days',
    '1 customer was not recalculated yet when this was made.',
    '1 customer has figures from a source older than its limit; the files mark them as stale.',
    'Your files',
    'Deployment by product',
    'seatpulse-contoso-deployment-2026-03-09.csv',
    'CSV, 3,120 rows, 412 kB',
    'Download',
    'Usage by workload',
    'seatpulse-contoso-usage-2026-03-09.csv',
    'CSV, 1 row, 999 bytes',
    'Download',
    'The links work for 7 days, until 17 March 2026 at 09:30 UTC, without signing in. Whoever has a link can open its file, so pass this mail on with care.',
    'This export was asked for by anna@contoso.example. You get it because Contoso &amp; Söhne &lt;Reseller> lists your address as a recipient of exports.',
  ]);
  expect([...html.matchAll(/href="([^"]*)"/g)].map(([, url]) => url)).toEqual([
    'https://api.example.com/d/one',
    'https://api.example.com/d/two',
  ]);
});

test('the HTML is laid out by tables with inline styles and knows dark mode', () => {
  const { html } = renderExportEmail(email);
  expect(html.startsWith('<!DOCTYPE html><html lang="en">')).toBe(true);
  expect(html).toContain('<meta name="color-scheme" content="light dark"');
  expect(html).toContain('@media (prefers-color-scheme: dark)');
  expect(html.match(/<table role="presentation"/g)).toHaveLength(html.match(/<table/g)?.length ?? 0);
  expect(html).not.toContain('<script');
});

test('figures that are not known are said to be so', () => {
  const unknown = { sold: null, assigned: null, deploymentPercent: null };
  const { text } = renderExportEmail({
    ...email,
    headline: { ...headlineOfTotals(generationOfContoso()), ...unknown },
  });
  expect(text).toContain('Deployment: not known (not known of not known sold seats are assigned)');
});

test.each([
  { more: {}, said: undefined },
  {
    more: { sources: [{ source: 'assignments' as const, dataThrough: '2026-01-01', stale: true }] },
    said: 'There are figures from a source older than its limit; the files mark them as stale.',
  },
])('a mail about one customer says whether a source of it is stale: $said', ({ more, said }) => {
  const headline = headlineOfCustomer(customerRow({ sources: [], ...more }));
  const { text } = renderExportEmail({ ...email, ofOneCustomer: true, headline, pending: 0 });
  expect(text.split('\n').find((line) => line.includes('limit'))).toBe(said);
});

test('a mail without figures has only its files', () => {
  const { text, html } = renderExportEmail({ ...email, headline: undefined, pending: 0 });
  expect(text).not.toContain('Usage:');
  expect(html).not.toContain('class="tile"');
});

test.each([
  [0, '0 bytes'],
  [1, '1 byte'],
  [1000, '1.0 kB'],
  [9_949, '9.9 kB'],
  [12_400_000, '12 MB'],
  [5_200_000_000, '5.2 GB'],
])('a file of %i bytes is one of %s', (bytes, size) => {
  const file = { report: 'usage', name: 'a.csv', rows: 2, bytes, url: 'https://x.example' } as const;
  expect(renderExportEmail({ ...email, files: [file] }).text).toContain(`a.csv (CSV, 2 rows, ${size})`);
});

test('the mail says what has changed in 28 days, where the portfolio had figures then', () => {
  const { totals } = generationOfContoso();
  const earlier = { asOf: '2026-02-09', totals: { ...totals, deploymentPercent: 82.1, usagePercent: null } };
  const changed = { ...email, headline: headlineOfTotals(generationOfContoso({ earlier })) };
  const { text, html } = renderExportEmail(changed);
  expect(text.match(/.*points in 28 days/gu)).toEqual(['-1.5 points in 28 days']);
  expect(html).toContain('-1.5 points in 28 days');
});
