import { expect, test } from 'vitest';
import { exportPage } from '../../../../functions/dashboard/exports/export-page.tsx';
import type { ExportPageView } from '../../../../functions/dashboard/exports/export-page-view.ts';
import type { ExportMail } from '../../../../lib/exports/job/export-mail.ts';
import { viewOf } from '../../../../lib/exports/job/export-view.ts';
import type { ExportLinkView } from '../../../../lib/exports/mail/export-links.ts';
import { exportOfContoso } from '../../exports/contoso.ts';
import { attributesOf, htmlOf, linesOf, shellOfContoso } from '../drawn.ts';

const shell = shellOfContoso();
const now = new Date('2026-03-10T09:31:00.000Z');
const BEGUN = '2026-03-10T09:30:00.000Z';
const FILE = 'seatpulse-contoso-usage-2026-03-09.csv';

const file = {
  report: 'usage' as const,
  name: FILE,
  key: 'exports/1/2/usage.csv',
  rows: 3120,
  bytes: 412_345,
  sha256: 'ab'.repeat(32),
};
const urls = new Map([[file.key, `/exports/1/files/${FILE}`]]);

const pageOf = (
  job: Parameters<typeof exportOfContoso>[0],
  {
    mails = [],
    readable = true,
    ...more
  }: { mails?: readonly ExportMail[]; readable?: boolean } & Partial<ExportPageView> = {},
) => {
  const stored = exportOfContoso({ createdAt: BEGUN, progressedAt: BEGUN, recipients: [], ...job });
  const view = {
    shown: viewOf(stored, mails, readable ? urls : undefined, now),
    job: stored,
    about: 'Contoso Cloud',
    links: [],
    downloads: [],
    recipientsLeft: [],
    againTo: [],
    outlivesLinks: true,
    ...more,
  };
  return exportPage(view, shell);
};

const complete = { status: 'complete' as const, progress: 1, files: [file] };
const mail: ExportMail = {
  recipient: 'anna@contoso.example',
  status: 'sent',
  claim: 'c',
  claimedAt: BEGUN,
  links: [{ name: FILE, tokenHash: 'f'.repeat(64) }],
};
const link: ExportLinkView = {
  recipient: 'anna@contoso.example',
  name: FILE,
  tokenHash: 'f'.repeat(64),
  state: 'usable',
  validUntil: '2026-03-17T09:30:00.000Z',
  uses: [],
  moreUses: false,
};

test('while it is made the page shows how far it is, looks again by script, and reloads itself without one', () => {
  const page = pageOf({ status: 'running', progress: 0.639 });
  expect(linesOf(page)).toContain('63% written');
  expect(attributesOf(page, 'value')).toContain('0.639');
  expect(htmlOf(page)).toContain('<noscript><meta http-equiv="refresh" content="4"/></noscript>');
  expect(attributesOf(page, 'data-live')).toEqual(['1500']);
  expect(attributesOf(page, 'data-announcement')).toEqual(['50% written']);
});

test('once complete the page stays as it is', () => {
  const page = pageOf(complete);
  expect(htmlOf(page)).not.toContain('http-equiv="refresh"');
  expect(attributesOf(page, 'data-live')).toEqual([]);
  expect(attributesOf(page, 'data-announcement')).toEqual(['Complete']);
});

test('the page goes on looking while a mail is on its way', () => {
  const recipients = ['anna@contoso.example'];
  expect(attributesOf(pageOf({ ...complete, recipients }), 'data-live')).toEqual(['1500']);
  expect(attributesOf(pageOf({ ...complete, recipients }, { mails: [mail] }), 'data-live')).toEqual([]);
  expect(attributesOf(pageOf({ status: 'failed', recipients }), 'data-live')).toEqual([]);
});

test('each file has its rows, size, hash and a link for one click', () => {
  const page = pageOf(complete, { downloads: [{ downloadedAt: BEGUN, downloadedBy: 'bo', name: FILE }] });
  expect(linesOf(page)).toEqual(expect.arrayContaining([FILE, '3,120', '412.3 kB', 'ab'.repeat(32)]));
  expect(attributesOf(page, 'href')).toContain(`/exports/1/files/${FILE}`);
  expect(linesOf(page)).toEqual(expect.arrayContaining(['10 Mar 2026, 09:30', `bo: ${FILE}`]));
});

test('files that may not be read any more have no link, and the page says what to do', () => {
  const page = pageOf(complete, { readable: false, recipientsLeft: ['bo@contoso.example'] });
  expect(attributesOf(page, 'href').filter((href) => href.includes('/files/'))).toEqual([]);
  expect(linesOf(page)).toContain('A customer was taken out of the portfolio meanwhile. Ask for a new export.');
  expect(attributesOf(page, 'action').filter((action) => action.endsWith('/send'))).toEqual([]);
});

