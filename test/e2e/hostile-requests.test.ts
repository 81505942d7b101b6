import { request as send } from 'node:http';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject } from 'vitest';
import { ROUTES as PAGES } from '../../functions/dashboard/routes.ts';
import { createClock } from '../../infra/local/clock.ts';
import { type Runtime, startRuntime } from '../../infra/local/runtime.ts';
import { isDeployed } from '../steps/deployed-environment.ts';
import { HOSTILE_TEXTS, type HostileRequest, hostileRequests } from '../steps/hostile-values.ts';
import { needsLocalRuntime } from '../steps/the-stage.ts';

/* A stack of its own, as what is sent here changes settings, products and workloads at random. */
const REASON = 'it sends whatever comes to mind, and makes services fail';
const SEED = 20_260_310;
const RUNS = 12;

let stack: Runtime;
let operator: string;
let partner: string;

beforeAll(async () => {
  if (isDeployed) return;
  stack = await startRuntime({
    assembly: inject('synth').dev,
    clock: createClock(new Date('2026-03-10T09:00:00Z')),
    readsLate: true,
  });
  operator = await stack.issueToken({ subject: 'operator' });
  await api('PUT', '/v1/partners/acme', operator, { name: 'Acme', recipients: ['ana@acme.example'] });
  const scopes = ['activity:write', 'licensing:write', 'insights:read', 'exports:write'];
  await api('PUT', '/v1/access/ana', operator, { partnerId: 'acme', scopes });
  await api('PUT', '/v1/customers/contoso', operator, { name: 'Contoso', partners: ['acme'] });
  partner = await stack.issueToken({ subject: 'ana' });
  await api('POST', '/v1/recalculations', operator, {});
  await stack.idle();
});
afterAll(async () => {
  if (!isDeployed) await stack.stop();
});

interface Told {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Sends the very path, which `fetch` would tidy up. */
const raw = (method: string, path: string, headers: Readonly<Record<string, string>>, body?: string): Promise<Told> =>
  new Promise((resolve, reject) => {
    const outgoing = send(
      {
        host: stack.api.hostname,
        port: stack.api.port,
        method,
        path,
        headers: { ...headers, ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }) },
      },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });

const api = (method: string, path: string, token: string, body?: unknown): Promise<Told> =>
  raw(
    method,
    path,
    { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
  );

/** What the gateway answers by itself holds a message alone, and nothing where the request line was too long. */
const isOfFunction = ({ status, text }: Told): boolean => status !== 431 && !/^\{"message":[^,]*\}$/u.test(text);

const requireGoodAnswer = (told: Told, what: string): void => {
  expect(told.status, `${what.slice(0, 300)}: ${told.text.slice(0, 500)}`).toBeLessThan(500);
  if (isOfFunction(told))
    expect(told.headers, what.slice(0, 300)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'cache-control': expect.any(String),
    });
};

const needsOwn = needsLocalRuntime(REASON);

needsOwn('no request of any operation is answered 5xx, and every answer is nosniff and HTTPS only', async () => {
  const document: unknown = JSON.parse((await raw('GET', '/v1/openapi.json', {})).text);
  const operations = hostileRequests(document, ['contoso', 'acme', '6fd2c87f-b296-42f0-b197-1e91e994b900', 'teams']);
  expect(operations.length).toBeGreaterThan(25);
  for (const [name, requests] of operations)
    for (const token of [operator, partner]) {
      const once = async ({ method, path, body }: HostileRequest) =>
        requireGoodAnswer(await api(method, path, token, body), `${method} ${path} ${body?.slice(0, 2000) ?? ''}`);
      await fc
        .assert(fc.asyncProperty(requests, once), { numRuns: RUNS, seed: SEED, endOnFailure: true })
        .catch((error: unknown) => {
          throw new Error(`${name}: ${String(error).slice(0, 3000)}`);
        });
    }
});

needsOwn('every hostile text in every place of a path or a query is answered below 500', async () => {
  const document = JSON.parse((await raw('GET', '/v1/openapi.json', {})).text) as { paths: Record<string, object> }; // its own
  for (const [template, operations] of Object.entries(document.paths))
    for (const text of HOSTILE_TEXTS) {
      const value = encodeURIComponent(text.toWellFormed()) || '%20';
      const path = template.replaceAll(/\{\w+\}/gu, value);
      const [method = ''] = Object.keys(operations);
      if (template.includes('{')) requireGoodAnswer(await api(method.toUpperCase(), path, operator, '{}'), path);
      if ('get' in operations) {
        const asked = template.replaceAll(/\{\w+\}/gu, 'contoso');
        for (const name of ['cursor', 'partner', 'search'])
          requireGoodAnswer(await api('GET', `${asked}?${name}=${value}`, operator), `${asked} ${name} ${text}`);
      }
    }
});

