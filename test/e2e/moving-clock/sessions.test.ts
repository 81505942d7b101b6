import { beforeAll, expect } from 'vitest';
import { givenPartner } from '../../steps/given.ts';
import { runAsOperator } from '../../steps/operate.ts';
import { beginSignIn, openPage, signIn, versionNamedBy } from '../../steps/pages.ts';
import { theStack } from '../../steps/stack.ts';
import { needsLocalRuntime } from '../../steps/the-stage.ts';
import { everythingIsDone } from '../../steps/when.ts';

const test = needsLocalRuntime('it moves the clock, signs in at the local issuer and rotates the secret of the stage.');

const MINUTE = 60_000;

let subject: string;
beforeAll(async () => {
  ({ subject } = await givenPartner());
});

const pass = async (milliseconds: number): Promise<void> => {
  const { clock } = await theStack();
  clock.set(new Date(clock.now().getTime() + milliseconds));
  await everythingIsDone();
};

const TO_SIGN_IN = { status: 303, location: '/auth/sign-in?to=%2Fexports' };

test('a rotation signs nobody out, and new sessions are sealed by the new version', async () => {
  const before = await signIn(subject);
  expect(await runAsOperator('rotate-session-secret', '-c', 'stage=dev')).toContain('Nobody was signed out');
  expect(await openPage(before)).toMatchObject({ status: 200 });
  await pass(5 * MINUTE);
  expect(await openPage(before)).toMatchObject({ status: 200 });
  const after = await signIn(subject);
  expect(versionNamedBy(after)).not.toBe(versionNamedBy(before));
  for (const session of [before, after]) expect(await openPage(session)).toMatchObject({ status: 200 });
});

test('after a leak all sessions end within five minutes, and people sign in again', async () => {
  const before = await signIn(subject);
  expect(await runAsOperator('end-sessions')).toContain('"dev" ends within 5 minutes');
  await pass(5 * MINUTE);
  expect(await openPage(before)).toMatchObject(TO_SIGN_IN);
  const after = await signIn(subject);
  expect(await openPage(after)).toMatchObject({ status: 200 });
});

test('a sign-in may take an hour, in which somebody sets a password and an authenticator app up', async () => {
  const inTime = await beginSignIn(subject);
  await pass(59 * MINUTE);
  expect(await inTime()).toMatchObject({ status: 303 });
  const late = await beginSignIn(subject);
  await pass(61 * MINUTE);
  const refused = await late();
  expect([refused.status, await refused.text()]).toEqual([400, expect.stringContaining('This sign-in took too long')]);
});

test('the commands name a stage that is not there', async () => {
  const settings = 'settings=test/fixtures/prod-settings.ts';
  await expect(runAsOperator('end-sessions', '-c', 'stage=prod', '-c', settings)).rejects.toMatchObject({
    stderr: expect.stringContaining('The stage "prod" has no session secret in us-east-1'),
  });
  await expect(runAsOperator('rotate-session-secret', '-c', 'stage=test')).rejects.toMatchObject({
    stderr: expect.stringContaining('There is no stage "test"'),
  });
});
