import { expect, test } from 'vitest';
import { type ImportPageView, importPage } from '../../../../functions/dashboard/imports/import-page.tsx';
import { noFindings } from '../../../../lib/imports/formats/findings.ts';
import type { ImportJob } from '../../../../lib/imports/job/import-job.ts';
import { attributesOf, htmlOf, linesOf, shellOfContoso } from '../drawn.ts';
import { importOf } from './imports.ts';

const shell = shellOfContoso(['activity:write', 'licensing:write']);
const customer = { customerId: 'fabrikam', name: 'Fabrikam', partners: {} };

const upload = {
  plain: { url: 'https://uploads.example/', fields: { key: 'imports/1', success_action_redirect: 'https://pages/1' } },
  scripted: { url: 'https://uploads.example/', fields: { key: 'imports/1' } },
  after: '/imports/1?etag=sent',
  largest: 20_000_000,
};

const NOTHING_TO_UNDO = { verdict: { can: false, code: 'nothing_to_undo', message: 'There is nothing.' } } as const;

const pageOf = (job: Parameters<typeof importOf>[0], more: Partial<ImportPageView> = {}) =>
  importPage({ job: importOf(job), customer, upload: undefined, undo: NOTHING_TO_UNDO, ...more }, shell);

test('an import that waits shows a form that goes straight to the store, its file last', () => {
  const page = pageOf({}, { upload });
  const html = htmlOf(page);
  const form = html.slice(html.indexOf('<form method="post" action="https://uploads.example/"'));
  expect(form).toContain('enctype="multipart/form-data"');
  const names = [...form.matchAll(/<input[^>]* name="([^"]+)"/gu)].map(([, name]) => name);
  expect(names).toEqual(['key', 'success_action_redirect', 'file']);
  expect(linesOf(page).join(' ')).toContain('At most 20 MB.');
});

test('the script gets the fields of the form without the way back', () => {
  const [fields = ''] = attributesOf(pageOf({}, { upload }), 'data-upload');
  expect(JSON.parse(fields.replaceAll('&quot;', '"'))).toEqual({ key: 'imports/1' });
});

test('a page with a file to choose never reloads itself', () => {
  const page = pageOf({}, { upload });
  expect(htmlOf(page)).not.toContain('http-equiv="refresh"');
  expect(attributesOf(page, 'data-live')).toEqual([]);
});

test('once the file has arrived the page says so, and looks again', () => {
  const page = pageOf({});
  expect(linesOf(page)).toContain('The file has arrived; reading begins in a moment.');
  expect(attributesOf(page, 'data-live')).toEqual(['1500']);
  expect(htmlOf(page)).toContain('http-equiv="refresh"');
});

test('while rows go in the page shows how many, and announces quarters only', () => {
  const page = pageOf({ status: 'running', progress: 0.789, found: { ...noFindings(), rows: 12_345 } });
  expect(linesOf(page)).toContain('78% done, 12,345 rows read');
  expect(attributesOf(page, 'data-announcement')).toEqual(['75% done']);
});

test('a file or an undo that does not come further says what it waits for', () => {
  const retry = { since: '2026-03-02T10:00:00Z', by: '2026-03-02T10:15:00Z', failsBy: '2026-03-02T13:45:00Z' };
  const told =
    'It has not come further since 2 Mar 2026, 10:00 UTC. It is taken up again by itself, by 2 Mar 2026, 10:15 UTC at the latest; if that never helps, it ends as failed, with its reason, by 2 Mar 2026, 13:45 UTC.';
  expect(linesOf(pageOf({ status: 'running' }, { retry }))).toContain(told);
  expect(linesOf(pageOf({ status: 'running' }))).not.toContain(told);
  const undo = { status: 'running', requestedAt: '2026-03-02T10:00:00Z', begun: true } as const;
  const page = pageOf({ status: 'complete', undo }, { undo: { ...NOTHING_TO_UNDO, retry } });
  expect(linesOf(page)).toContain(told);
});

test('what was found is told by line, with counts in words', () => {
  const found = {
    rows: 1_200,
    counts: { users: 1_100, deletedUsers: 0, somethingNew: 4 },
    errors: [{ line: 902, code: 'bad_date', message: '"x" is not a date.' }],
    errorCount: 250,
    warnings: [{ code: 'unknown_product', message: 'It is left out.', count: 33 }],
  };
  const page = pageOf({ status: 'complete', progress: 1, found, finishedAt: '2026-03-10T09:31:00.000Z' });
  const text = linesOf(page).join('|');
  expect(text).toContain('250 lines were not understood and left out; everything else is stored.');
  expect(text).toContain('Finished 10 Mar 2026, 09:31 UTC');
  expect(text).toContain('The first 1 of 250 errors are listed.');
  expect(text).toContain('902|"x" is not a date.|bad_date');
  expect(text).toContain('33|It is left out.|unknown_product');
  expect(text).toContain('Users|1,100|somethingNew|4');
  expect(text).not.toContain('Deleted users');
  expect(attributesOf(page, 'data-live')).toEqual([]);
});

test('a file that was not taken says why, and leads to the form with the same kind and customer', () => {
  const errors = [
    { line: null, code: 'identity_mode_changed', message: 'The file has concealed user names.' },
    { line: 7, code: 'bad_date', message: 'No date.' },
  ];
  const page = pageOf({ status: 'failed', found: { ...noFindings(), errors, errorCount: 2 } });
  const text = linesOf(page).join('|');
  expect(text).toContain('The file was not taken|The file has concealed user names.');
  expect(text).toContain('“Replace how users are named”');
  expect(text).toContain('whole file|The file has concealed user names.');
  expect(attributesOf(page, 'href')).toContain('/imports?kind=graph.office365ActiveUserDetail&amp;customer=fabrikam');
});

