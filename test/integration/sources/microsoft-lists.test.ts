import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readJsonList } from '../../../lib/imports/formats/json-list.ts';
import { tenantIdsIn } from '../../../lib/imports/formats/tenant-signs.ts';
import { IMPATIENT, PARTNER, startMicrosoft, TENANT } from './microsoft-under-test.ts';

const USERS =
  'GET /v1.0/users?$select=id,userPrincipalName,accountEnabled,assignedLicenses,licenseAssignmentStates&$top=999';
const SUBSCRIPTIONS = `GET /v1/customers/${TENANT}/subscriptions`;

const users = (...names: string[]) => names.map((name) => ({ id: name, userPrincipalName: `${name}@contoso.example` }));

test('pages of users become one document, which an import reads whole', async () => {
  const { service, fetch, files } = await startMicrosoft();
  const page = (at: number) => `/v1.0/users?$top=999&$skiptoken=${at}`;
  service.on(USERS, {
    json: { '@odata.context': 'x', value: users('ada', 'bob'), '@odata.nextLink': service.origin + page(2) },
  });
  service.on(`GET ${page(2)}`, { json: { value: [], '@odata.nextLink': service.origin + page(3) } });
  service.on(`GET ${page(3)}`, { json: { value: users('cem') } });
  expect(await fetch('graph.users')).toEqual({ outcome: 'fetched' });
  expect(service.calls()).toEqual([USERS, `GET ${page(2)}`, `GET ${page(3)}`]);
  expect(service.asked.slice(1).map(({ headers }) => headers.authorization)).toEqual(Array(3).fill('Bearer token-1'));
  expect(files).toEqual([
    { id: 'graph.users', tag: undefined, text: JSON.stringify({ value: users('ada', 'bob', 'cem') }) },
  ]);
  const taken: unknown[] = [];
  const read = await readJsonList(Readable.from([Buffer.from(files[0]?.text ?? '')]), (item) => taken.push(item));
  expect([taken, read.document]).toEqual([users('ada', 'bob', 'cem'), { value: [] }]);
});

test('no page is asked for before the one before it was taken', async () => {
  const { service, fetch, context } = await startMicrosoft();
  const PAGES = 40;
  const address = (at: number) => `/v1.0/users?$skiptoken=${at}`;
  const answer = (at: number) => ({
    json: { value: users(`user-${at}`), ...(at < PAGES && { '@odata.nextLink': service.origin + address(at + 1) }) },
  });
  service.on(USERS, answer(1));
  for (let at = 2; at <= PAGES; at += 1) service.on(`GET ${address(at)}`, answer(at));
  const ahead: number[] = [];
  const putFile: typeof context.putFile = async ({ content }) => {
    let taken = -1; // the opening of the document is none
    for await (const _ of content) {
      taken += 1;
      if (taken > 0 && taken <= PAGES) ahead.push(service.calls().length - taken);
      await new Promise((done) => setImmediate(done));
    }
  };
  expect(await fetch('graph.users', { putFile })).toEqual({ outcome: 'fetched' });
  expect(ahead).toEqual(Array(PAGES).fill(0));
});

test('seats and subscriptions of the tenant are fetched from where Graph has them', async () => {
  const { service, fetch, files } = await startMicrosoft();
  service.on('GET /v1.0/subscribedSkus', { json: { value: [{ skuId: 'a', accountId: TENANT }] } });
  service.on('GET /v1.0/directory/subscriptions', { json: { value: [{ skuId: 'a', totalLicenses: 5 }] } });
  await fetch('graph.subscribedSkus');
  await fetch('graph.directorySubscriptions');
  expect(files.map(({ text }) => text)).toEqual([
    `{"value":[{"skuId":"a","accountId":"${TENANT}"}]}`,
    '{"value":[{"skuId":"a","totalLicenses":5}]}',
  ]);
});

