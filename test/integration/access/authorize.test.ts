import type { APIGatewayRequestAuthorizerEventV2, APIGatewaySimpleAuthorizerResult } from 'aws-lambda';
import fc from 'fast-check';
import { OAuth2Server } from 'oauth2-mock-server';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { replaceAccess } from '../../../lib/access/replace-access.ts';
import { apiEvent } from '../../fixtures/api-event.ts';
import { startTables, type TestTables } from '../../fixtures/tables.ts';

const CLIENT = 'pages-client';

let tables: TestTables;
const issuer = new OAuth2Server();
let authorize: (event: APIGatewayRequestAuthorizerEventV2) => Promise<APIGatewaySimpleAuthorizerResult>;

const loadAuthorizer = async (settings: Record<string, string> = {}) => {
  Object.assign(process.env, {
    ISSUER: issuer.issuer.url,
    JWKS_URI: `${issuer.issuer.url}/jwks`,
    CLIENT_IDS: `another-client ${CLIENT}`,
    FIRST_OPERATOR: 'olga',
    POWERTOOLS_DEV: '',
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    ...settings,
  });
  vi.resetModules();
  return (await import('../../../functions/authorize/handler.ts')).handler;
};

beforeAll(async () => {
  tables = await startTables();
  await issuer.issuer.keys.generate('RS256');
  await issuer.start(0, '127.0.0.1');
  authorize = await loadAuthorizer();
  await replaceAccess(tables.licensing, {
    subject: 'ada',
    partnerId: 'northwind',
    scopes: ['insights:read', 'exports:write'],
  });
  await replaceAccess(tables.licensing, { subject: 'auth0|123', scopes: ['operator'] });
  await replaceAccess(tables.licensing, { subject: 'left', partnerId: 'northwind', scopes: [] });
  await replaceAccess(tables.licensing, { subject: CLIENT, partnerId: 'northwind', scopes: ['activity:write'] });
});
afterAll(async () => {
  await issuer.stop();
  await tables.stop();
});

/** A token in the shape of Cognito's access tokens; a claim given as `undefined` is left out. */
const tokenWith = (claims: Record<string, unknown> = {}, { expiresIn = 3600 } = {}): Promise<string> =>
  issuer.issuer.buildToken({
    expiresIn,
    scopesOrTransform: (_, payload) => {
      Object.assign(payload, { sub: 'ada', client_id: CLIENT, token_use: 'access', ...claims });
    },
  });

const askedWith = (authorization: string | undefined): APIGatewayRequestAuthorizerEventV2 => {
  const event = apiEvent({ route: 'GET /v1/customers', ...(authorization ? { headers: { authorization } } : {}) });
  return {
    ...event,
    type: 'REQUEST',
    routeArn: 'arn:aws:execute-api:eu-central-1:000000000000:test/$default/GET/v1/customers',
    identitySource: [authorization ?? ''],
    cookies: [],
    queryStringParameters: {},
    pathParameters: {},
    stageVariables: {},
  };
};
const withToken = (token: string) => authorize(askedWith(`Bearer ${token}`));

test('lets a subject with an access record in, and says what it may do', async () => {
  expect(await withToken(await tokenWith())).toEqual({
    isAuthorized: true,
    context: { subject: 'ada', partnerId: 'northwind', scopes: 'insights:read exports:write' },
  });
  expect(await withToken(await tokenWith({ sub: 'auth0|123' }))).toEqual({
    isAuthorized: true,
    context: { subject: 'auth0|123', scopes: 'operator' },
  });
});

test('lets the first operator in before there is a record', async () => {
  expect(await withToken(await tokenWith({ sub: 'olga' }))).toEqual({
    isAuthorized: true,
    context: { subject: 'olga', scopes: 'operator' },
  });
});

test('takes a program without a subject by its client id', async () => {
  expect(await withToken(await tokenWith({ sub: undefined }))).toMatchObject({
    context: { subject: CLIENT, scopes: 'activity:write' },
  });
});

test('gives a user nothing of what the client may do', async () => {
  expect(await withToken(await tokenWith({ sub: 'stranger' }))).toEqual({ isAuthorized: false });
});

test('takes a token whose audience names a client', async () => {
  expect(
    await withToken(await tokenWith({ client_id: undefined, aud: ['elsewhere', CLIENT], token_use: undefined })),
  ).toMatchObject({
    isAuthorized: true,
  });
});

test('refuses tokens that are expired, early, without end, of another issuer, client or use', async () => {
  const inAnHour = Math.floor(Date.now() / 1000) + 3600;
  const refused = {
    expired: await tokenWith({}, { expiresIn: -10 }),
    early: await tokenWith({ nbf: inAnHour }),
    endless: await tokenWith({ exp: undefined }),
    issuer: await tokenWith({ iss: 'https://issuer.example' }),
    client: await tokenWith({ client_id: 'stranger' }),
    audience: await tokenWith({ client_id: undefined, aud: 'stranger' }),
    idToken: await tokenWith({ token_use: 'id', aud: CLIENT }),
    nobody: await tokenWith({ sub: undefined, client_id: undefined, aud: CLIENT }),
    subject: await tokenWith({ sub: 'a b' }),
  };
  for (const [why, token] of Object.entries(refused))
    expect({ why, ...(await withToken(token)) }).toEqual({ why, isAuthorized: false });
});

