import { createHash } from 'node:crypto';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readLink, readUses, revokeLink } from '../../../lib/exports/links/mailed-link-table.ts';
import { logger } from '../../../lib/observability/logger.ts';
import { type ExportFunctions, NOW, publish, startExports, storePartner } from './export-functions.ts';

let exports: ExportFunctions;
beforeAll(async () => {
  exports = await startExports();
});
afterAll(() => exports.stop());

const DAY = 86_400_000;
const RECIPIENT = 'anna@contoso.example';

/** The tokens of the mail about a new export, one per file, and when it was mailed. */
const mailLinks = async (): Promise<{ deployment: string; usage: string }> => {
  await storePartner(exports.tables, { recipients: [RECIPIENT] });
  await publish(exports.tables);
  await exports.order({ reports: ['deployment', 'usage'], email: [RECIPIENT] });
  await exports.drain();
  const text = (await exports.mailsTo(RECIPIENT)).map(({ body }) => body.text);
  const newest = text.flatMap((one) => [...one.matchAll(/\/d\/(\S+)/g)].map(([, token = '']) => token)).slice(-2);
  const [deployment = '', usage = ''] = newest;
  return { deployment, usage };
};

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
const endOf = async (token: string): Promise<Date> =>
  new Date((await readLink(exports.tables.jobs, hashOf(token), NOW))?.validUntil ?? '');

test('GET leads to the file by an address for this click, which is kept nowhere', async () => {
  const { deployment } = await mailLinks();
  const answer = await exports.follow(deployment);
  expect(answer).toMatchObject({
    status: 302,
    body: undefined,
    headers: { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
  });
  const location = new URL(answer.headers.location ?? '');
  expect(location.searchParams.get('X-Amz-Expires')).toBe('300');
  const file = await fetch(location);
  expect(file.status).toBe(200);
  expect(file.headers.get('content-disposition')).toBe(
    'attachment; filename="seatpulse-contoso-deployment-2026-03-09.csv"',
  );
  expect(await file.text()).toContain('fabrikam,Fabrikam GmbH');
});

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

test('a browser reads why a link leads nowhere and whom to ask, a program the problem', async () => {
  const headers = { accept: BROWSER };
  const page = await exports.follow('no-such-token', { headers });
  expect(page).toMatchObject({ status: 404, headers: { 'content-type': 'text/html; charset=utf-8' } });
  expect(page.body).toContain('This link leads nowhere');
  expect(page.body).toContain('Whom to ask');
  for (const accept of ['*/*', 'application/json', undefined])
    expect(await exports.follow('no-such-token', accept === undefined ? {} : { headers: { accept } })).toMatchObject({
      status: 404,
      headers: { 'content-type': 'application/problem+json' },
      body: { code: 'unknown_link' },
    });
  const { usage } = await mailLinks();
  expect(await exports.follow(usage, { headers })).toMatchObject({ status: 302 });
  await revokeLink(exports.tables.jobs, hashOf(usage), NOW);
  const revoked = await exports.follow(usage, { headers });
  expect(revoked.status).toBe(410);
  expect(revoked.body).toContain('This link was taken back.');
});

test('every answer about a link is private, and loads and runs nothing', async () => {
  const { usage } = await mailLinks();
  for (const token of [usage, 'no-such-token'])
    for (const method of ['GET', 'HEAD'] as const)
      expect((await exports.follow(token, { method })).headers).toMatchObject({
        'cache-control': 'no-store',
        'content-security-policy': expect.stringMatching(/^default-src 'none'; style-src 'sha256-/u),
        'referrer-policy': 'no-referrer',
        'strict-transport-security': 'max-age=31536000; includeSubDomains',
        'x-content-type-options': 'nosniff',
      });
});

test('what a mail program adds to a link does not matter', async () => {
  const { usage } = await mailLinks();
  const query = { utm_source: 'mail', fbclid: 'x' };
  expect(await exports.follow(usage, { query })).toMatchObject({ status: 302 });
  expect(await exports.follow(usage, { query, method: 'HEAD' })).toMatchObject({ status: 200 });
});

test('HEAD tells type, size and name, and neither method uses the link up', async () => {
  const { usage } = await mailLinks();
  for (let time = 0; time < 3; time += 1) {
    const head = await exports.follow(usage, { method: 'HEAD' });
    const get = await exports.follow(usage);
    expect(head).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="seatpulse-contoso-usage-2026-03-09.csv"',
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
      },
    });
    expect(head.headers).not.toHaveProperty('location');
    const bytes = (await (await fetch(get.headers.location ?? '')).arrayBuffer()).byteLength;
    expect(head.headers['content-length']).toBe(String(bytes));
  }
});

