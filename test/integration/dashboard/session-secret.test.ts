import { randomUUID } from 'node:crypto';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readSessionKeys } from '../../../functions/dashboard/session/read-session-keys.ts';
import { createSecrets } from '../../../infra/local/resources/secrets.ts';
import { endSessions, findSessionSecret, rotateSessionSecret } from '../../../infra/operate/session-secret.ts';
import { account, type GateUnderTest, region, rejectionOf, startGateUnderTest } from '../gate/gate-under-test.ts';

const NOW = new Date('2026-03-10T09:00:00Z');
/** A session's ten hours, and the five minutes for which instances go by what they have read. */
const MINUTES_BETWEEN = 605;

let under: GateUnderTest;
let operator: ReturnType<GateUnderTest['admit']>['secretsManager'];
beforeAll(async () => {
  under = await startGateUnderTest();
  under.clock.set(NOW);
  const { principal, secretsManager } = under.admit('operator');
  operator = secretsManager;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_SECRETS_MANAGER: under.gate.url.href,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: principal.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: principal.credentials.secretAccessKey,
    AWS_SESSION_TOKEN: principal.credentials.sessionToken,
  });
});
afterAll(() => under.stop());

/** A secret as CloudFormation makes it. */
const given = async (tags: Readonly<Record<string, string>> = {}): Promise<string> => {
  const name = `SessionSecret-${randomUUID()}`;
  const secretArn = `arn:aws:secretsmanager:${region}:${account}:secret:${name}-a1b2c3`;
  await createSecrets([{ arn: secretArn, name, tags, length: 64 }], under.secrets, NOW);
  return secretArn;
};

let arn: string;
beforeEach(async () => {
  under.gate.faults.clear();
  arn = await given();
});

const keys = () => readSessionKeys(arn);
const put = (SecretString: string) => operator.send(new PutSecretValueCommand({ SecretId: arn, SecretString }));
const minutesFromNow = (minutes: number) => new Date(under.clock.now().getTime() + minutes * 60_000);
const rotate = (minutes = 0) => rotateSessionSecret(operator, arn, minutesFromNow(minutes));

test('a secret that was never rotated has one version, and one that was has two, the current one first', async () => {
  const first = await keys();
  expect(first).toEqual([{ id: expect.any(String), secret: expect.stringMatching(/^[A-Za-z0-9]{64}$/u) }]);
  await rotate();
  const second = await keys();
  expect(second).toEqual([{ id: expect.any(String), secret: expect.stringMatching(/^[\w-]{64}$/u) }, first[0]]);
  expect(second[0].secret).not.toBe(first[0].secret);
});

test('a rotation that falls between the two reads hides no version that sealed something', async () => {
  const [first] = await keys();
  under.gate.faults.before({ service: 'secretsmanager', operation: 'GetSecretValue' }, () => {
    under.gate.faults.before({ service: 'secretsmanager', operation: 'GetSecretValue' }, () => rotate());
  });
  expect((await keys()).map(({ id }) => id)).toContain(first.id);
});

test('a value of another form seals nothing: an error as the current one, and nothing as the one before', async () => {
  await put('{"password":"known to somebody"}');
  const refused = await rejectionOf(keys());
  expect(refused.message).toContain('the session secret is not 64 letters, digits, hyphens or underscores');
  expect(refused.message).not.toContain('known');
  await rotate(MINUTES_BETWEEN);
  expect(await keys()).toHaveLength(1);
});

test('a secret that cannot be read is an error', async () => {
  under.gate.faults.inject({
    service: 'secretsmanager',
    operation: 'GetSecretValue',
    times: 3, // all that the client tries
    kind: { status: 400, code: 'AccessDeniedException' },
  });
  await expect(keys()).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('a second rotation is refused until no session of the version before the first can be alive', async () => {
  await rotate();
  const once = await keys();
  const refused = await rejectionOf(rotate(MINUTES_BETWEEN - 1));
  expect(refused.message).toMatch(
    /^The session secret was rotated at 2026-03-10T09:0\S+: doing so again before 2026-03-10T19:0\S+ would sign people out\. To do just that: npm run end-sessions$/u,
  );
  expect(await keys()).toEqual(once);
  await rotate(MINUTES_BETWEEN);
  expect((await keys())[1]).toEqual(once[0]);
});

test('ending all sessions leaves no version that sealed anything, whenever the last rotation was', async () => {
  const before = await keys();
  await rotate();
  const rotated = await keys();
  await endSessions(operator, arn);
  const valid = (await keys()).map(({ id }) => id);
  expect(valid).toHaveLength(2);
  for (const { id } of [...before, ...rotated]) expect(valid).not.toContain(id);
});

test('ending all sessions goes through when it is run again after it broke off', async () => {
  const [leaked] = await keys();
  under.gate.faults.before({ service: 'secretsmanager', operation: 'PutSecretValue' }, () =>
    under.gate.faults.inject({
      service: 'secretsmanager',
      operation: 'PutSecretValue',
      times: 1,
      kind: { status: 400, code: 'AccessDeniedException' },
    }),
  );
  await expect(endSessions(operator, arn)).rejects.toMatchObject({ name: 'AccessDeniedException' });
  await endSessions(operator, arn);
  expect((await keys()).map(({ id }) => id)).not.toContain(leaked.id);
});

test('the secret of a stage is found by its tag alone', async () => {
  await given({ 'seatpulse:session-secret': 'production', other: 'prod' });
  await given({ 'seatpulse:session-secrets': 'prod' });
  await expect(findSessionSecret(operator, { name: 'prod' })).rejects.toThrow(
    `The stage "prod" has no session secret in ${region}. Set AWS_PROFILE and AWS_REGION`,
  );
  const ofProd = await given({ 'seatpulse:session-secret': 'prod' });
  await given({ 'seatpulse:session-secret': 'dev' });
  expect(await findSessionSecret(operator, { name: 'prod' })).toBe(ofProd);
  await given({ 'seatpulse:session-secret': 'prod' });
  await expect(findSessionSecret(operator, { name: 'prod' })).rejects.toThrow('"prod" has 2 session secrets');
});
