import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Caller } from '../../../lib/access/caller.ts';
import { readDownloads, recordDownload } from '../../../lib/exports/job/export-download-table.ts';
import { requireExport } from '../../../lib/exports/job/require-export.ts';
import { readExportLinks, revokeExportLinks } from '../../../lib/exports/mail/export-links.ts';
import { readMails } from '../../../lib/exports/mail/export-mail-table.ts';
import { sendLater } from '../../../lib/exports/mail/send-later.ts';
import { type ExportFunctions, NOW, publish, startExports, storePartner } from './export-functions.ts';

const ANNA = 'anna@contoso.example';
const BO = 'bo@contoso.example';
const DAY = 86_400_000;

let exports: ExportFunctions;
beforeAll(async () => {
  exports = await startExports();
});
afterAll(() => exports.stop());

const caller: Caller = {
  subject: 'cy-of-contoso',
  scopes: new Set(['exports:write']),
  operator: false,
  portfolio: 'contoso',
};

/** A complete export of one file, mailed to these. */
const exportFor = async (...email: string[]) => {
  await storePartner(exports.tables, { recipients: [ANNA, BO] });
  await publish(exports.tables);
  const exportId = await exports.order({ reports: ['usage'], email });
  await exports.drain();
  return requireExport(exports.tables.jobs, caller, exportId, NOW);
};

const linksOf = async (exportId: string, readable = true, now = NOW) =>
  readExportLinks(exports.tables.jobs, await readMails(exports.tables.jobs, exportId), readable, now);

const tokenFor = async (recipient: string): Promise<string> =>
  (await exports.mailsTo(recipient))
    .flatMap(({ body }) => [...body.text.matchAll(/\/d\/(\S+)/gu)].map(([, token = '']) => token))
    .at(-1) ?? '';

const send = async (job: Awaited<ReturnType<typeof exportFor>>, email: readonly string[], now = NOW) => {
  const { jobs, licensing } = exports.tables;
  await sendLater({ jobs, licensing, queueUrl: process.env.EXPORT_QUEUE_URL ?? '' }, caller, job, email, now);
};

test('shows each link with its end and its newest uses, and whether it works', async () => {
  const { exportId } = await exportFor(ANNA);
  const token = await tokenFor(ANNA);
  const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
  for (let second = 1; second <= 12; second += 1)
    await exports.follow(token, { method: second === 12 ? 'GET' : 'HEAD', now: at(second) });
  const [link, ...more] = await linksOf(exportId);
  expect(more).toEqual([]);
  expect(link).toMatchObject({
    recipient: ANNA,
    name: 'seatpulse-contoso-usage-2026-03-09.csv',
    state: 'usable',
    moreUses: true,
  });
  expect(link?.uses).toHaveLength(10);
  expect(link?.uses[0]).toMatchObject({ method: 'GET', usedAt: at(12).toISOString(), outcome: 'usable' });
  const stateAt = async (readable: boolean, now: Date) => (await linksOf(exportId, readable, now))[0]?.state;
  expect(await stateAt(true, new Date(link?.validUntil ?? ''))).toBe('expired');
  expect(await stateAt(false, NOW)).toBe('revoked');
});

test('takes back the links that are named, and no others', async () => {
  const { exportId } = await exportFor(ANNA, BO);
  const [ofAnna, ofBo] = await linksOf(exportId);
  await revokeExportLinks(exports.tables.jobs, exportId, [ofAnna?.tokenHash ?? ''], NOW);
  expect((await linksOf(exportId)).map(({ recipient, state }) => [recipient, state])).toEqual([
    [ANNA, 'revoked'],
    [BO, 'usable'],
  ]);
  expect(await exports.follow(await tokenFor(ANNA))).toMatchObject({ status: 410, body: { code: 'link_revoked' } });
  expect(await exports.follow(await tokenFor(BO))).toMatchObject({ status: 302 });
  await revokeExportLinks(exports.tables.jobs, exportId, [ofAnna?.tokenHash ?? '', ofBo?.tokenHash ?? ''], NOW);
  expect((await linksOf(exportId)).map(({ state }) => state)).toEqual(['revoked', 'revoked']);
});