needsOwn(
  'paths that are no percent-encoding, and parameters that are given twice, are answered below 500',
  async () => {
    for (const path of [
      '/v1/imports/%',
      '/v1/imports/%zz',
      '/v1/imports/%ff%fe',
      '/v1/customers/%C0%80',
      '/d/%',
      '/%ff',
      '//',
      '/v1//customers',
    ])
      requireGoodAnswer(await api('GET', path, operator), path);
    for (const query of [
      'limit=1&limit=2',
      'cursor=a&cursor=b',
      'partner=acme&partner=beta',
      '&&=&=',
      '%=%',
      'limit=%ff',
    ])
      requireGoodAnswer(await api('GET', `/v1/customers?${query}`, operator), query);
  },
);

/** Signs in as the operator, as a browser would. Returns the cookie of the session. */
const signIn = async (): Promise<string> => {
  const cookieOf = ({ headers }: Told) => (headers['set-cookie'] as string[])[0]?.split(';')[0] ?? ''; // set by both answers
  const begun = await raw('GET', '/auth/sign-in?to=/', {});
  const authorize = new URL(String(begun.headers.location));
  authorize.searchParams.set('login_hint', 'operator');
  const allowed = await fetch(authorize, { redirect: 'manual' });
  const back = new URL(allowed.headers.get('location') ?? '');
  return cookieOf(await raw('GET', `${back.pathname}${back.search}`, { cookie: cookieOf(begun) }));
};

needsOwn('no page is answered 5xx, whoever looks, and every answer is nosniff and HTTPS only', async () => {
  const cookie = await signIn();
  const home = await raw('GET', '/', { cookie });
  expect(home.status).toBe(200);
  const formToken = /name="formToken" value="([^"]+)"/u.exec(home.text)?.[1] ?? '';
  expect(formToken).not.toBe('');
  for (const route of Object.values(PAGES)) {
    const [method = '', template = ''] = route.split(' ');
    if (route === PAGES.signOut) continue;
    for (const text of HOSTILE_TEXTS) {
      const value = encodeURIComponent(text.toWellFormed()) || '%20';
      const path = template.replaceAll(/\{\w+\}/gu, value);
      const names = [
        'cursor',
        'search',
        'customer',
        'partner',
        'kind',
        'day',
        'name',
        'sku',
        'report',
        'email',
        'code',
        'state',
        'to',
        'sort',
        'asOf',
      ];
      const fields = names.map((name) => `${name}=${value}`).join('&');
      const form = { cookie, 'content-type': 'application/x-www-form-urlencoded' };
      const told =
        method === 'POST'
          ? await raw(method, path, form, `formToken=${encodeURIComponent(formToken)}&${fields}`)
          : await raw(method, `${path}?${fields}`, { cookie });
      requireGoodAnswer(told, `${method} ${path} ${text}`);
      if (method === 'GET') requireGoodAnswer(await raw(method, path, {}), `${path} ${text}, signed out`);
    }
  }
});

needsOwn('a service that fails or cannot be reached is answered 503 with Retry-After, by API and pages', async () => {
  const cookie = await signIn();
  for (const [kind, paths] of [
    ['error500', ['/v1/customers', '/v1/customers/contoso/insights', '/v1/portfolio', '/v1/imports/x', '/v1/settings']],
    ['reset', ['/v1/customers']],
    ['throttle', ['/v1/customers']],
  ] as const) {
    for (const operation of ['GetItem', 'Query', 'BatchGetItem'])
      stack.gate.faults.inject({ service: 'dynamodb', operation, times: 1000, kind });
    for (const path of paths) {
      const told = await api('GET', path, operator);
      expect([told.status, told.headers['retry-after']], `${path} ${kind} ${told.text}`).toEqual([503, '5']);
      expect(JSON.parse(told.text)).toMatchObject({ code: 'try_again' });
    }
    if (kind === 'error500') {
      const page = await raw('GET', '/customers/contoso', { cookie, accept: 'text/html' });
      expect([page.status, page.headers['retry-after'], page.headers['content-type']]).toEqual([
        503,
        '5',
        'text/html; charset=utf-8',
      ]);
    }
    stack.gate.faults.clear();
  }
  for (const kind of ['error500', 'reset'] as const) {
    stack.gate.faults.inject({ service: 'sqs', operation: 'SendMessageBatch', times: 1000, kind });
    expect((await api('POST', '/v1/recalculations', operator, {})).status).toBe(503);
    stack.gate.faults.clear();
  }
});
