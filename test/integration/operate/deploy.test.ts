import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { stageOf } from '../../../infra/installation.ts';
import { type Clients, createClients } from '../../../infra/operate/clients.ts';
import { deployStage } from '../../../infra/operate/deploy-stage.ts';
import type { Stage } from '../../../infra/stages.ts';
import { grantAccess } from '../../../lib/customers/grant-access.ts';
import { createTestAccount, type TestStack } from '../../fixtures/aws/account.ts';
import { type Answers, type AwsServices, startAws } from '../../fixtures/aws/services.ts';
import { startTables, type TestTables } from '../../fixtures/tables.ts';

const MAILS = { mailFrom: 'seatpulse@vendor.example', alarmEmail: 'on-call@vendor.example' };
const prod: Stage = stageOf('prod', { prod: { ...MAILS, verifiedMailIdentity: 'existing' } });

let aws: AwsServices;
let tables: TestTables;
let clients: Clients;
let account: ReturnType<typeof createTestAccount>['account'];
const answers: Record<string, Answers[string]> = {};
let said: string[] = [];
/** The options of each run of CDK, and whether the stack refused deletion when it began. */
let runs: string[] = [];

beforeAll(async () => {
  aws = await startAws(answers);
  tables = await startTables();
  process.env.AWS_ENDPOINT_URL = aws.url;
  clients = createClients();
  await grantAccess(tables.licensing, { subject: 'sub-of-ona', scopes: ['operator'] });
});
beforeEach(() => {
  const fresh = createTestAccount();
  account = fresh.account;
  Object.assign(answers, fresh.answers);
  account.outputs.ApiUrl = aws.url;
  said = [];
  runs = [];
});
afterAll(async () => {
  await tables.stop();
  await aws.stop();
});

/** Deploys as CDK would: a run leaves the stack as `becomes` says, or throws where that is undefined. */
const deploy = (becomes: (options: readonly string[]) => TestStack | undefined, stage = prod) =>
  deployStage({
    stage,
    clients,
    cdkDeploy: async (options) => {
      runs.push(`${options.join(' ')}; refuses deletion: ${account.stack?.refusesDeletion ?? 'no stack'}`);
      const next = becomes(options);
      if (!next) {
        account.stack = { status: 'ROLLBACK_COMPLETE', refusesDeletion: account.stack?.refusesDeletion ?? false };
        throw new Error('cdk deploy ended with 1');
      }
      account.stack = next;
    },
    keep: async ({ region }, stack) => `.deployed/${stack.name}-${region}`,
    say: (line) => said.push(line),
  });
const asCdk = (options: readonly string[]): TestStack => ({
  status: options.length > 0 ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE',
  refusesDeletion: options.length === 0,
});

test('the first deployment is protected against deletion only once it stands', async () => {
  account.stack = undefined;
  await deploy(asCdk);
  expect(runs).toEqual(['-c deletionProtection=off; refuses deletion: no stack', '; refuses deletion: false']);
  expect(said.slice(-3)).toEqual([
    `\nThe pages are at ${aws.url}/; all outputs are in .deployed/Seatpulse-prod-eu-central-1.`,
    `To let a partner's person in: npm run invite -- --partner P --create-partner "Name" --email E -c stage=prod`,
    'Nothing is left to do.',
  ]);
});

test('a disposable stage is deployed once', async () => {
  account.stack = undefined;
  await deploy(() => ({ status: 'CREATE_COMPLETE', refusesDeletion: false }), { ...prod, deletionProtection: false });
  expect(runs).toEqual(['-c deletionProtection=off; refuses deletion: no stack']);
});

test('later deployments never lose the protection', async () => {
  await deploy(asCdk);
  expect(runs).toEqual(['; refuses deletion: true']);
});

test('a creation that failed is said to be taken back, and is tried again by the same command', async () => {
  account.stack = undefined;
  await expect(deploy(() => undefined)).rejects.toThrow(
    'The stack could not be created, and what was made of it is taken back.',
  );
  await deploy(asCdk);
  expect(runs).toHaveLength(3);
  expect(account.stack).toEqual({ status: 'UPDATE_COMPLETE', refusesDeletion: true });
});

test('a stack that failed under protection, made by CDK alone, is let go of before it is made again', async () => {
  account.stack = { status: 'ROLLBACK_COMPLETE', refusesDeletion: true };
  await deploy(asCdk);
  expect(runs[0]).toBe('-c deletionProtection=off; refuses deletion: false');
});

test('a second pass that was broken off is made up for by the next deployment', async () => {
  account.stack = { status: 'CREATE_COMPLETE', refusesDeletion: false };
  await deploy(asCdk);
  expect(runs).toEqual(['; refuses deletion: false']);
  expect(account.stack.refusesDeletion).toBe(true);
});

test('nothing is deployed while something stands in the way', async () => {
  account.bootstrapped = false;
  await expect(deploy(asCdk)).rejects.toThrow('Nothing was deployed');
  expect(runs).toEqual([]);
  expect(said).toContain('error   CDK is not bootstrapped in this account and region');
});

test('what is left to do is said at the end', async () => {
  account.alarmSubscription = 'PendingConfirmation';
  account.users = [];
  await deploy(asCdk);
  expect(said.slice(said.findIndex((line) => line.startsWith('What is left')))).toEqual([
    'What is left to do (npm run doctor tells again):',
    'warning on-call@vendor.example has not agreed to be told of alarms',
    '        → Follow the link in the mail from AWS Notifications.',
    'warning There is no operator yet',
    '        → npm run invite -- --operator --email you@your.domain -c stage=prod, or --program operations',
  ]);
});
