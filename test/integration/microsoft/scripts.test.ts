import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { RouteName } from '../../../infra/local/microsoft/http/call.ts';
import type { ScriptedAnswer } from '../../../infra/local/microsoft/http/scripted-answers.ts';
import { type Microsoft, PARTNER_APP, startMicrosoft } from '../../../infra/local/microsoft/start-microsoft.ts';
import { tenantOf } from '../../../infra/local/microsoft/tenants/tenant.ts';
import { ask, askToken, download, stoppedClock, tokenOf } from './asking.ts';

const [contoso, fabrikam] = [tenantOf('Contoso'), tenantOf('Fabrikam')];
const clock = stoppedClock('2026-03-10T08:00:00Z');
let microsoft: Microsoft;
let token: string;

beforeAll(async () => {
  microsoft = await startMicrosoft({ now: clock.now, tenants: [contoso, fabrikam] });
  token = await tokenOf(microsoft, contoso.tenantId);
});
afterEach(() => microsoft.clearScripts());
afterAll(() => microsoft.stop());

const TEAMS = 'getTeamsUserActivityUserDetail';
const users = (asking = token) => ask(`${microsoft.origins.graph}/v1.0/users`, asking);
const script = (route: RouteName, answer: ScriptedAnswer) => microsoft.script({ route }, answer);
const file = async (): Promise<Response> => {
  clock.pass(60);
  return download(microsoft, token, `reports/${TEAMS}(period='D7')`);
};

test('answers the calls that are meant, after those to be left alone, and as many as are meant', async () => {
  const unavailable = { kind: 'status', status: 503, retryAfterSeconds: 120 } as const;
  microsoft.script({ route: 'users', tenantId: contoso.tenantId, skip: 1, times: 2 }, unavailable);
  const statuses = [];
  for (let call = 0; call < 5; call += 1) statuses.push((await users()).status);
  expect(statuses).toEqual([200, 503, 503, 200, 200]);
  const takeBack = script('users', unavailable);
  const answer = await users(await tokenOf(microsoft, fabrikam.tenantId));
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '120']);
  expect(await answer.json()).toMatchObject({ error: { code: 'serviceNotAvailable' } });
  takeBack();
  expect((await users()).status).toBe(200);
});

test('words a scripted error as the service does whose route it is', async () => {
  script('token', { kind: 'status', status: 429, retryAfterSeconds: 5, code: 'temporarily_unavailable' });
  expect(await askToken(microsoft, contoso.tenantId)).toMatchObject({
    status: 429,
    body: { error: 'temporarily_unavailable' },
  });
  script('customers', { kind: 'status', status: 500 });
  const customers = await ask(`${microsoft.origins.partnerCenter}/v1/customers`);
  expect({ status: customers.status, ...(await customers.json()) }).toMatchObject({
    status: 500,
    source: expect.any(String),
  });
  script('report', { kind: 'status', status: 304 });
  const report = await ask(`${microsoft.origins.graph}/v1.0/reports/${TEAMS}(period='D7')`, token);
  expect([report.status, await report.text()]).toEqual([304, '']);
});

test('leads elsewhere: by a redirect, by a next link, and to pages without end', async () => {
  script('report', { kind: 'redirect', location: 'http://foreign.example/file' });
  const led = await ask(`${microsoft.origins.graph}/v1.0/reports/${TEAMS}(period='D7')`, token);
  expect([led.status, led.headers.get('location')]).toEqual([302, 'http://foreign.example/file']);
  script('users', { kind: 'foreignNextLink', origin: 'http://foreign.example' });
  expect(await (await users()).json()).toMatchObject({
    value: { length: 10 },
    '@odata.nextLink': expect.stringMatching(/^http:\/\/foreign\.example\/v1\.0\/users\?/u),
  });
  script('users', { kind: 'endlessPages' });
  let page = (await (await users()).json()) as Readonly<Record<string, unknown>>;
  for (let call = 0; call < 3; call += 1)
    page = (await (await ask(String(page['@odata.nextLink']), token)).json()) as Readonly<Record<string, unknown>>;
  expect(page).toMatchObject({ value: { length: 10 }, '@odata.nextLink': expect.any(String) });
  script('customers', { kind: 'endlessPages' });
  const scope = { scope: 'https://api.partnercenter.microsoft.com/.default' };
  const partner = await tokenOf(microsoft, PARTNER_APP.partnerTenantId, scope);
  const customers = await ask(`${microsoft.origins.partnerCenter}/v1/customers`, partner);
  expect(await customers.json()).toMatchObject({
    links: { next: { uri: expect.any(String), headers: [{ key: 'MS-ContinuationToken' }] } },
  });
});

