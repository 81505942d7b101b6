import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OAuth2Server } from 'oauth2-mock-server';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { tokenSource } from '../../../lib/command-line/terminal/token-source.ts';
import { standInDeployment } from '../../fixtures/stand-in-deployment.ts';
import { typeCommand } from '../../fixtures/typed-terminal.ts';

const issuer = new OAuth2Server();
const folder = mkdtempSync(join(tmpdir(), 'seatpulse-program-'));

beforeAll(async () => {
  await issuer.issuer.keys.generate('RS256');
  await issuer.start(0, '127.0.0.1');
});
afterAll(async () => {
  await issuer.stop();
  rmSync(folder, { recursive: true });
});

const address = (): string => issuer.issuer.url ?? '';

test('a program logs in by its secret, and its calls carry tokens of the issuer', async () => {
  const deployment = await standInDeployment();
  const typing = { folder, stdin: 'the secret\n' };
  const line = `login --url ${deployment.url} --issuer ${address()} --client-id nightly --scope seatpulse/api`;
  expect(await typeCommand(line.split(' '), typing)).toMatchObject({ code: 0, err: '' });
  expect(await typeCommand(['customers'], { folder })).toMatchObject({ code: 0 });
  await deployment.close();
  const scopes = [...deployment.tokens].map((token) => {
    const [, claims = ''] = token.split('.');
    return JSON.parse(Buffer.from(claims, 'base64url').toString()).scope;
  });
  expect(new Set(scopes)).toEqual(new Set(['seatpulse/api']));
});

test('a token is used for as long as it is good, and then another one', async () => {
  let now = new Date('2026-03-10T09:00:00Z');
  const issued: unknown[] = [];
  issuer.service.on('beforeResponse', (answer: { body: { access_token: string } }) => {
    issued.push(answer.body);
    answer.body.access_token = `token-${issued.length}`;
  });
  const by = { issuer: address(), clientId: 'nightly', clientSecret: 'the secret' };
  const token = tokenSource(by, { now: () => now });
  expect([await token(), await token()]).toEqual(['token-1', 'token-1']);
  now = new Date('2026-03-10T09:58:00Z');
  expect(await token()).toBe('token-1');
  now = new Date('2026-03-10T09:59:30Z');
  expect(await token()).toBe('token-2');
});

test('an issuer that gives no token is named, with its reason', async () => {
  issuer.service.once('beforeResponse', (answer: { statusCode: number; body: unknown }) => {
    answer.statusCode = 401;
    answer.body = { error: 'invalid_client' };
  });
  const line = `login --url https://seatpulse.example --issuer ${address()} --client-id nightly`;
  const { code, err } = await typeCommand(line.split(' '), { folder, stdin: 'wrong\n' });
  expect(code).toBe(2);
  expect(err).toContain(`The issuer ${address()}/ gives nightly no token`);
});
