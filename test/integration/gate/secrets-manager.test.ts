import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  ListSecretVersionIdsCommand,
  PutSecretValueCommand,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { openSecretStore, type SecretStore } from '../../../infra/local/gate/secrets-manager/secret-store.ts';
import { account, type GateUnderTest, region, rejectionOf, startGateUnderTest } from './gate-under-test.ts';

const FIRST = '11111111-0000-4000-8000-000000000000';
const SECOND = '22222222-0000-4000-8000-000000000000';
const THIRD = '33333333-0000-4000-8000-000000000000';
const arnOf = (name: string) => `arn:aws:secretsmanager:${region}:${account}:secret:${name}-a1b2c3`;

let under: GateUnderTest;
beforeAll(async () => {
  under = await startGateUnderTest();
});
afterAll(() => under.stop());

let name: string;
let serial = 0;
/** Every test has a secret of its own with one version, made a day ago. */
const givenSecret = async (store: SecretStore, tags: Readonly<Record<string, string>> = {}): Promise<void> => {
  serial += 1;
  name = `sessions-${serial}`;
  const createdAt = '2026-03-09T09:00:00.250Z';
  const versions = [{ id: FIRST, value: 'one', stages: ['AWSCURRENT'], createdAt }];
  await store.put({ arn: arnOf(name), name, tags, versions });
};
beforeEach(async () => {
  under.gate.faults.clear();
  await givenSecret(under.secrets);
});

const get = (more: { VersionId?: string; VersionStage?: string } = {}) =>
  under.admin.secretsManager.send(new GetSecretValueCommand({ SecretId: arnOf(name), ...more }));
const put = (ClientRequestToken: string, SecretString: string, VersionStages?: string[]) =>
  under.admin.secretsManager.send(
    new PutSecretValueCommand({
      SecretId: arnOf(name),
      ClientRequestToken,
      SecretString,
      ...(VersionStages ? { VersionStages } : {}),
    }),
  );
const stages = async (IncludeDeprecated = false) => {
  const { Versions = [] } = await under.admin.secretsManager.send(
    new ListSecretVersionIdsCommand({ SecretId: arnOf(name), IncludeDeprecated }),
  );
  return Object.fromEntries(Versions.map(({ VersionId, VersionStages }) => [VersionId, VersionStages]));
};

test('gives the current version by ARN and by name, with its id, stages and instant', async () => {
  const byName = await under.admin.secretsManager.send(new GetSecretValueCommand({ SecretId: name }));
  for (const answer of [await get(), byName])
    expect(answer).toMatchObject({
      ARN: arnOf(name),
      Name: name,
      VersionId: FIRST,
      SecretString: 'one',
      VersionStages: ['AWSCURRENT'],
      CreatedDate: new Date('2026-03-09T09:00:00.250Z'),
    });
});

test('a new version becomes the current one, the one before the previous one, and one before that has no label', async () => {
  expect(await rejectionOf(get({ VersionStage: 'AWSPREVIOUS' }))).toMatchObject({
    name: 'ResourceNotFoundException',
    message: "Secrets Manager can't find the specified secret value for staging label: AWSPREVIOUS",
  });
  expect(await put(SECOND, 'two')).toMatchObject({ VersionId: SECOND, VersionStages: ['AWSCURRENT'] });
  expect(await stages()).toEqual({ [FIRST]: ['AWSPREVIOUS'], [SECOND]: ['AWSCURRENT'] });
  await put(THIRD, 'three');
  expect(await stages()).toEqual({ [SECOND]: ['AWSPREVIOUS'], [THIRD]: ['AWSCURRENT'] });
  expect(await stages(true)).toEqual({ [FIRST]: [], [SECOND]: ['AWSPREVIOUS'], [THIRD]: ['AWSCURRENT'] });
  expect((await get()).SecretString).toBe('three');
  expect((await get({ VersionStage: 'AWSPREVIOUS' })).SecretString).toBe('two');
  expect((await get({ VersionId: FIRST })).SecretString).toBe('one');
});

test('a version with labels of its own leaves the current one alone', async () => {
  await put(SECOND, 'two', ['AWSPENDING']);
  await put(THIRD, 'three', ['AWSPENDING']);
  expect(await stages()).toEqual({ [FIRST]: ['AWSCURRENT'], [THIRD]: ['AWSPENDING'] });
  expect(await rejectionOf(get({ VersionId: THIRD, VersionStage: 'AWSCURRENT' }))).toMatchObject({
    name: 'InvalidRequestException',
  });
});

test('a call that is sent again does nothing, and one that takes its token for another value is refused', async () => {
  await put(SECOND, 'two');
  await put(THIRD, 'three');
  expect(await put(SECOND, 'two')).toMatchObject({ VersionId: SECOND });
  expect((await get()).VersionId).toBe(THIRD);
  expect(await rejectionOf(put(SECOND, 'other'))).toMatchObject({
    name: 'ResourceExistsException',
    message: expect.stringContaining(`ClientRequestToken ${SECOND} because that value is already in use`),
  });
});

