import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAccess } from '../../../lib/access/read-access.ts';
import { changePartner } from '../../../lib/customers/partner-table.ts';
import { createTestAccount } from '../../fixtures/aws/account.ts';
import { type AwsServices, startAws } from '../../fixtures/aws/services.ts';
import { createTestPool } from '../../fixtures/aws/user-pool.ts';
import { startTables, type TestTables } from '../../fixtures/tables.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const SETTINGS = 'settings=test/fixtures/prod-settings.ts';

const { account, answers } = createTestAccount();
const pool = createTestPool(account.outputs.UserPoolId);
let aws: AwsServices;
let tables: TestTables;

beforeAll(async () => {
  aws = await startAws({ ...answers, ...pool.answers });
  account.outputs.ApiUrl = aws.url;
  tables = await startTables();
  await changePartner(tables.licensing, 'acme', () => ({
    partnerId: 'acme',
    name: 'Acme',
    tenantIds: [],
    recipients: [],
  }));
});
afterAll(async () => {
  await tables.stop();
  await aws.stop();
});

/** Runs a command as npm does, with the credentials and addresses of the environment. */
const run = async (command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
  const running = spawn(process.execPath, [join('infra', 'operate', `${command}.ts`), ...args], {
    cwd: ROOT,
    env: { ...process.env, AWS_ENDPOINT_URL: aws.url, AWS_MAX_ATTEMPTS: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [printed, complained, [code]] = await Promise.all([
    text(running.stdout),
    text(running.stderr),
    once(running, 'exit'),
  ]);
  return { code, printed, complained };
};

test('npm run invite lets a person in', async () => {
  const { code, printed, complained } = await run('invite', [
    '--email=ana@acme.example',
    '--partner=acme',
    '-c',
    'stage=prod',
    '-c',
    SETTINGS,
  ]);
  expect({ code, complained }).toEqual({ code: 0, complained: '' });
  expect(printed).toContain('ana@acme.example is invited');
  expect(await readAccess(tables.licensing, pool.users.get('ana@acme.example')?.sub ?? '')).toMatchObject({
    partnerId: 'acme',
  });
});

test('npm run doctor ends with 1 when something is wrong, and with 0 when nothing is', async () => {
  account.identities.set('vendor.example', { verified: false, mailFrom: '' });
  expect(await run('doctor', ['-c', 'stage=prod', '-c', SETTINGS])).toMatchObject({
    code: 0,
    printed: expect.stringContaining('warning SES has not verified vendor.example yet'),
  });
  account.schedule = 'DISABLED';
  expect(await run('doctor', ['-c', 'stage=prod', '-c', SETTINGS])).toMatchObject({
    code: 1,
    printed: expect.stringContaining('error   The daily recalculation is switched off'),
  });
});

test('settings that cannot be taken, and a stage that is not deployed, are told in a line', async () => {
  expect(await run('doctor', ['-c', 'stage=prod', '-c', 'settings=none'])).toMatchObject({
    code: 1,
    complained: expect.stringMatching(
      /^The stage prod is not complete\..*\n {2}prod\.mailFrom is missing: it is a mail address\.\n$/,
    ),
  });
  expect(await run('invite', ['--operator', '--program=feed', '-c', 'settings=none'])).toMatchObject({
    code: 1,
    complained: 'Seatpulse-dev is not deployed in this account and region. Deploy it: npm run deploy -- -c stage=dev\n',
  });
});

test('without credentials or a region a command says how to name them', async () => {
  const nobody = {
    AWS_ACCESS_KEY_ID: undefined,
    AWS_SECRET_ACCESS_KEY: undefined,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
  expect(await run('doctor', ['-c', 'settings=none'], nobody)).toMatchObject({
    code: 1,
    complained: expect.stringMatching(/^No credentials of an AWS account were found\. Name a profile/),
  });
  expect(await run('deploy', ['-c', 'settings=none'], { ...nobody, AWS_REGION: undefined })).toMatchObject({
    code: 1,
    complained: expect.stringMatching(/^Name the region: AWS_REGION=eu-central-1, for example\./),
  });
});