test('a file of many customers names none', () => {
  const page = pageOf({ kind: 'partnerCenter.dynamicsUsage', customerId: undefined }, { customer: undefined });
  expect(linesOf(page)).toContain('Customers that the file names');
  expect(attributesOf(page, 'href').filter((href) => href.startsWith('/customers/'))).toEqual([]);
});

test('a file that would end much shows before and after, and a form that begins its import anew to apply it', () => {
  const errors = [
    { line: null, code: 'shrinks_too_much', message: 'The file names 3 of 24 holders: it would end much.' },
  ];
  const counts = { storedHolders: 24, namedHolders: 3, storedHoldings: 30, keptHoldings: 4 };
  const page = pageOf({
    status: 'failed',
    kind: 'graph.users',
    replaceIdentityMode: true,
    found: { ...noFindings(), counts, errors, errorCount: 1 },
  });
  const text = linesOf(page).join('|');
  expect(text).toContain('names 3 of 24 holders');
  expect(text).toContain('What|Stored|In the file|Users who hold a licence|24|3|Licences held|30|4');
  const html = htmlOf(page);
  const form = html.slice(html.indexOf('<form method="post" action="/imports"'));
  const fields = [...form.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/gu)].map(([, name, value]) => [
    name,
    value,
  ]);
  expect(Object.fromEntries(fields)).toMatchObject({
    kind: 'graph.users',
    customerId: 'fabrikam',
    day: '2026-03-10',
    replaceIdentityMode: 'true',
    allowShrink: 'true',
  });
  expect(form).not.toContain('allowOtherTenant');
});

const against = (code: string) => [{ line: null, code, message: 'x' }];
const warned: Partial<ImportJob['found']> = { warnings: [{ code: 'date_report', message: 'x', count: 21 }] };

test.each<[ImportJob['status'], Partial<ImportJob['found']>, string[]]>([
  ['failed', { errors: against('other_tenant'), errorCount: 1 }, ['allowOtherTenant']],
  ['complete', warned, ['allowShrink']],
  ['failed', { errors: against('empty_file'), errorCount: 1 }, []],
])('what can be allowed to a file that is %s is what stood against it', (status, found, allowances) => {
  const html = htmlOf(pageOf({ status, found: { ...noFindings(), ...found } }));
  expect(['allowShrink', 'allowOtherTenant'].filter((name) => html.includes(`name="${name}"`))).toEqual(allowances);
});

const finished = { status: 'complete', finishedAt: '2026-03-10T09:31:00.000Z' } as const;
const verdict = { can: true, until: '2026-03-24T09:30:00.000Z', counts: { holders: 1_120, holdings: 2_245 } } as const;

test('an import that can be undone says what is put back and until when, before its button', () => {
  const page = pageOf(finished, { undo: { verdict } });
  const text = linesOf(page).join('|');
  expect(text).toContain(
    'What was stored before this file is put back: 1,120 users with a licence, 2,245 licences held.',
  );
  expect(text).toContain('Possible until 24 Mar 2026, 09:30 UTC');
  const html = htmlOf(page);
  const form = html.slice(html.indexOf('/undo"'));
  expect(form).toMatch(/^\/undo"><input type="hidden"[^>]*><button type="submit">Undo this import<\/button>/u);
});

test.each<[string, Partial<ImportPageView>]>([
  ['cannot be undone', {}],
  ['is shown to somebody who may only look', { undo: { verdict: undefined } }],
])('an import that %s offers no undo', (_, more) => {
  expect(htmlOf(pageOf(finished, more))).not.toContain('/undo"');
});

test('while an import is undone the page looks again, and then says what was put back', () => {
  const requestedAt = '2026-03-11T08:00:00.000Z';
  const running = pageOf({ ...finished, undo: { status: 'running', requestedAt, begun: true } }, { undo: { verdict } });
  expect(linesOf(running).join('|')).toContain('This import is being undone');
  expect(htmlOf(running)).toContain('http-equiv="refresh"');
  expect(htmlOf(running)).not.toContain('/undo"');
  const undo = { status: 'done', requestedAt, begun: true, finishedAt: '2026-03-11T08:01:00.000Z' } as const;
  const done = linesOf(pageOf({ ...finished, replaced: { subscriptions: 4 }, undo })).join('|');
  expect(done).toContain('This import was undone 11 Mar 2026, 08:01 UTC. Put back: 4 subscriptions.');
});

test('an undo that was not begun, or did not come to its end, says why', () => {
  const refused = pageOf(finished, { undo: { ...NOTHING_TO_UNDO, problem: 'Newer is the import "x".' } });
  expect(linesOf(refused).join('|')).toContain('The import was not undone|Newer is the import "x".');
  const reason = { code: 'internal_error', message: 'Something failed on our side.' };
  const undo = { status: 'failed', requestedAt: '2026-03-11T08:00:00.000Z', begun: true, reason } as const;
  const failed = pageOf({ ...finished, undo }, { undo: { verdict } });
  expect(linesOf(failed).join('|')).toContain('The undo did not come to its end|Something failed on our side.');
  expect(htmlOf(failed)).toContain('/undo"');
});