test('cuts a download, or ends it too early as if it were whole', async () => {
  const whole = await (await file()).text();
  script('download', { kind: 'truncated', afterBytes: 1_000 });
  await expect((await file()).text()).rejects.toThrow('terminated');
  script('download', { kind: 'truncated', afterBytes: 1_000, cleanly: true });
  const begun = Buffer.from(await (await file()).arrayBuffer());
  expect(begun.length).toBe(1_000);
  expect(Buffer.from(`\ufeff${whole}`).subarray(0, 1_000).equals(begun)).toBe(true);
});

test('sends a header alone, another type, or a file that stops to come', async () => {
  script('download', { kind: 'emptyReport' });
  expect((await (await file()).text()).trimEnd().split('\n')).toEqual([expect.stringContaining('Last Activity Date')]);
  script('download', { kind: 'wrongType', contentType: 'text/html', body: '<h1>Sign in</h1>' });
  const page = await file();
  expect([page.headers.get('content-type'), await page.text()]).toEqual(['text/html', '<h1>Sign in</h1>']);
  script('download', { kind: 'stalled', afterBytes: 10 });
  const reader = ((await file()).body as ReadableStream<Uint8Array>).getReader();
  expect((await reader.read()).value?.length).toBe(10);
  const more = reader.read().then(
    () => 'more',
    () => 'cut',
  );
  const { promise, resolve } = Promise.withResolvers<string>();
  setImmediate(() => resolve('nothing'));
  expect(await Promise.race([more, promise])).toBe('nothing');
  await reader.cancel();
  script('download', { kind: 'slow', bytes: 400, everyMilliseconds: 1 });
  expect((await (await file()).text()).split('\n').length).toBe(12);
});

test('sends five gigabytes as they are read, and as many bytes as are asked for', async () => {
  const takeBack = script('download', { kind: 'huge', bytes: 5_000_000_000 });
  const reader = ((await file()).body as ReadableStream<Uint8Array>).getReader();
  let bytes = 0;
  while (bytes < 2_000_000) bytes += (await reader.read()).value?.length ?? Number.NaN;
  expect(bytes).toBeLessThan(5_000_000);
  await reader.cancel();
  takeBack();
  script('download', { kind: 'huge', bytes: 300_000 });
  const whole = await (await file()).text();
  expect(whole.length).toBeGreaterThanOrEqual(300_000 - 4); // the byte order mark is no text
  expect(whole.length).toBeLessThan(370_000);
  expect(
    new Set(
      whole
        .trimEnd()
        .split('\n')
        .map((line) => line.split(',').length),
    ),
  ).toEqual(new Set([33]));
});

test('records every call with what it asked for, and whether it showed a token', async () => {
  const before = microsoft.calls().length;
  await file();
  await ask(`${microsoft.origins.graph}/v1.0/nothing`);
  expect(
    microsoft
      .calls()
      .slice(before)
      .map(({ origin, route, report, tenantId, hadBearer, status }) => [
        origin,
        route,
        report,
        tenantId,
        hadBearer,
        status,
      ]),
  ).toEqual([
    ['graph', 'report', TEAMS, contoso.tenantId, true, 302],
    ['downloads', 'download', TEAMS, contoso.tenantId, false, 200],
    ['graph', undefined, undefined, undefined, false, 404],
  ]);
});
