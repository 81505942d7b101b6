import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSealer } from '../../../functions/dashboard/session/sealed.ts';
import { readSession } from '../../../functions/dashboard/session/session.ts';
import { createSignIn } from '../../../functions/dashboard/session/sign-in.ts';
import { createClock } from '../../../infra/local/clock.ts';
import { startIssuer } from '../../../infra/local/issuer/issuer.ts';
import type { Caller } from '../../../lib/access/caller.ts';
import { readLastSignOut } from '../../../lib/access/sign-out-table.ts';
import { listCustomers } from '../../../lib/customers/list-customers.ts';
import { erasureMessage } from '../../../lib/erasure/job/erasure-job.ts';
import { readAttempt } from '../../../lib/exports/files/export-attempt-table.ts';
import { readDownloads } from '../../../lib/exports/job/export-download-table.ts';
import { exportMessage } from '../../../lib/exports/job/export-job.ts';
import { readExport } from '../../../lib/exports/job/export-job-table.ts';
import { listExports } from '../../../lib/exports/job/list-exports.ts';
import { readUndeliverable } from '../../../lib/exports/job/undeliverable-table.ts';
import { followLink } from '../../../lib/exports/links/follow-link.ts';
import { readLink, readUses } from '../../../lib/exports/links/mailed-link-table.ts';
import { readMails } from '../../../lib/exports/mail/export-mail-table.ts';
import { listImports, readImport } from '../../../lib/imports/job/import-job-table.ts';
import { importMessage } from '../../../lib/imports/job/import-message.ts';
import { recalculateMessage, runMessage } from '../../../lib/insights/run/recalculation-message.ts';
import { publishMessage } from '../../../lib/portfolio/publish-message.ts';
import { collectionMessage } from '../../../lib/sources/collecting/collection-message.ts';
import { callApi, operator, partnerUser } from '../../fixtures/api-event.ts';
import { fixedKeys } from '../../fixtures/session-keys.ts';
import type { TestTables } from '../../fixtures/tables.ts';
import { cursorsBefore, itemsBefore, messagesBefore, startStoredBefore, tokensBefore } from './stored-before.ts';

const NOW = new Date('2026-03-02T11:00:00Z');
const WHOLE = '24e9c980-6f6a-49c9-8f3e-5e36cfe23b18';
const OF_CONTOSO = '4e612334-d4e0-4814-a0ca-07f21f88aade';
const WITHOUT_FIGURES = '850f645e-ec72-41f4-924a-cdd1f49d46b8';
const HALF_WRITTEN = '637de331-f3d4-45e6-b6f8-3f53dba3fbc0';
const RUNNING_IMPORT = 'aa88703e-9000-4d7b-9597-78ea14cfbebf';

let tables: TestTables;
beforeAll(async () => {
  tables = await startStoredBefore();
}, 60_000);
afterAll(() => tables.stop());

test('reads which recipients take no mail', async () => {
  expect(await readUndeliverable(tables.jobs, 'gone@northwind.example', {}, NOW)).toEqual({
    since: '2026-03-01T09:00:00.000Z',
    reason: 'The address takes no mail: there is no such address.',
  });
});

test('reads exports, their attempts and what was mailed and fetched of them', async () => {
  const { jobs } = tables;
  const whole = await readExport(jobs, WHOLE, NOW);
  expect(whole).toMatchObject({
    status: 'complete',
    reports: ['deployment', 'recommendations'],
    recipients: ['anna@northwind.example', 'bo@northwind.example'],
    sentLater: [{ recipient: 'cy@northwind.example', requestedBy: 'someone-at-northwind' }],
    files: [
      { report: 'deployment', rows: 8, bytes: 1519 },
      { report: 'recommendations', bytes: 17_381 },
    ],
    headline: { sold: 50, usagePercent: 66, earlier: { deploymentPercent: 88, usagePercent: 86 } },
    links: { 'low-usage': [{ title: 'Introductions' }], 'support-load': [] },
  });
  expect(await readExport(jobs, OF_CONTOSO, NOW)).toMatchObject({
    customerId: 'contoso',
    customerName: 'Customer contoso',
  });
  expect(await readExport(jobs, WITHOUT_FIGURES, NOW)).toMatchObject({
    status: 'failed',
    failure: { code: 'no_snapshot' },
  });
  const [attempt] = itemsBefore.filter(({ item }) => item.job === `export#${HALF_WRITTEN}` && 'attemptId' in item);
  expect(await readAttempt(jobs, HALF_WRITTEN, String(attempt?.item.attemptId))).toMatchObject({
    step: 1,
    files: [],
    open: { nextLine: 53, rows: 212, bytes: 5_331_117, parts: [{ PartNumber: 1, ChecksumCRC32: 'BKegeQ==' }] },
  });
  expect((await readMails(jobs, WHOLE)).map(({ recipient, status, reason }) => [recipient, status, reason])).toEqual([
    ['anna@northwind.example', 'sent', undefined],
    ['bo@northwind.example', 'failed', 'The address is not on the list of recipients any more.'],
    ['cy@northwind.example', 'sent', undefined],
  ]);
  expect(await readDownloads(jobs, WHOLE, 10)).toEqual([
    { downloadedAt: '2026-03-02T10:00:02.000Z', downloadedBy: 'anna', name: 'a.csv' },
  ]);
});

