import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { expect, test, vi } from 'vitest';
import { SeatpulseStack } from '../../infra/stack.ts';
import { eventSourcesOf, type Stage, stageSettings, stages } from '../../infra/stages.ts';

// The library's check of whole templates takes seconds, and has passed for both stages when they were synthesized.
vi.stubEnv('CDK_VALIDATION', 'false');

const stackOf = (stage: Stage): SeatpulseStack =>
  new SeatpulseStack(new App(), stage, () => Code.fromInline('exports.handler = () => undefined'));
const synthesize = (stage: Stage): Template => Template.fromStack(stackOf(stage));

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

test('a stage that stores pseudonyms gives their key to what names users, and lets files be deleted once they are read', () => {
  const template = synthesize({ ...stages.dev, pseudonymizeUsers: true });
  const functions = Object.values(template.findResources('AWS::Lambda::Function')).map(
    ({ Properties }) => Properties.Environment.Variables as Record<string, unknown>,
  );
  const withKey = functions.filter(({ PSEUDONYM_KEY_ARN }) => PSEUDONYM_KEY_ARN !== undefined);
  expect(Object.fromEntries(withKey.map((one) => [one.POWERTOOLS_SERVICE_NAME, one.PSEUDONYM_KEY_ARN]))).toEqual({
    'import-file': { Ref: 'PseudonymKey' },
    'ingest-activity': { Ref: 'PseudonymKey' },
    'manage-licensing': { Ref: 'PseudonymKey' },
    'request-erasure': { Ref: 'PseudonymKey' },
  });
  expect(functions.find((one) => one.POWERTOOLS_SERVICE_NAME === 'end-job')).toMatchObject({
    DELETED_UPLOADS_BUCKET: { Ref: 'UploadsBucket' },
  });
  const files = { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['UploadsBucket', 'Arn'] }, '/imports/*']] };
  const deleters = Object.values(template.findResources('AWS::IAM::Policy')).filter(({ Properties }) =>
    Properties.PolicyDocument.Statement.some(
      ({ Action, Resource }: { Action: unknown; Resource: unknown }) =>
        JSON.stringify(Action).includes('s3:DeleteObject') && JSON.stringify(Resource) === JSON.stringify(files),
    ),
  );
  expect(deleters).toHaveLength(3); // what imports, what ends imports, what erases
  template.hasResourceProperties('AWS::S3::Bucket', {
    LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ Prefix: 'imports/', ExpirationInDays: 1 })]) },
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
  const prod: Stage = { ...stages.prod, mailFrom: 'seatpulse@vendor.example' };
  expect(stackOf(prod).tags.tagValues()).toEqual({
    app: 'seatpulse',
    stage: 'prod',
    stack: 'seatpulse-prod',
  });
  synthesize(prod).resourceCountIs('AWS::Budgets::Budget', 0);
  synthesize({ ...prod, alarmEmail: 'cfo@example.org', monthlyBudgetUsd: 200 }).hasResourceProperties(
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

/** The logical ids of all resources of a type, sorted. */
const idsOf = (template: Template, type: string) => Object.keys(template.findResources(type)).sort();

test('programs keep their clients by their names, whatever others there are', () => {
  const clientsOf = (...integrations: [string, ...string[]]) =>
    idsOf(synthesize({ ...stages.dev, identity: { kind: 'cognito', integrations } }), 'AWS::Cognito::UserPoolClient');
  expect(clientsOf('nightly-feed', 'operations')).toEqual([
    expect.stringMatching(/^IdentityUserPoolNightlyFeedProgram[0-9A-F]{8}$/),
    'IdentityUserPoolOperationsProgram9C01332B',
    'IdentityUserPoolPages107D3E1A',
  ]);
});

test('an identity that SES has already is used, and no other is made', () => {
  const template = synthesize({ ...stages.dev, verifiedMailIdentity: 'existing' });
  template.resourceCountIs('AWS::SES::EmailIdentity', 0);
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: { POWERTOOLS_SERVICE_NAME: 'write-export', MAIL_FROM: 'seatpulse@example.com' } },
  });
});

