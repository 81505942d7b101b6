import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { CfnResource } from 'aws-cdk-lib';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Runtime } from '../../../infra/local/runtime.ts';
import { removeToy, synthesizeToy } from '../../fixtures/toy-stack/synthesize.ts';
import { NOON, seenMessages, send, startToy } from './toy-runtime.ts';

let assembly: string;

beforeAll(async () => {
  assembly = await synthesizeToy();
}, 60_000);

afterAll(() => removeToy(assembly));

const itemIds = async (runtime: Runtime): Promise<string[]> => {
  const dynamodb = new DynamoDBClient(runtime.clientSettings());
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: runtime.resources.tables.Seen }));
  return Items.filter((item) => item.expiresAt)
    .map((item) => item.id?.S ?? '')
    .toSorted();
};

const putItem = async (runtime: Runtime, id: string, expiresAt: Date): Promise<void> => {
  const dynamodb = new DynamoDBClient(runtime.clientSettings());
  const Item = { id: { S: id }, expiresAt: { N: String(expiresAt.getTime() / 1000) } };
  await dynamodb.send(new PutItemCommand({ TableName: runtime.resources.tables.Seen, Item }));
};

/** The id and the value of the toy stack's only secret. */
const secretOf = async (runtime: Runtime): Promise<readonly unknown[]> => {
  const client = new SecretsManagerClient(runtime.clientSettings());
  const { SecretList = [] } = await client.send(new ListSecretsCommand({}));
  const { VersionId, SecretString } = await client.send(new GetSecretValueCommand({ SecretId: SecretList[0]?.ARN }));
  return [SecretList.length, VersionId, SecretString];
};

test('items, objects, messages, secrets and the key of the issuer outlive a restart', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'toy-data-'));
  const first = await startToy(assembly, { dataDir });
  const stored = { Bucket: first.resources.buckets.Uploads, Key: 'kept' };
  first.pauseQueues();
  await send(first, 'Work', 'kept');
  await putItem(first, 'kept', new Date('2030-01-01T00:00:00Z'));
  await new S3Client(first.clientSettings()).send(new PutObjectCommand({ ...stored, Body: 'kept' }));
  const keys = async ({ issuer }: Runtime) => (await fetch(new URL('/.well-known/jwks.json', issuer))).json();
  const before = await keys(first);
  const secret = await secretOf(first);
  expect(secret).toEqual([1, expect.any(String), expect.stringMatching(/^[A-Za-z0-9]{40}$/u)]);
  await first.stop();

  const second = await startToy(assembly, { dataDir });
  await second.idle();

  expect(await itemIds(second)).toContain('kept');
  expect((await seenMessages(second, 'kept')).join()).toMatch(/^kept #/);
  const { Body } = await new S3Client(second.clientSettings()).send(new GetObjectCommand(stored));
  expect(await Body?.transformToString()).toBe('kept');
  expect(await keys(second)).toEqual(before);
  expect(await secretOf(second)).toEqual(secret);
  await second.stop();
  rmSync(dataDir, { recursive: true });
}, 60_000);

test('expired items go at once, late or never, as it is set', async () => {
  const runtime = await startToy(assembly);
  const day = (days: number) => new Date(NOON.getTime() + days * 86_400_000);
  for (const days of [1, 2, 3]) await putItem(runtime, `day ${days}`, day(days));

  runtime.clock.set(day(1.5));
  await runtime.idle();
  expect(await itemIds(runtime)).toEqual(['day 2', 'day 3']);

  runtime.ttl = 'late';
  runtime.clock.set(day(2.5));
  await runtime.idle();
  expect(await itemIds(runtime)).toContain('day 2');
  expect(await runtime.sweep()).toBe(1);

  runtime.ttl = 'never';
  runtime.clock.set(day(3.5));
  expect(await runtime.sweep()).toBe(0);
  expect(await itemIds(runtime)).toContain('day 3');
  await runtime.stop();
}, 60_000);

test('a changed variable reaches instances that start after the change, until it is taken back', async () => {
  const runtime = await startToy(assembly);
  const refusedFor = async (table?: string): Promise<unknown> => {
    if (table !== undefined) runtime.reconfigure('echo', { SECRETS_TABLE: table });
    const answer = (await runtime.invoke('echo', { rawPath: '/forbidden' })) as { message: string }; // of the toy's own
    return /table\/(?<name>[\w-]+)/u.exec(answer.message)?.groups?.name;
  };
  const ofTemplate = runtime.resources.tables.Secrets;
  expect(await refusedFor()).toBe(ofTemplate);
  expect(await refusedFor('Others')).toBe('Others');
  runtime.reconfigure('echo', {});
  expect(await refusedFor()).toBe(ofTemplate);

  const slow = runtime.invoke('echo', { rawPath: '/slow' }); // under way at a change, it ends as it would have
  runtime.reconfigure('echo', { SECRETS_TABLE: 'Others' });
  expect(await refusedFor()).toBe('Others');
  await expect(slow).rejects.toThrow('timed out after 2.00 seconds');
  expect(() => runtime.reconfigure('Nothing', {})).toThrow('There is no function "Nothing"');
  await runtime.stop();
}, 60_000);

test('tokens have the shape of Cognito’s, from the runtime and from the issuer', async () => {
  const runtime = await startToy(assembly);
  const body = new URLSearchParams({ grant_type: 'client_credentials', subject: 'ada' });
  const answer = await fetch(new URL('/token', runtime.issuer), { method: 'POST', body });
  const { access_token: fromIssuer } = (await answer.json()) as { access_token: string }; // the token endpoint's own format
  const issuedAt = Math.floor(NOON.getTime() / 1000);

  for (const token of [fromIssuer, await runtime.issueToken({ subject: 'ada' })]) {
    const claims = decodeJwt(token);
    expect(claims).toMatchObject({
      iss: runtime.issuer.origin,
      sub: 'ada',
      token_use: 'access',
      client_id: expect.any(String),
    });
    expect((claims.iat ?? 0) - issuedAt).toBeLessThan(60);
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(3600);
  }
  expect(decodeJwt(await runtime.issueToken()).sub).toBe(decodeJwt(fromIssuer).client_id);
  await runtime.stop();
}, 60_000);

test('a resource that the runtime does not know is an error that names it', async () => {
  const withCluster = await synthesizeToy((stack) => {
    new CfnResource(stack, 'Cluster', { type: 'AWS::ECS::Cluster' });
  });

  await expect(startToy(withCluster)).rejects.toThrow('AWS::ECS::Cluster, of "Cluster"');
  removeToy(withCluster);
}, 60_000);