test("Partner Center's pages are followed by their token, as the partner, within its budget", async () => {
  const { service, fetch, files, spent } = await startMicrosoft({ auth: 'partner', partnerTenantId: PARTNER });
  const next = { uri: 'https://evil.example/', headers: [{ key: 'MS-ContinuationToken', value: 'AAA=' }] };
  service.on(SUBSCRIPTIONS, {
    text: `\uFEFF${JSON.stringify({ totalCount: 2, items: [{ id: '1' }], links: { next } })}`,
  });
  service.on(`${SUBSCRIPTIONS}?seekOperation=Next`, { json: { totalCount: 2, items: [{ id: '2' }], links: {} } });
  expect(await fetch('partnerCenter.subscriptions')).toEqual({ outcome: 'fetched' });
  expect(service.calls()).toEqual([SUBSCRIPTIONS, `${SUBSCRIPTIONS}?seekOperation=Next`]);
  expect(service.asked.map(({ headers }) => headers['ms-continuationtoken'])).toEqual([undefined, undefined, 'AAA=']);
  expect(new URLSearchParams(service.asked[0]?.body).get('scope')).toBe(`${service.origin}/.default offline_access`);
  expect(service.asked[0]?.call).toBe(`POST /${PARTNER}/oauth2/v2.0/token`);
  expect(spent).toEqual(Array(2).fill(`1 of 500 in 60 s: microsoft-partner-center#${PARTNER}`));
  const document: unknown = JSON.parse(files[0]?.text ?? '');
  expect(document).toMatchObject({ items: [{ id: '1' }, { id: '2' }] });
  expect(tenantIdsIn(document)).toEqual(new Set([TENANT]));
});

test('an empty list is no file', async () => {
  const { service, fetch, files } = await startMicrosoft();
  service.on('GET /v1.0/subscribedSkus', { json: { value: [] } });
  expect(await fetch('graph.subscribedSkus')).toEqual({
    outcome: 'refused',
    state: 'report_empty',
    detail: 'graph.subscribedSkus',
  });
  expect(files).toEqual([]);
});

test.each([
  ['another host', () => 'https://evil.example/v1.0/users?$skiptoken=2', 'evil.example'],
  ['another port', (own: string) => `${own}0/v1.0/users`, undefined],
  ['a host that begins like it', (own: string) => `${own}.evil.example/v1.0/users`, undefined],
  ['a host before which it is a password', (own: string) => `${own}@evil.example/v1.0/users`, 'evil.example'],
  ['another part of the host', (own: string) => `${own}/beta/users`, undefined],
  ['another part by a detour', (own: string) => `${own}/v1.0/../beta/users`, undefined],
  ['no address', () => '/v1.0/users', 'no address'],
])('a list that goes on at %s is not followed', async (_, nextOf, named) => {
  const { service, fetch, files } = await startMicrosoft();
  service.on(USERS, { json: { value: users('ada'), '@odata.nextLink': nextOf(service.origin) } });
  const outcome = await fetch('graph.users');
  expect(outcome).toMatchObject({ outcome: 'refused', state: 'address_refused' });
  if (named !== undefined) expect(outcome).toMatchObject({ detail: expect.stringContaining(` at ${named},`) });
  expect([service.calls(), files]).toEqual([[USERS], []]);
});

test('a page that goes on at itself ends nothing', async () => {
  const { service, fetch, files } = await startMicrosoft({ auth: 'partner' });
  const own = '/v1.0/users?$skiptoken=2';
  service.on(USERS, { json: { value: users('ada'), '@odata.nextLink': service.origin + own } });
  service.on(`GET ${own}`, { json: { value: users('bob'), '@odata.nextLink': service.origin + own } });
  const next = { headers: [{ key: 'MS-ContinuationToken', value: 'AAA=' }] };
  for (const call of [SUBSCRIPTIONS, `${SUBSCRIPTIONS}?seekOperation=Next`])
    service.on(call, { json: { items: [{ id: '1' }], links: { next } } });
  const goesOn = {
    outcome: 'refused',
    state: 'answer_unusable',
    detail: expect.stringContaining('a page goes on at itself'),
  };
  expect(await fetch('graph.users')).toEqual(goesOn);
  expect(await fetch('partnerCenter.subscriptions')).toEqual(goesOn);
  expect([service.calls().length, files]).toEqual([4, []]);
});