test('refuses a subject without an access record, and one whose access was withdrawn', async () => {
  expect(await withToken(await tokenWith({ sub: 'nobody' }))).toEqual({ isAuthorized: false });
  expect(await withToken(await tokenWith({ sub: 'left' }))).toEqual({ isAuthorized: false });
});

test('refuses a token that somebody else signed, and one of an unknown key', async () => {
  const foreign = new OAuth2Server();
  await foreign.issuer.keys.generate('RS256', { kid: 'unknown' });
  const [known] = issuer.issuer.keys.toJSON();
  await foreign.issuer.keys.generate('RS256', { kid: known?.kid ?? '' });
  foreign.issuer.url = issuer.issuer.url;
  const scopesOrTransform = (_: unknown, payload: Record<string, unknown>) => {
    Object.assign(payload, { sub: 'ada', client_id: CLIENT, token_use: 'access' });
  };
  for (const kid of ['unknown', known?.kid]) {
    const token = await foreign.issuer.buildToken({ kid, scopesOrTransform });
    expect(await withToken(token)).toEqual({ isAuthorized: false });
  }
});

test('refuses, and does not fail on, whatever is changed in a good token', async () => {
  const token = await tokenWith();
  // The last character of a part may hold unused bits, so that another one may mean the same.
  const place = fc.nat(token.length - 1).filter((at) => !/^.?(?:\.|$)/u.test(token.slice(at)));
  const other = fc.constantFrom('A', 'B', 'c', '0', '9', '_', '-', '.', '=', 'é', ' ');
  await fc.assert(
    fc.asyncProperty(place, other, async (at, character) => {
      fc.pre(token[at] !== character);
      const changed = token.slice(0, at) + character + token.slice(at + 1);
      expect(await withToken(changed)).toEqual({ isAuthorized: false });
    }),
    { numRuns: 150 },
  );
});

test('refuses what is no bearer token', async () => {
  const unsigned = `${Buffer.from('{"alg":"none","kid":"a"}').toString('base64url')}.${Buffer.from('{"sub":"ada"}').toString('base64url')}.`;
  for (const header of [
    undefined,
    'Basic YWRhOmE=',
    'Bearer',
    'Bearer abc',
    'Bearer a.b.c',
    `Bearer ${unsigned}`,
    await tokenWith(),
  ])
    expect(await authorize(askedWith(header))).toEqual({ isAuthorized: false });
});

test('logs why a token was refused, and nothing of the token', async () => {
  // Through the console, which the test watches.
  authorize = await loadAuthorizer({ POWERTOOLS_DEV: 'true', POWERTOOLS_LOG_LEVEL: 'WARN' });
  const lines: unknown[][] = [];
  const watch = vi.spyOn(console, 'warn').mockImplementation((...line) => void lines.push(line));
  const token = await tokenWith({ sub: 'secret-person' }, { expiresIn: -10 });
  await withToken(token);
  await withToken(`${token.slice(0, 40)}!${token.slice(40)}`);
  watch.mockRestore();
  const log = JSON.stringify(lines);
  expect(log).toContain('JwtExpiredError');
  expect(log).toContain('test-request');
  for (const secret of [...token.split('.'), 'secret-person']) expect(log).not.toContain(secret.slice(0, 20));
});

test('keeps the keys: an issuer that is gone later turns nobody away', async () => {
  const lent = new OAuth2Server();
  const [key] = issuer.issuer.keys.toJSON(true);
  await lent.issuer.keys.add({ ...key });
  await lent.start(0, '127.0.0.1');
  authorize = await loadAuthorizer({ JWKS_URI: `http://127.0.0.1:${lent.address().port}/jwks` });
  const token = await tokenWith();
  expect(await withToken(token)).toMatchObject({ isAuthorized: true });
  await lent.stop();
  expect(await withToken(token)).toMatchObject({ isAuthorized: true });
});

test('throws when the keys cannot be had, which does not make the token a bad one', async () => {
  authorize = await loadAuthorizer({ JWKS_URI: 'http://127.0.0.1:9/jwks' });
  await expect(withToken(await tokenWith())).rejects.toThrow('fetch failed');
  authorize = await loadAuthorizer({ JWKS_URI: `${issuer.issuer.url}/nowhere` });
  await expect(withToken(await tokenWith())).rejects.toThrow('answered 404 for its signing keys');
  authorize = await loadAuthorizer({ JWKS_URI: `${issuer.issuer.url}/.well-known/openid-configuration` });
  await expect(withToken(await tokenWith())).rejects.toThrow('keys');
});