test('a domain of its own is in every address that leaves the stage', () => {
  const domain = {
    name: 'seatpulse.vendor.example',
    certificateArn: 'arn:aws:acm:eu-central-1:111122223333:certificate/0f1e2d3c',
  };
  const template = synthesize({ ...stages.dev, domain });
  const text = JSON.stringify(template.toJSON());
  expect(text).not.toContain('ApiEndpoint');
  expect(text.match(/https:\/\/seatpulse\.vendor\.example[\w/]*/gu)?.toSorted()).toMatchInlineSnapshot(`
    [
      "https://seatpulse.vendor.example",
      "https://seatpulse.vendor.example",
      "https://seatpulse.vendor.example",
      "https://seatpulse.vendor.example",
      "https://seatpulse.vendor.example",
      "https://seatpulse.vendor.example/",
      "https://seatpulse.vendor.example/",
      "https://seatpulse.vendor.example/",
      "https://seatpulse.vendor.example/auth/callback",
    ]
  `);
  template.hasResourceProperties('AWS::ApiGatewayV2::DomainName', {
    DomainName: domain.name,
    DomainNameConfigurations: [
      { CertificateArn: domain.certificateArn, EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2' },
    ],
  });
  template.hasResourceProperties('AWS::ApiGatewayV2::ApiMapping', {
    ApiId: { Ref: 'ApiHttp17514DA7' },
    DomainName: { Ref: 'ApiDomainName' },
    Stage: '$default',
  });
  expect(template.findOutputs('DomainTarget')).toEqual({
    DomainTarget: { Value: { 'Fn::GetAtt': ['ApiDomainName', 'RegionalDomainName'] } },
  });
});

test('the mail that invites a user names the address of the pages', () => {
  synthesize({
    ...stages.dev,
    domain: { name: 'seatpulse.vendor.example', certificateArn: 'arn' },
  }).hasResourceProperties('AWS::Cognito::UserPool', {
    AdminCreateUserConfig: {
      AllowAdminCreateUserOnly: true,
      InviteMessageTemplate: {
        EmailMessage: Match.stringLikeRegexp(
          '<a href="https://seatpulse\\.vendor\\.example/">.*\\{username\\}.*\\{####\\}',
        ),
      },
    },
  });
});

test('concurrency is set aside where the stage says so, and for nobody else', () => {
  const reserved = (stage: Stage) =>
    Object.values(synthesize(stage).findResources('AWS::Lambda::Function'))
      .filter(({ Properties }) => 'ReservedConcurrentExecutions' in Properties)
      .map(({ Properties }) => [
        Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME,
        Properties.ReservedConcurrentExecutions,
      ]);
  expect(reserved(stages.dev)).toEqual([]);
  expect(reserved({ ...stages.dev, reservedConcurrency: { authorize: 20 } })).toEqual([['authorize', 20]]);
});

test('as many jobs of a queue run at once as the stage says', () => {
  const atOnce = { runs: 2, recalculations: 50, publishes: 11, imports: 12, exports: 13, collections: 14 };
  const mappings = synthesize({ ...stages.dev, atOnce }).findResources('AWS::Lambda::EventSourceMapping');
  const numbers = Object.values(mappings).map(({ Properties }) => [
    Properties.EventSourceArn['Fn::GetAtt'][0],
    Properties.ScalingConfig.MaximumConcurrency,
  ]);
  // What the doctor adds up is all that there is: one whose number stood elsewhere would not be counted.
  const sum = (all: readonly number[]) => all.reduce((total, one) => total + one, 0);
  expect(sum(numbers.map(([, number]) => Number(number)))).toBe(sum(Object.values(eventSourcesOf({ atOnce }))));
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'deploying.md'), 'utf8');
  expect(page).toContain(
    `As it comes that is ${sum(Object.values(eventSourcesOf(stages.prod)))} with every queue filled`,
  );
  expect(Object.fromEntries(numbers)).toEqual({
    RunsQueue: 2,
    CollectionRunsQueue: 2,
    CollectionsQueue: 14,
    CollectionsGivenUpQueue: 2,
    RecalculationsQueue: 50,
    PublishesQueue: 11,
    ImportsQueue: 12,
    ExportsQueue: 13,
    // Jobs that are to be ended are few.
    ImportsGivenUpQueue: 2,
    ExportsGivenUpQueue: 2,
    MailEventsQueue: 2,
    ErasuresQueue: 2,
    ErasuresGivenUpQueue: 2,
  });
});