test('names what does not exist, and refuses what it does not run', async () => {
  const unknown = new GetSecretValueCommand({ SecretId: 'nothing' });
  expect(await rejectionOf(under.admin.secretsManager.send(unknown))).toMatchObject({
    name: 'ResourceNotFoundException',
    message: "Secrets Manager can't find the specified secret.",
  });
  expect(await rejectionOf(put('short', 'two'))).toMatchObject({ name: 'ValidationException' });
  const describe = new DescribeSecretCommand({ SecretId: name });
  expect(await rejectionOf(under.admin.secretsManager.send(describe))).toMatchObject({
    name: 'UnknownOperationException',
  });
});

test('lists secrets by the beginnings of their tags', async () => {
  await givenSecret(under.secrets, { 'seatpulse:kind': 'prod', team: 'x' });
  const wanted = name;
  await givenSecret(under.secrets, { 'seatpulse:kind': 'dev' });
  const list = async (key: string, value: string) => {
    const Filters = [
      { Key: 'tag-key' as const, Values: [key] },
      { Key: 'tag-value' as const, Values: [value] },
    ];
    return (await under.admin.secretsManager.send(new ListSecretsCommand({ Filters }))).SecretList?.map((one) => [
      one.Name,
      one.Tags?.length,
    ]);
  };
  expect(await list('seatpulse:', 'pro')).toEqual([[wanted, 2]]);
  expect(await list('seatpulse:kind', 'x')).toEqual([[wanted, 2]]);
  expect(await list('Seatpulse:kind', 'prod')).toEqual([]);
});

test('asks for the permission on the ARN of the secret, also where it is called by its name', async () => {
  const admitted = (Action: string, Resource: string) =>
    under.admit('pages', { statements: [{ Effect: 'Allow', Action, Resource }] }).secretsManager;
  const read = new GetSecretValueCommand({ SecretId: name });
  const reader = admitted('secretsmanager:GetSecretValue', arnOf(name));
  expect((await reader.send(read)).SecretString).toBe('one');
  for (const other of [admitted('secretsmanager:GetSecretValue', arnOf('other')), admitted('s3:*', '*')])
    expect(await rejectionOf(other.send(read))).toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining(`secretsmanager:GetSecretValue on resource: ${arnOf(name)}`),
    });
  const write = new PutSecretValueCommand({ SecretId: name, SecretString: 'two' });
  expect(await rejectionOf(reader.send(write))).toMatchObject({ name: 'AccessDeniedException' });
  const forged = under.admit('forger', {});
  under.gate.dismiss(forged.principal.credentials.accessKeyId);
  expect(await rejectionOf(forged.secretsManager.send(read))).toMatchObject({ name: 'ExpiredTokenException' });
});

test('makes a secret of a name once, under an ARN of its own, and deletes it for good', async () => {
  const { secretsManager } = under.admin;
  const made = { Name: 'seatpulse/sources/northwind', SecretString: 'one' };
  const create = (ClientRequestToken: string) => new CreateSecretCommand({ ...made, ClientRequestToken });
  const first = await secretsManager.send(create(FIRST));
  expect(first).toMatchObject({ Name: made.Name, VersionId: FIRST });
  expect(first.ARN).toMatch(/:secret:seatpulse\/sources\/northwind-[0-9a-f]{6}$/);
  expect((await secretsManager.send(create(FIRST))).ARN).toBe(first.ARN); // sent again
  expect(await rejectionOf(secretsManager.send(create(SECOND)))).toMatchObject({ name: 'ResourceExistsException' });
  const erase = new DeleteSecretCommand({ SecretId: made.Name, ForceDeleteWithoutRecovery: true });
  expect((await secretsManager.send(erase)).ARN).toBe(first.ARN);
  const read = new GetSecretValueCommand({ SecretId: made.Name });
  expect(await rejectionOf(secretsManager.send(read))).toMatchObject({ name: 'ResourceNotFoundException' });
  await secretsManager.send(erase); // of what is gone, too
  const later = new DeleteSecretCommand({ SecretId: name });
  expect(await rejectionOf(secretsManager.send(later))).toMatchObject({ name: 'ValidationException' });
  const maker = under.admit('maker', {
    statements: [
      {
        Effect: 'Allow',
        Action: 'secretsmanager:CreateSecret',
        Resource: `arn:aws:secretsmanager:${region}:${account}:secret:seatpulse/sources/*`,
      },
    ],
  }).secretsManager;
  expect((await maker.send(create(FIRST))).Name).toBe(made.Name);
  const elsewhere = new CreateSecretCommand({ ...made, Name: 'seatpulse/sessions' });
  expect(await rejectionOf(maker.send(elsewhere))).toMatchObject({ name: 'AccessDeniedException' });
});

test('throttles in its own words', async () => {
  under.gate.faults.inject({ service: 'secretsmanager', operation: 'GetSecretValue', times: 1, kind: 'throttle' });
  expect(await rejectionOf(get())).toMatchObject({ name: 'ThrottlingException' });
  expect((await get()).SecretString).toBe('one');
});

test('a file keeps all versions over a restart', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'seatpulse-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'data', 'secrets.json');
  const before = await openSecretStore(file);
  await Promise.all([givenSecret(before), givenSecret(before)]);
  expect((await openSecretStore(file)).list()).toEqual(before.list());
  expect(before.list()).toHaveLength(2);
});
