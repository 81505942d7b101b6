import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Runtime } from '../../../infra/local/runtime.ts';
import { removeToy, synthesizeToy } from '../../fixtures/toy-stack/synthesize.ts';
import { NOON, startToy } from './toy-runtime.ts';

let assembly: string;
let runtime: Runtime;

beforeAll(async () => {
  assembly = await synthesizeToy();
  runtime = await startToy(assembly);
}, 60_000);

afterAll(async () => {
  await runtime.stop();
  removeToy(assembly);
});

const get = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(new URL(path, runtime.api), init);
  const text = await response.text();
  return { status: response.status, headers: response.headers, text };
};

const open = { headers: { authorization: 'open' } };

test('a request that the authorizer lets in reaches the function with path, query and context', async () => {
  const { status, text } = await get('/things/a%20b?q=1&q=2', { headers: { authorization: 'open', 'X-Twice': 'ja' } });

  expect(status).toBe(200);
  expect(JSON.parse(text).event).toMatchObject({
    version: '2.0',
    routeKey: 'GET /things/{id}',
    rawPath: '/things/a b',
    rawQueryString: 'q=1&q=2',
    pathParameters: { id: 'a b' },
    queryStringParameters: { q: '1,2' },
    headers: { 'x-twice': 'ja' },
    requestContext: {
      stage: '$default',
      http: { method: 'GET' },
      authorizer: { lambda: { asked: expect.any(Number) } },
    },
    isBase64Encoded: false,
  });
});

test('the gateway answers 401 without an identity, 403 when the authorizer says no, 404 without a route', async () => {
  expect(await get('/things/1')).toMatchObject({ status: 401, text: '{"message":"Unauthorized"}' });
  expect(await get('/things/1', { headers: { authorization: 'closed' } })).toMatchObject({
    status: 403,
    text: '{"message":"Forbidden"}',
  });
  expect(await get('/')).toMatchObject({ status: 404, text: '{"message":"Not Found"}' });
});

test('a route lets no more requests through than its throttle, before anybody is asked', async () => {
  expect((await get('/rare', open)).status).toBe(200);
  expect((await get('/rare')).status).toBe(401);
  const refused = await get('/rare', open);
  expect(refused).toMatchObject({ status: 429, text: '{"message":"Too Many Requests"}' });
  expect(refused.headers.get('content-type')).toBe('application/json');
  expect((await get('/things/1', open)).status).toBe(200);

  runtime.clock.set(new Date(runtime.clock.now().getTime() + 100_000));

  expect([(await get('/rare', open)).status, (await get('/rare', open)).status]).toEqual([200, 429]);
});

test('the authorizer is asked again once its answer is five minutes old by the clock of the runtime', async () => {
  const asked = async () =>
    JSON.parse((await get('/things/1', open)).text).event.requestContext.authorizer.lambda.asked;
  const first = await asked();
  expect(await asked()).toBe(first);

  runtime.clock.set(new Date(runtime.clock.now().getTime() + 301_000));

  expect(await asked()).toBeGreaterThan(first);
});

test('a body that is text comes as it is, any other in Base64', async () => {
  const post = async (type: string, body: BodyInit) => {
    const { text } = await get('/anything', { method: 'POST', headers: { 'content-type': type }, body });
    const { event } = JSON.parse(text);
    return [event.body, event.isBase64Encoded];
  };

  expect(await post('application/json; charset=utf-8', '{"a":"ü"}')).toEqual(['{"a":"ü"}', false]);
  expect(await post('application/x-www-form-urlencoded', 'a=1')).toEqual([Buffer.from('a=1').toString('base64'), true]);
});

test('a structured result becomes status, headers, cookies and bytes', async () => {
  const { status, headers, text } = await get('/answer');

  expect([status, text, headers.get('x-made-by'), headers.getSetCookie()]).toEqual([
    201,
    'made',
    'toy',
    ['a=1', 'b=2'],
  ]);
});

test('an event over 6 MB and a body over 10 MB are answered 413, a response over 6 MB 500', async () => {
  const post = (bytes: number) =>
    get('/anything', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x'.repeat(bytes) });
  const tooLarge = { status: 413, text: '{"message":"Request Entity Too Large"}' };

  expect(await post(6_400_000)).toMatchObject(tooLarge);
  expect(await post(10_500_000)).toMatchObject(tooLarge);
  expect(await get('/large')).toMatchObject({ status: 500, text: '{"message":"Internal Server Error"}' });
});

test('more than 10,240 bytes of request line and headers are answered 431', async () => {
  const { status } = await get('/anything', { headers: { 'x-long': 'x'.repeat(10_240) } });

  expect(status).toBe(431);
});

test('a run that throws, crashes, exits or takes too long fails alone', async () => {
  const answers = await Promise.all(['/throw', '/crash', '/exit', '/slow', '/fine'].map((path) => get(path)));

  expect(answers.map(({ status }) => status)).toEqual([500, 500, 500, 500, 200]);
  expect((await get('/fine')).status).toBe(200);
});

test('a function is told its errors in the words of Lambda', async () => {
  const run = (rawPath: string) => runtime.invoke('echo', { rawPath });

  await expect(run('/throw')).rejects.toThrow('cannot do that');
  await expect(run('/exit')).rejects.toThrow('Runtime exited with error: exit status 3');
  await expect(run('/slow')).rejects.toThrow('Task timed out after 2.00 seconds');
});

test('a function runs with the options of Node.js that its variables name: its stacks are of its sources', async () => {
  const { stack } = JSON.parse((await get('/stack', open)).text);
  expect(stack).toMatch(/^Error: said, not thrown\n +at .*toy-stack\/handler\.ts:\d+:\d+/u);
});

test('a function sees the clock of the runtime and no variable of this machine', async () => {
  const later = new Date(NOON.getTime() + 3 * 86_400_000);
  runtime.clock.set(later);

  const { text } = await get('/anything', open);
  const seen = JSON.parse(text);

  expect(Date.parse(seen.now) - later.getTime()).toBeLessThan(60_000);
  expect(seen.event.requestContext.timeEpoch - later.getTime()).toBeLessThan(60_000);
  expect(seen).toMatchObject({ called: '2020-01-01T00:00:00.000Z', instance: true });
  expect(seen.remaining).toBeGreaterThan(0);
  expect(seen.environment).toEqual(expect.arrayContaining(['AWS_REGION', 'AWS_SESSION_TOKEN', 'SEEN_TABLE', 'TZ']));
  expect(seen.environment).not.toContain('PATH');
  expect(seen.environment).not.toContain('NODE_COMPILE_CACHE');
});

test('a call that the role does not permit is denied, and so is one made after the handler has returned', async () => {
  const { text } = await get('/forbidden');
  expect(JSON.parse(text)).toMatchObject({ refused: 'AccessDeniedException' });

  await get('/late');

  await expect
    .poll(() => runtime.gate.refused.map(({ action, reason }) => `${action} ${reason}`))
    .toEqual(expect.arrayContaining(['dynamodb:GetItem not-allowed', 'dynamodb:GetItem after-return']));
});