test.each([
  ['a page that is no JSON', { text: '<html>Sign in</html>' }, 'GET /v1.0/users: the answer is no JSON'],
  ['a page without a list', { json: { error: 'none' } }, /^GET \/v1\.0\/users: the answer is not as expected: value /u],
  ['a page of 5 GB', { headers: { 'content-length': '5000000000' } }, / sends more than 10,000,000 bytes$/u],
  ['a redirect', { status: 302, headers: { location: 'https://evil.example/' } }, 'GET /v1.0/users: HTTP 302'],
  [
    'values nested without an end',
    { text: `{"value":[${'['.repeat(200_000)}${']'.repeat(200_000)}]}` },
    'graph.users: nested too deeply',
  ],
  [
    'a status that nobody foresaw',
    { status: 400, json: { error: { code: 'BadRequest' } } },
    'GET /v1.0/users: HTTP 400 BadRequest',
  ],
])('%s cannot be used', async (_, reply, detail) => {
  const { service, fetch, files } = await startMicrosoft();
  service.on(USERS, reply);
  const outcome = await fetch('graph.users');
  expect(outcome).toEqual({
    outcome: 'refused',
    state: 'answer_unusable',
    detail: typeof detail === 'string' ? detail : expect.stringMatching(detail),
  });
  expect(files).toEqual([]);
});

test('a page that breaks off, or never comes, is fetched again later, and nothing of it stays', async () => {
  const { service, fetch, files } = await startMicrosoft();
  const second = '/v1.0/users?$skiptoken=2';
  service.on(USERS, { json: { value: users('ada'), '@odata.nextLink': service.origin + second } });
  service.on(
    `GET ${second}`,
    { headers: { 'content-length': '900' }, write: (response) => response.write('{', () => response.destroy()) },
    { status: 503, headers: { 'retry-after': '17' } },
    { status: 500 },
    { status: 429 },
  );
  const unavailable = { outcome: 'later', why: 'unavailable', seconds: 60 };
  expect(await fetch('graph.users')).toEqual(unavailable);
  expect(await fetch('graph.users')).toEqual({ outcome: 'later', why: 'throttled', seconds: 17 });
  expect(await fetch('graph.users')).toEqual(unavailable);
  expect(await fetch('graph.users')).toEqual({ outcome: 'later', why: 'throttled', seconds: 60 });
  expect(files).toEqual([]);
});

test('an answer that stops coming cannot be used; who cannot be reached is asked again later', async () => {
  const { service, fetch } = await startMicrosoft({}, IMPATIENT);
  service.on('GET /v1.0/subscribedSkus', { write: (response) => response.write('{') });
  expect(await fetch('graph.subscribedSkus')).toMatchObject({ outcome: 'refused', state: 'answer_unusable' });
  const hosts = { graph: 'http://127.0.0.1:1' };
  const { fetch: fetchOfNobody, context } = await startMicrosoft();
  const settings = { ...context.settings, hosts: { ...context.settings.hosts, ...hosts } };
  expect(await fetchOfNobody('graph.users', { settings })).toEqual({
    outcome: 'later',
    why: 'unavailable',
    seconds: 60,
  });
});

test('what fails at putting a file is thrown as it is', async () => {
  const { service, fetch } = await startMicrosoft();
  service.on(USERS, { json: { value: users('ada') } });
  const putFile = async () => {
    throw new Error('the bucket is full');
  };
  await expect(fetch('graph.users', { putFile })).rejects.toThrow('the bucket is full');
});

test('a signal breaks fetching off', async () => {
  const { service, fetch } = await startMicrosoft();
  const time = new AbortController();
  service.on(USERS, {
    write: (response) => {
      response.write('{');
      time.abort(new Error('the time is up'));
    },
  });
  await expect(fetch('graph.users', { signal: time.signal })).rejects.toThrow('the time is up');
});