test('a failed export says why, and leads to a new one', () => {
  const failure = { code: 'no_snapshot', message: 'The portfolio has no figures of this customer yet.' };
  const page = pageOf({ status: 'failed', failure });
  expect(linesOf(page)).toEqual(expect.arrayContaining(['The export failed', failure.message, 'Ask for a new export']));
});

test('each mail says what became of it', () => {
  const recipients = ['anna@contoso.example', 'bo@contoso.example', 'cy@contoso.example'];
  const mails = [
    mail,
    { ...mail, recipient: 'bo@contoso.example', status: 'unconfirmed' as const },
    { ...mail, recipient: 'cy@contoso.example', status: 'failed' as const, reason: 'The address bounced.' },
  ];
  const text = linesOf(pageOf({ ...complete, recipients }, { mails })).join('|');
  expect(text).toContain('anna@contoso.example|sent|bo@contoso.example|unconfirmed|The mail provider did not answer.');
  expect(text).toContain('cy@contoso.example|failed|The address bounced.');
});

test('a link shows until when it works, who used it when, and a button that takes it back', () => {
  const uses = [
    { usedAt: '2026-03-11T08:00:00.000Z', method: 'GET', userAgent: 'curl/8.5.0', outcome: 'usable' as const },
    { usedAt: '2026-03-10T09:30:05.000Z', method: 'HEAD', userAgent: 'Mimecast scanner', outcome: 'usable' as const },
  ];
  const page = pageOf(complete, { links: [{ ...link, uses, moreUses: true }] });
  const text = linesOf(page).join('|');
  expect(text).toContain('17 Mar 2026, 09:30');
  expect(text).toContain(
    '11 Mar 2026, 08:00|Opened, a program|10 Mar 2026, 09:30|Looked at, a mail scanner or preview',
  );
  expect(text).toContain('Only the newest are shown.');
  expect(htmlOf(page)).toContain(`name="link" value="${'f'.repeat(64)}"`);
  expect(attributesOf(page, 'aria-label')).toContain(`Take back the link of anna@contoso.example to ${FILE}`);
});

test('links that work no more have no button', () => {
  const links = [
    { ...link, state: 'revoked' as const, revokedAt: '2026-03-10T10:00:00.000Z' },
    { ...link, tokenHash: 'e'.repeat(64), state: 'expired' as const },
  ];
  const page = pageOf(complete, { links });
  expect(linesOf(page)).toEqual(
    expect.arrayContaining(['Taken back 10 Mar 2026, 10:00', 'Expired 17 Mar 2026, 09:30']),
  );
  expect(attributesOf(page, 'action').filter((action) => action.endsWith('/revoke'))).toEqual([]);
});

test('all usable links can be taken back at once', () => {
  const links = [
    link,
    { ...link, tokenHash: 'e'.repeat(64) },
    { ...link, tokenHash: 'd'.repeat(64), state: 'expired' as const },
  ];
  const page = htmlOf(pageOf(complete, { links }));
  const all = page.slice(0, page.indexOf('Take back all links'));
  expect(all.slice(all.lastIndexOf('<form')).match(/name="link" value="(.)/gu)).toEqual([
    'name="link" value="f',
    'name="link" value="e',
  ]);
});

test('a complete export can be sent to those who have not got it', () => {
  const left = { recipientsLeft: ['bo@contoso.example'] };
  expect(htmlOf(pageOf(complete, left))).toContain('name="email" value="bo@contoso.example"');
  expect(linesOf(pageOf(complete, { ...left, outlivesLinks: false })).join(' ')).toContain(
    'The files will be deleted before new links would end.',
  );
  expect(linesOf(pageOf(complete, { recipientsLeft: undefined }))).not.toContain('Send to more recipients');
});

test('a mail that is unconfirmed or failed has a button that sends it again, and says that it may arrive twice', () => {
  const mails: ExportMail[] = [
    { ...mail, status: 'unconfirmed' },
    { ...mail, recipient: 'bo@contoso.example', status: 'failed', reason: 'The mail provider refused it.' },
    { ...mail, recipient: 'cy@contoso.example' },
  ];
  const recipients = mails.map(({ recipient }) => recipient);
  const againTo = recipients.slice(0, 2);
  const shown = pageOf({ ...complete, recipients }, { mails, againTo });
  expect(linesOf(shown).filter((line) => line === 'Send again')).toHaveLength(2);
  expect(attributesOf(shown, 'value')).toEqual(expect.arrayContaining(againTo));
  expect(attributesOf(shown, 'aria-label')).toEqual(
    expect.arrayContaining(['Send again to anna@contoso.example', 'Send again to bo@contoso.example']),
  );
  expect(htmlOf(shown)).toContain('then it may arrive twice');
  for (const more of [{ outlivesLinks: false }, { readable: false }, { againTo: [] }])
    expect(linesOf(pageOf({ ...complete, recipients }, { mails, againTo, ...more }))).not.toContain('Send again');
});