test('a link works to the end of its seventh day and is then 410', async () => {
  const { usage } = await mailLinks();
  const end = await endOf(usage);
  expect(end.getTime() - NOW.getTime()).toBeGreaterThanOrEqual(7 * DAY);
  expect(await exports.follow(usage, { now: new Date(end.getTime() - 1) })).toMatchObject({ status: 302 });
  const expired = { status: 410, body: { code: 'link_expired' } };
  expect(await exports.follow(usage, { now: end })).toMatchObject(expired);
  expect(await exports.follow(usage, { now: end, method: 'HEAD' })).toMatchObject(expired);
});

test('after sixty days nothing is known of a link, whether or not the table has deleted it', async () => {
  const { usage } = await mailLinks();
  const now = new Date((await endOf(usage)).getTime() + 53 * DAY);
  expect(await exports.follow(usage, { now })).toMatchObject({ status: 404, body: { code: 'unknown_link' } });
});

test('a link that was taken back is 410', async () => {
  const { usage } = await mailLinks();
  expect(await revokeLink(exports.tables.jobs, hashOf(usage), NOW)).toBe(true);
  expect(await revokeLink(exports.tables.jobs, hashOf(usage), NOW)).toBe(false);
  expect(await exports.follow(usage)).toMatchObject({ status: 410, body: { code: 'link_revoked' } });
});

test('taking back a link that does not exist makes none', async () => {
  expect(await revokeLink(exports.tables.jobs, hashOf('nothing'), NOW)).toBe(false);
  expect(await readLink(exports.tables.jobs, hashOf('nothing'), NOW)).toBeUndefined();
});

test('links are 410 once a customer was taken out of the portfolio', async () => {
  const { usage } = await mailLinks();
  await storePartner(exports.tables, { lastUnlinkedAt: NOW.toISOString() });
  expect(await exports.follow(usage)).toMatchObject({ status: 410, body: { code: 'link_revoked' } });
});

test('an altered, a shortened and a made-up token are 404 and leave nothing behind', async () => {
  const { usage } = await mailLinks();
  const last = usage.slice(-1) === 'A' ? 'B' : 'A';
  const made = ['A'.repeat(43), `${usage.slice(0, -1)}${last}`, usage.slice(0, -1), `${usage}A`, 'x', '%2e%2e', ''];
  for (const token of made) {
    expect(await exports.follow(token)).toMatchObject({ status: 404, body: { code: 'unknown_link' } });
    expect(await readUses(exports.tables.jobs, hashOf(token), 9)).toEqual([]);
  }
});

test('every use of a link is written down, those that led nowhere too', async () => {
  const { usage } = await mailLinks();
  const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
  const agent = `Mozilla/5.0 ${'x'.repeat(300)}`;
  await exports.follow(usage, { method: 'HEAD', now: at(1), headers: { 'User-Agent': 'scanner' } });
  await exports.follow(usage, { now: at(2), headers: { 'user-agent': agent } });
  await revokeLink(exports.tables.jobs, hashOf(usage), NOW);
  await exports.follow(usage, { now: at(3) });
  const uses = [
    { usedAt: at(3).toISOString(), method: 'GET', userAgent: '', outcome: 'revoked' },
    { usedAt: at(2).toISOString(), method: 'GET', userAgent: agent.slice(0, 200), outcome: 'usable' },
    { usedAt: at(1).toISOString(), method: 'HEAD', userAgent: 'scanner', outcome: 'usable' },
  ];
  expect(await readUses(exports.tables.jobs, hashOf(usage), 9)).toEqual(uses);
  expect(await readUses(exports.tables.jobs, hashOf(usage), 2)).toEqual(uses.slice(0, 2));
});

test('no item of the table holds a token, and each has its end', async () => {
  const { deployment, usage } = await mailLinks();
  await exports.follow(usage);
  const { Items = [] } = await exports.tables.jobs.client.send(
    new ScanCommand({ TableName: exports.tables.jobs.name }),
  );
  const text = JSON.stringify(Items);
  expect(text).toContain(hashOf(usage));
  expect(text).not.toContain(usage);
  expect(text).not.toContain(deployment);
  expect(Items.filter(({ expiresAt }) => typeof expiresAt !== 'number')).toEqual([]);
});

test('the log tells the route and the status, neither the token nor where it led', async () => {
  const { usage } = await mailLinks();
  const lines: string[] = [];
  const written = vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  logger.setLogLevel('DEBUG');
  try {
    await exports.follow(usage);
    await exports.follow(`${usage.slice(0, -3)}AAA`);
  } finally {
    logger.setLogLevel('SILENT');
    written.mockRestore();
  }
  const told = lines.map((line) => JSON.parse(line) as Record<string, unknown>); // the logger's own format
  expect(told.map(({ route, status }) => [route, status])).toEqual([
    ['GET /d/{token}', 302],
    ['GET /d/{token}', 404],
  ]);
  expect(lines.join()).not.toContain(usage.slice(0, -3));
  expect(lines.join()).not.toContain('X-Amz-');
});
