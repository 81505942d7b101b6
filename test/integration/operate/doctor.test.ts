import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { stageOf } from '../../../infra/installation.ts';
import { checkMachine } from '../../../infra/operate/checks/machine.ts';
import { checkSettings } from '../../../infra/operate/checks/settings.ts';
import { type Clients, createClients } from '../../../infra/operate/clients.ts';
import { hasRun } from '../../../infra/operate/deployed-stack.ts';
import { examineAfter, examineBefore, findPlace, findStack } from '../../../infra/operate/examine.ts';
import { hasErrors } from '../../../infra/operate/findings.ts';
import type { Stage } from '../../../infra/stages.ts';
import { grantAccess } from '../../../lib/customers/grant-access.ts';
import { userNamesOf } from '../../../lib/licensing/user-names-table.ts';
import { createTestAccount } from '../../fixtures/aws/account.ts';
import { type Answers, type AwsServices, startAws } from '../../fixtures/aws/services.ts';
import { startTables, type TestTables } from '../../fixtures/tables.ts';

const MAILS = { mailFrom: 'seatpulse@vendor.example', alarmEmail: 'on-call@vendor.example' };
const prod: Stage = stageOf('prod', { prod: MAILS });

let aws: AwsServices;
let tables: TestTables;
let clients: Clients;
let account: ReturnType<typeof createTestAccount>['account'];
const answers: Record<string, Answers[string]> = {};

beforeAll(async () => {
  aws = await startAws(answers);
  tables = await startTables();
  process.env.AWS_ENDPOINT_URL = aws.url;
  process.env.AWS_MAX_ATTEMPTS = '1';
  clients = createClients();
  await grantAccess(tables.licensing, { subject: 'sub-of-ona', scopes: ['operator'] });
});
beforeEach(() => {
  const fresh = createTestAccount();
  account = fresh.account;
  for (const call of Object.keys(answers)) delete answers[call];
  Object.assign(answers, fresh.answers);
  account.outputs.ApiUrl = aws.url; // the stage answers, too
});
afterAll(async () => {
  await tables.stop();
  await aws.stop();
});

const examine = async (stage: Stage) => {
  const stack = await findStack(clients, stage);
  return [
    ...(await examineBefore(clients, stage, await findPlace(clients), stack)),
    ...(hasRun(stack) ? await examineAfter(clients, stage, stack) : []),
  ];
};
/** What is not well, as `level what → remedy`. */
const unwell = async (stage: Stage = prod) =>
  (await examine(stage))
    .filter(({ level }) => level !== 'ok')
    .map(({ level, what, remedy }) => `${level}: ${what} → ${remedy}`);

test('a stage with which all is well has nothing but good findings', async () => {
  const findings = await examine(prod);
  expect(findings.map(({ level, what }) => `${level}: ${what}`).slice(1)).toEqual([
    'ok: The settings of prod are complete',
    'ok: Account 111122223333, region eu-central-1, as arn:aws:iam::111122223333:user/ona',
    'ok: CDK is bootstrapped (version 30)',
    'ok: The account runs 1000 functions at once; jobs of prod may take 26',
    'ok: SES sends to everybody',
    'ok: SES sends from vendor.example',
    'ok: Users will be stored by their own names',
    `ok: Seatpulse-prod is deployed: ${aws.url}/`,
    `ok: ${aws.url} answers`,
    'ok: Every customer is recalculated at cron(0 2 * * ? *) (UTC)',
    'ok: Alarms reach on-call@vendor.example',
    'ok: There is an operator',
  ]);
});

test('an empty account is told what is missing, and what the stack will make', async () => {
  account.stack = undefined;
  account.bootstrapped = false;
  account.quota = 10;
  account.ses.production = false;
  account.identities.clear();
  expect(await unwell()).toEqual([
    'error: CDK is not bootstrapped in this account and region → Once: npm run bootstrap',
    'warning: The account runs 10 functions at once; jobs of prod may take 26: while all its queues are filled, jobs wait and people are turned away → Ask for 1,000: Service Quotas → AWS Lambda → Concurrent executions (L-B99A9384). It may take some days, and costs nothing.',
    'warning: SES is in its sandbox: only verified addresses get mail, 200 a day → Ask for production access in the SES console; docs/deploying.md has the text.',
  ]);
});

