import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { expect, test, vi } from 'vitest';
import { SeatpulseStack } from '../../infra/stack.ts';
import { type Stage, stageNamed, stages } from '../../infra/stages.ts';

// The library's check of whole templates takes seconds, and has passed for both stages when they were synthesized.
vi.stubEnv('CDK_VALIDATION', 'false');

const stackOf = (stage: Stage): SeatpulseStack =>
  new SeatpulseStack(new App(), stage, () => Code.fromInline('exports.handler = () => undefined'));
const synthesize = (stage: Stage): Template => Template.fromStack(stackOf(stage));

test('a stage that does not exist is refused by name', () => {
  expect(() => stageNamed('staging')).toThrow('There is no stage "staging". Choose one of dev, prod: -c stage=dev');
  expect(stageNamed('prod')).toBe(stages.prod);
});

test("a stage's own issuer takes the place of the user pool", () => {
  const identity = {
    kind: 'oidc',
    issuer: 'https://login.example.com',
    jwksUri: 'https://login.example.com/keys',
    clientIds: ['pages', 'feed'],
    pagesClientId: 'pages',
  } as const;
  const template = synthesize({ ...stages.dev, identity });
  expect(template.findResources('AWS::Cognito::UserPool')).toEqual({});
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: {
      Variables: {
        POWERTOOLS_SERVICE_NAME: 'authorize',
        ISSUER: 'https://login.example.com',
        JWKS_URI: 'https://login.example.com/keys',
        CLIENT_IDS: 'pages feed',
      },
    },
  });
});

test('a setting that its function would not take does not synthesize', () => {
  expect(() => synthesize({ ...stages.dev, importStepSeconds: -1 })).toThrow(
    'import-file cannot take STEP_SECONDS="-1"',
  );
  expect(() => synthesize({ ...stages.dev, mailFrom: 'nobody' })).toThrow('mailFrom "nobody" is not a mail address');
});

test('the address that a stage names is told of alarms', () => {
  const email = { Protocol: 'email', Endpoint: 'on-call@example.com' };
  synthesize({ ...stages.dev, alarmEmail: 'on-call@example.com' }).hasResourceProperties(
    'AWS::SNS::Subscription',
    email,
  );
  synthesize(stages.dev).resourceCountIs('AWS::SNS::Subscription', 0);
});

test('a stage is tagged, and told of its costs when it has a budget', () => {
  expect(stackOf(stages.prod).tags.tagValues()).toEqual({
    app: 'seatpulse',
    stage: 'prod',
    stack: 'seatpulse-prod',
  });
  synthesize(stages.prod).resourceCountIs('AWS::Budgets::Budget', 0);
  synthesize({ ...stages.prod, alarmEmail: 'cfo@example.org', monthlyBudgetUsd: 200 }).hasResourceProperties(
    'AWS::Budgets::Budget',
    {
      Budget: {
        BudgetLimit: { Amount: 200, Unit: 'USD' },
        TimeUnit: 'MONTHLY',
        CostFilters: { TagKeyValue: ['user:stack$seatpulse-prod'] },
      },
      NotificationsWithSubscribers: Match.arrayWith([
        {
          Notification: Match.objectLike({ NotificationType: 'FORECASTED', Threshold: 100 }),
          Subscribers: [{ SubscriptionType: 'EMAIL', Address: 'cfo@example.org' }],
        },
      ]),
    },
  );
  expect(() => synthesize({ ...stages.dev, monthlyBudgetUsd: 200 })).toThrow('no alarmEmail that would be told of it');
});

test('mail comes from a verified address or a verified domain', () => {
  const identityOf = (verifiedMailIdentity: Stage['verifiedMailIdentity']) =>
    Object.values(synthesize({ ...stages.dev, verifiedMailIdentity }).findResources('AWS::SES::EmailIdentity')).map(
      ({ Properties }) => Properties.EmailIdentity,
    );
  expect(identityOf('address')).toEqual(['seatpulse@example.com']);
  expect(identityOf('domain')).toEqual(['example.com']);
});

test('a verified domain is told of with the records that prove it', () => {
  const recordsOf = (verifiedMailIdentity: Stage['verifiedMailIdentity']) =>
    Object.keys(synthesize({ ...stages.dev, verifiedMailIdentity }).findOutputs('*')).filter((name) =>
      name.startsWith('DkimRecord'),
    );
  expect(recordsOf('domain')).toEqual(['DkimRecord1', 'DkimRecord2', 'DkimRecord3']);
  expect(recordsOf('address')).toEqual([]);
});

test('every program of a stage has a client of its own, whose tokens are taken', () => {
  const template = synthesize({ ...stages.dev, identity: { kind: 'cognito', integrations: ['nightly-feed', 'sync'] } });
  template.resourceCountIs('AWS::Cognito::UserPoolClient', 3);
  const outputs = template.findOutputs('*');
  const ids = ['PagesClientId', 'NightlyFeedClientId', 'SyncClientId'].map((name) => outputs[name]?.Value);
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: {
      Variables: {
        POWERTOOLS_SERVICE_NAME: 'authorize',
        CLIENT_IDS: { 'Fn::Join': ['', [ids[0], ' ', ids[1], ' ', ids[2]]] },
      },
    },
  });
});

test('prod warns of example addresses, by the setting', () => {
  const warningsOf = (stage: Stage) =>
    Annotations.fromStack(stackOf(stage))
      .findWarning('*', Match.stringLikeRegexp('@example\\.com'))
      .map(({ entry }) => JSON.stringify(entry.data).replace(/^"| of .*/g, ''));
  expect(warningsOf(stages.prod)).toEqual(['mailFrom', 'alarmEmail']);
  expect(
    warningsOf({ ...stages.prod, mailFrom: 'seatpulse@vendor.example', alarmEmail: 'on-call@vendor.example' }),
  ).toEqual([]);
  expect(warningsOf(stages.dev)).toEqual([]);
});

test('docs/deploying.md says what every setting of a stage means', () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'deploying.md'), 'utf8');
  const [, table = ''] = /^\| setting \|.*\n([\s\S]*?)\n\n/mu.exec(page) ?? [];
  const explained = table.split('\n').flatMap((row) => row.split('|')[1]?.match(/(?<=`)\w+(?=`)/gu) ?? []);
  const source = readFileSync(join(import.meta.dirname, '..', '..', 'infra', 'stages.ts'), 'utf8');
  const [, stage = ''] = /^export interface Stage \{\n([\s\S]*?)^\}/mu.exec(source) ?? [];
  const settings = [...stage.matchAll(/^ {2}readonly (\w+)\??:/gmu)].map(([, setting = '']) => setting); // also those that no stage has
  expect(explained.toSorted()).toEqual(settings.sort());
});