test('a link of another export is not taken back, nor anything with it', async () => {
  const mine = await exportFor(ANNA);
  const other = await exportFor(BO);
  const [own] = await linksOf(mine.exportId);
  const [foreign] = await linksOf(other.exportId);
  const both = [own?.tokenHash ?? '', foreign?.tokenHash ?? ''];
  await expect(revokeExportLinks(exports.tables.jobs, mine.exportId, both, NOW)).rejects.toMatchObject({
    status: 404,
    code: 'unknown_link',
  });
  expect((await linksOf(mine.exportId))[0]?.state).toBe('usable');
  expect((await linksOf(other.exportId))[0]?.state).toBe('usable');
});

test('a complete export is sent to one more recipient, once, for who asked', async () => {
  const job = await exportFor(ANNA);
  const mailsBefore = await Promise.all([ANNA, BO].map(async (one) => (await exports.mailsTo(one)).length));
  await send(job, [BO]);
  await exports.drain();
  await send(await requireExport(exports.tables.jobs, caller, job.exportId, NOW), [ANNA, BO]);
  await exports.drain();
  const mailsAfter = await Promise.all([ANNA, BO].map(async (one) => (await exports.mailsTo(one)).length));
  expect(mailsAfter.map((count, at) => count - (mailsBefore[at] ?? 0))).toEqual([0, 1]);
  expect((await exports.show(job.exportId)).mails).toEqual([
    { recipient: ANNA, status: 'sent' },
    { recipient: BO, status: 'sent' },
  ]);
  expect((await exports.mailsTo(BO)).at(-1)?.body.text).toContain('asked for by cy-of-contoso');
});

test('an export is not sent to strangers, before it is complete, beyond its files’ end, or once a customer has left', async () => {
  const job = await exportFor();
  await expect(send(job, ['eve@elsewhere.example'])).rejects.toMatchObject({ status: 400, code: 'unknown_recipient' });
  const end = new Date(Date.parse(job.createdAt) + 53 * DAY + 1);
  await expect(send(job, [ANNA], end)).rejects.toMatchObject({ status: 409, code: 'export_too_old' });
  const queued = await exports.order({ reports: ['usage'] });
  await expect(send(await requireExport(exports.tables.jobs, caller, queued, NOW), [ANNA])).rejects.toMatchObject({
    status: 409,
    code: 'export_not_complete',
  });
  await storePartner(exports.tables, { recipients: [ANNA], lastUnlinkedAt: NOW.toISOString() });
  await expect(send(job, [ANNA])).rejects.toMatchObject({ status: 409, code: 'export_not_readable' });
  await exports.takeMessages();
});

test('downloads are written down, newest first', async () => {
  const job = await exportFor();
  const download = (second: number) => ({
    downloadedAt: new Date(NOW.getTime() + second * 1000).toISOString(),
    downloadedBy: `person-${second}`,
    name: 'seatpulse-contoso-usage-2026-03-09.csv',
  });
  for (const second of [1, 2, 3]) await recordDownload(exports.tables.jobs, job, download(second));
  expect(await readDownloads(exports.tables.jobs, job.exportId, 2)).toEqual([download(3), download(2)]);
  expect(await readMails(exports.tables.jobs, job.exportId)).toEqual([]);
});

test('an export is shown to its portfolio and to operators who act for all', async () => {
  const { exportId } = await exportFor();
  const show = (more: Partial<Caller>) => requireExport(exports.tables.jobs, { ...caller, ...more }, exportId, NOW);
  await expect(show({ portfolio: 'other' })).rejects.toMatchObject({ status: 404, code: 'unknown_export' });
  expect(await show({ operator: true, portfolio: '~operator' })).toMatchObject({ exportId });
});