test.each([
  [{ runs: 2, recalculations: 50, publishes: 10, imports: 10, exports: 10, collections: 10 }, 106, 116, []],
  [{ runs: 2, recalculations: 50, publishes: 10, imports: 10, exports: 10, collections: 10 }, 106, 115, ['warning']],
  [{ runs: 2, recalculations: 50, publishes: 10, imports: 10, exports: 10, collections: 10 }, 106, 105, ['error']],
  [{ runs: 2, recalculations: 2, publishes: 2, imports: 2, exports: 2, collections: 2 }, 26, 10, ['warning']],
  [{ runs: 2, recalculations: 2, publishes: 2, imports: 2, exports: 2, collections: 2 }, 26, 35, ['warning']],
  [{ runs: 2, recalculations: 2, publishes: 2, imports: 2, exports: 2, collections: 2 }, 26, 36, []],
])('jobs of %j, %i in all, in an account that runs %i at once', async (atOnce, all, quota, levels) => {
  account.quota = quota;
  const findings = await examine({ ...prod, atOnce });
  expect(findings.map(({ level }) => level).filter((level) => level !== 'ok')).toEqual(levels);
  expect(findings.map(({ what }) => what).join()).toContain(`jobs of prod may take ${all}`);
});

test('reservations that Lambda would refuse are told before', async () => {
  account.quota = 110;
  const [found] = await unwell({ ...prod, reservedConcurrency: { authorize: 20 } });
  expect(found).toContain(
    'error: The account runs 110 functions at once; jobs of prod may take 26, and 20 are to be reserved',
  );
});

test('an identity that SES has already is told before a stack fails on it, and can be used', async () => {
  account.stack = undefined;
  expect(await unwell()).toEqual([
    "error: SES has vendor.example already: a stack that makes it would fail → Set prod.verifiedMailIdentity to 'existing'.",
  ]);
  expect(await unwell({ ...prod, verifiedMailIdentity: 'existing' })).toEqual([]);
  expect(
    await unwell({ ...prod, mailFrom: 'seatpulse@mail.vendor.example', verifiedMailIdentity: 'existing' }),
  ).toEqual([]);
  account.identities.set('vendor.example', { verified: false, mailFrom: '' });
  expect(await unwell({ ...prod, verifiedMailIdentity: 'existing' })).toEqual([
    "error: SES has no verified identity for seatpulse@vendor.example in this region → Set prod.verifiedMailIdentity to 'domain' or 'address': then the stack makes one.",
  ]);
});

test('a domain that is not verified yet is told with its records, and one without MAIL FROM with a hint', async () => {
  account.identities.set('vendor.example', { verified: false, mailFrom: '' });
  expect(await unwell()).toEqual([
    [
      'warning: SES has not verified vendor.example yet: it sends no mail → Add to its DNS:',
      ...['one', 'two', 'three'].map(
        (token) => `          ${token}._domainkey.vendor.example CNAME ${token}.dkim.eu-central-1.amazonses.com`,
      ),
    ].join('\n'),
  ]);
  account.identities.set('vendor.example', { verified: true, mailFrom: '' });
  expect(await unwell()).toEqual([
    'hint: vendor.example has no MAIL FROM domain: DMARC rests on DKIM alone → In the SES console set one, such as bounce.vendor.example, and add the MX and TXT records that it shows.',
  ]);
});

test('an account that SES has stopped sends nothing', async () => {
  account.ses.enforcement = 'SHUTDOWN';
  expect(await unwell()).toEqual([
    'error: SES does not send for this account → See why in the SES console, under Reputation metrics.',
  ]);
});

const certificate = (id: string, region = 'eu-central-1') => `arn:aws:acm:${region}:111122223333:certificate/${id}`;
test.each([
  ['seatpulse.vendor.example', certificate('good'), []],
  ['seatpulse.vendor.example', certificate('good', 'us-east-1'), ['is in us-east-1, and the stage in eu-central-1']],
  ['seatpulse.vendor.example', certificate('gone'), ['ACM has no certificate']],
  [
    'deep.seatpulse.vendor.example',
    certificate('good'),
    ['The certificate is for *.vendor.example, *.vendor.example, not for'],
  ],
  ['seatpulse.vendor.example', certificate('new'), ['is PENDING_VALIDATION, not ISSUED']],
])('the certificate of %s as %s', async (name, certificateArn, said) => {
  account.certificates.set(certificate('new'), { status: 'PENDING_VALIDATION', names: ['seatpulse.vendor.example'] });
  const found = await unwell({ ...prod, domain: { name, certificateArn } });
  expect(found).toEqual(said.map((part) => expect.stringContaining(part)));
  expect(found.every((one) => one.startsWith('error: '))).toBe(true);
});