test('reads when somebody signed out', async () => {
  expect(await readLastSignOut(tables.jobs, 'anna')).toEqual(new Date('2026-03-02T10:00:12.345Z'));
  expect(await readLastSignOut(tables.jobs, 'olga')).toBeUndefined();
});

test('follows a link that was mailed, and no other that was taken back', async () => {
  const { jobs } = tables;
  const link = await followLink(tables, tokensBefore.mailedLink, { method: 'HEAD', userAgent: undefined, now: NOW });
  expect(link).toMatchObject({
    ownerPortfolio: 'northwind',
    exportId: WHOLE,
    recipient: 'anna@northwind.example',
    name: 'seatpulse-northwind-recommendations-2026-03-01.csv',
    bytes: 17_381,
    validUntil: '2026-03-09T10:00:02.000Z',
  });
  const [taken] = (await readMails(jobs, WHOLE)).flatMap(({ links }) => links);
  const revoked = taken?.tokenHash ?? '';
  expect(await readLink(jobs, revoked, NOW)).toMatchObject({ revokedAt: '2026-03-02T10:00:02.000Z' });
  expect(await readUses(jobs, revoked, 10)).toEqual([
    { usedAt: '2026-03-02T10:00:02.000Z', method: 'GET', userAgent: 'Browser/1.0', outcome: 'usable' },
  ]);
});

test('reads imports, also one in the middle of its file', async () => {
  const { jobs } = tables;
  expect(await readImport(jobs, RUNNING_IMPORT, NOW)).toMatchObject({
    kind: 'graph.office365ActiveUserDetail',
    status: 'running',
    step: 4,
    file: { bytes: 35_894 },
    report: {
      phase: 'assignments',
      at: { byte: 587, line: 1 },
      day: 20_513,
      today: 20_514,
      soldNamesakes: ['cdd28e44-67e3-425e-be4c-737fab2899d3'],
      modes: { readable: 600, concealed: 0 },
    },
    found: { errorCount: 1, errors: [{ line: 602, code: 'bad_flag' }] },
  });
  const { imports } = await listImports(jobs, 'alpine', { limit: 10 }, NOW);
  expect(imports.map(({ status }) => status).sort()).toEqual(['complete', 'complete', 'failed', 'running', 'waiting']);
});

const NORTHWIND: Caller = {
  subject: 'anna',
  scopes: new Set(['insights:read']),
  operator: false,
  portfolio: 'northwind',
};
const OPERATOR: Caller = { subject: 'olga', scopes: new Set(['operator']), operator: true, portfolio: '~operator' };