test('each route is throttled as the stage says, and is made before it is named', () => {
  const throttling: Stage['throttling'] = {
    events: { perSecond: 11, burst: 12 },
    jobs: { perSecond: 21, burst: 22 },
    signIn: { perSecond: 31, burst: 32 },
    mailedLinks: { perSecond: 41, burst: 42 },
    others: { perSecond: 51, burst: 52 },
  };
  const template = synthesize({ ...stages.dev, throttling });
  const [stage] = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'));
  expect(stage?.Properties.DefaultRouteSettings).toEqual({ ThrottlingRateLimit: 51, ThrottlingBurstLimit: 52 });
  const rates = Object.entries(stage?.Properties.RouteSettings).map(([key, settings]) => [
    key,
    Object.values(settings as object).join(' '),
  ]);
  expect(Object.fromEntries(rates)).toEqual({
    'POST /v1/activity': '11 12',
    'POST /v1/recalculations': '21 22',
    'POST /v1/exports': '21 22',
    'POST /v1/exports/{id}/mails': '21 22',
    'POST /v1/imports': '21 22',
    'POST /v1/partners/{id}/sources/{name}/collections': '21 22',
    'POST /v1/customers/{id}/sources/{name}/collections': '21 22',
    'GET /auth/sign-in': '31 32',
    'GET /auth/callback': '31 32',
    'POST /auth/sign-out': '31 32',
    'GET /d/{token}': '41 42',
    'HEAD /d/{token}': '41 42',
  });
  const routes = template.findResources('AWS::ApiGatewayV2::Route');
  const before = [stage?.DependsOn].flat().map((id) => routes[id]?.Properties.RouteKey);
  expect(new Set(before)).toEqual(new Set(rates.map(([key]) => key)));
});

test('what is deployed for the first time can be taken back; nothing else of it differs', () => {
  const kept: Stage = { ...stages.prod, mailFrom: 'seatpulse@vendor.example' };
  const first = stackOf({ ...kept, deletionProtection: false });
  const later = stackOf(kept);
  expect([first.terminationProtection, later.terminationProtection]).toEqual([false, true]);
  const text = JSON.stringify(Template.fromStack(later).toJSON());
  expect(JSON.stringify(Template.fromStack(first).toJSON())).toBe(
    text
      .replaceAll('"DeletionProtectionEnabled":true', '"DeletionProtectionEnabled":false')
      .replace('"DeletionProtection":"ACTIVE"', '"DeletionProtection":"INACTIVE"'),
  );
});

test('docs/deploying.md says what every setting of a stage means', () => {
  const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'deploying.md'), 'utf8');
  const [, table = ''] = /^\| setting \|.*\n([\s\S]*?)\n\n/mu.exec(page) ?? [];
  const explained = table.split('\n').flatMap((row) => row.split('|')[1]?.match(/(?<=`)\w+(?=`)/gu) ?? []);
  expect(explained.toSorted()).toEqual(Object.keys(stageSettings.shape).sort());
});

test.each([
  ['public', true],
  [['hooks.vendor.example', '10.0.0.5:8080', '[::1]:4010', 'localhost'], true],
  [[], false],
  ['hooks.vendor.example', false],
  [['public'], false],
  [['https://hooks.vendor.example'], false],
  [['hooks.vendor.example/in'], false],
  [['*.vendor.example'], false],
])('whom a stage calls is the internet, or hosts by their names: %o is taken: %s', (deliverTo, taken) => {
  expect(stageSettings.shape.deliverTo.safeParse(deliverTo).success).toBe(taken);
});