test('a deployed stage is told what it still needs', async () => {
  account.stack = { status: 'UPDATE_ROLLBACK_COMPLETE', refusesDeletion: false };
  account.alarmSubscription = 'PendingConfirmation';
  account.schedule = 'DISABLED';
  account.users = [];
  expect(await unwell()).toEqual([
    'warning: Seatpulse-prod is as before its last deployment, which failed → See its events, then npm run deploy -- -c stage=prod',
    'error: Seatpulse-prod can be deleted by mistake → npm run deploy -- -c stage=prod',
    'error: The daily recalculation is switched off → Enable the schedule in the EventBridge Scheduler console.',
    'warning: on-call@vendor.example has not agreed to be told of alarms → Follow the link in the mail from AWS Notifications.',
    'warning: There is no operator yet → npm run invite -- --operator --email you@your.domain -c stage=prod, or --program operations',
  ]);
  account.alarmSubscription = undefined;
  expect(await unwell()).toContain(
    'error: Alarms do not reach on-call@vendor.example → It unsubscribed, or: npm run deploy -- -c stage=prod',
  );
});

test('a stage that does not answer is told, and where its own domain has to lead', async () => {
  delete answers['GET /v1/openapi.json'];
  expect(await unwell()).toEqual([
    `error: ${aws.url} answers 403 → See the log of describe-api in the CloudWatch console.`,
  ]);
  account.outputs.ApiUrl = 'http://127.0.0.1:1';
  expect(await unwell()).toEqual([
    expect.stringMatching(/^error: http:\/\/127\.0\.0\.1:1 does not answer \(.+\) → See/),
  ]);
  const domain = { name: 'seatpulse.vendor.example', certificateArn: certificate('good') };
  expect(await unwell({ ...prod, domain })).toEqual([
    expect.stringMatching(
      /^warning: http.* → Add to its DNS, if it is not there: seatpulse\.vendor\.example CNAME d-abc\.execute-api/,
    ),
  ]);
});

test('what the credentials may not look at is a warning and ends nothing', async () => {
  delete answers['GET /2016-08-19/account-settings'];
  const findings = await examine(prod);
  expect(findings.filter(({ level }) => level !== 'ok')).toEqual([
    {
      level: 'warning',
      what: 'The quota of Lambda could not be looked at: The caller may not call GET /2016-08-19/account-settings',
      remedy: 'Use credentials that may, or look yourself.',
    },
  ]);
  expect(hasErrors(findings)).toBe(false);
});

test('an older Node.js and settings nobody would deploy are told', () => {
  expect(checkMachine('22.9.0')).toMatchObject([{ level: 'error', what: 'Node.js 22.9.0 is too old' }]);
  expect(checkMachine('24.1.0')).toEqual([{ level: 'ok', what: 'Node.js 24.1.0' }]);
  expect(checkSettings(stageOf('dev', {})).map(({ what }) => what)).toEqual([
    'mailFrom is still the example seatpulse@example.com',
  ]);
  expect(checkSettings(stageOf('prod', { prod: { mailFrom: MAILS.mailFrom } })).map(({ what }) => what)).toEqual([
    'Nobody is told of alarms',
  ]);
});

test('a stage that is set to name users otherwise than those it holds is told before it is deployed so', async () => {
  const { licensing } = tables;
  expect((await userNamesOf(licensing, '')()).arePseudonyms).toBe(false);
  expect(await unwell()).toEqual([]);
  expect(await unwell({ ...prod, pseudonymizeUsers: true })).toEqual([
    'error: Users are stored by their own names, and prod is set to store them by pseudonyms: everything that names users is refused → Set prod.pseudonymizeUsers in seatpulse.config.ts back to false, and deploy. It is chosen before the first data; docs/privacy.md says what is left.',
  ]);
});