test('goes on in every list where a cursor says', async () => {
  const { jobs, licensing } = tables;
  Object.assign(process.env, { PORTFOLIOS_BUCKET: 'portfolios' });
  const { handler: insights } = await import('../../../functions/read-insights/handler.ts');
  const { handler: catalogue } = await import('../../../functions/manage-catalogue/handler.ts');
  const goOn = async (handler: unknown, list: string, path: Record<string, string> = {}, caller = operator) => {
    const cursor = cursorsBefore[list] ?? '';
    return (await callApi(handler, { route: list, path, caller, query: { cursor, limit: '1' }, now: NOW })).body;
  };
  const customersFrom = (caller: Caller, list: string) =>
    listCustomers(licensing, caller, { limit: 1, cursor: cursorsBefore[list] });
  expect((await customersFrom(NORTHWIND, 'GET /v1/customers of a partner')).customers).toMatchObject([
    { customerId: 'contoso' },
  ]);
  expect((await customersFrom(OPERATOR, 'GET /v1/customers of an operator')).customers).toMatchObject([
    { customerId: 'tailspin' },
  ]);
  const { products } = (await goOn(catalogue, 'GET /v1/products')) as { products: { name: string }[] }; // its 200
  expect(products.map(({ name }) => name > 'Microsoft 365 Apps for Enterprise')).toEqual([true]);
  const history = 'GET /v1/customers/{id}/insights/history';
  const cursor = cursorsBefore[history] ?? '';
  const days = await callApi(insights, {
    route: history,
    path: { id: 'contoso' },
    caller: operator,
    query: { cursor },
    now: NOW,
  });
  expect(days.body).toMatchObject({ days: [{ asOf: '2026-03-01' }] });
  expect(await goOn(insights, 'GET /v1/portfolio', {}, partnerUser('northwind'))).toMatchObject({
    asOf: '2026-03-01',
    totals: { customers: 4 },
    customers: [{ customerId: expect.any(String) }],
  });
  const page = (list: string) => ({ limit: 9, cursor: cursorsBefore[list] });
  const { exports } = await listExports(jobs, 'northwind', page('the list of exports'), NOW);
  expect(exports.map(({ exportId }) => exportId)).not.toContain(WITHOUT_FIGURES);
  expect(exports.length).toBeGreaterThan(0);
  const { imports } = await listImports(jobs, 'alpine', page('the list of imports'), NOW);
  expect(imports.map(({ createdAt }) => createdAt)).toEqual(imports.map(() => '2026-03-02T10:00:00.000Z'));
});

const SCHEMAS = {
  runs: runMessage,
  recalculations: recalculateMessage,
  publishes: publishMessage,
  exports: exportMessage,
  imports: importMessage,
  erasures: erasureMessage,
  collections: collectionMessage,
} satisfies Record<(typeof messagesBefore)[number]['queue'], unknown>;

test.each(messagesBefore)('takes a message of the queue of $queue as it was sent', ({ queue, body }) => {
  const schema = SCHEMAS[queue];
  const key = Object(body).detail?.object.key as string | undefined; // S3's own event of an upload
  expect(schema.parse(body)).toEqual(key === undefined ? body : { importId: key.slice('imports/'.length) });
});

const sealer = createSealer(fixedKeys({ id: tokensBefore.version, secret: tokensBefore.sealedWith }));

test('opens what a browser kept, while it is good and not after', async () => {
  expect(await readSession(sealer, [tokensBefore.session], NOW)).toEqual({
    subject: 'anna',
    formToken: 'Zm9ybS10b2tlbi1vZi1hbm5h',
    issuedAt: '2026-03-02T10:00:00.000Z',
    until: '2026-03-02T20:00:00.000Z',
  });
  expect(await readSession(sealer, [tokensBefore.actingSession], NOW)).toMatchObject({
    subject: 'olga',
    actingAs: 'northwind',
  });
  expect(await readSession(sealer, [tokensBefore.session], new Date('2026-03-02T20:00:01Z'))).toBeUndefined();
});

test('whose session is from before the secret had versions signs in once more', async () => {
  expect(await readSession(sealer, [tokensBefore.sessionWithoutVersion], NOW)).toBeUndefined();
});

test('knows a sign-in that was begun, and goes on to what the issuer says of it', async () => {
  const now = new Date('2026-03-02T10:55:00Z');
  const issuer = await startIssuer({ port: 0, clock: createClock(now) });
  const signIn = createSignIn(sealer, {
    issuer: issuer.url.origin,
    clientId: 'pages',
    pagesUrl: 'https://pages.example',
  });
  const finish = (cookie: string) => signIn.finish('code=c&state=another', [cookie], now);
  await expect(finish(`__Host-seatpulse-sign-in=${tokensBefore.signIn}`)).rejects.toMatchObject({
    code: 'sign_in_refused',
  });
  await expect(finish('__Host-seatpulse-sign-in=forged')).rejects.toMatchObject({ code: 'sign_in_expired' });
  await issuer.stop();
});
