import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { acknowledgedOf, assemblyFile, at, functionName, resourcesOf, templateOf } from './template.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const stages = ['dev', 'prod'] as const;

/** Every function writes its traces. */
const TRACES = 'AwsSolutions-IAM5[Resource::*]';

const folders = readdirSync(join(ROOT, 'functions')).filter((name) =>
  existsSync(join(ROOT, 'functions', name, 'handler.ts')),
);

test.each(stages)('%s runs the functions of the folders and no others', (stage) => {
  expect(resourcesOf(stage, 'AWS::Lambda::Function').map(functionName).sort()).toEqual(folders.sort());
});

test('each function has a file of its name in infra', () => {
  const files = readdirSync(join(ROOT, 'infra'));
  expect(folders.filter((name) => !files.includes(`${name}.ts`))).toEqual([]);
});

test.each(stages)('%s has no custom resources', (stage) => {
  const types = resourcesOf(stage).map(({ Type }) => Type);
  expect(types.filter((type) => type.startsWith('Custom::') || type.startsWith('AWS::CloudFormation::'))).toEqual([]);
});

test('functions run on Node.js 24 on arm64, and are traced', () => {
  for (const lambda of resourcesOf('prod', 'AWS::Lambda::Function'))
    expect(lambda.Properties).toMatchObject({
      TracingConfig: { Mode: 'Active' },
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
    });
});

test.each(stages)('%s passes the checks of cdk-nag and of the library', (stage) => {
  expect(assemblyFile(stage, 'validation-report.json')).toMatchObject({ pluginReports: [] });
});

test('these exceptions from the checks of cdk-nag are made, each with its reason; those of open routes stand with the routes', () => {
  const exceptions = acknowledgedOf('prod');
  for (const { reason } of exceptions) expect(reason).toMatch(/^[A-Z].{40,}\.$/);
  const traced = exceptions.filter(({ rule }) => rule === TRACES).map(({ path }) => path);
  expect(traced).toHaveLength(folders.length);
  for (const path of traced) expect(path).toMatch(/^[A-Za-z]+\/Role$/);
  const others = exceptions.filter(({ rule }) => rule !== 'AwsSolutions-APIG4' && rule !== TRACES);
  expect(others.map(({ path, rule }) => `${path}: ${rule}`).sort()).toEqual([
    'Api/Deployments/Role: AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited]',
    'CollectSource/Role: AwsSolutions-IAM5[Resource::<UploadsBucket.Arn>/imports/*]',
    'CollectSource/Role: AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:Seatpulse-prod/sources/*]',
    'Dashboard/Role: AwsSolutions-IAM5[Resource::<ExportsBucket.Arn>/exports/*]',
    'Dashboard/Role: AwsSolutions-IAM5[Resource::<PortfoliosBucket.Arn>/*]',
    'Dashboard/Role: AwsSolutions-IAM5[Resource::<UploadsBucket.Arn>/imports/*]',
    'Dashboard/Role: AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:Seatpulse-prod/sources/*]',
    'DownloadExport/Role: AwsSolutions-IAM5[Resource::<ExportsBucket.Arn>/exports/*]',
    'EraseData/Role: AwsSolutions-IAM5[Resource::<ExportsBucket.Arn>/exports/*]',
    'EraseData/Role: AwsSolutions-IAM5[Resource::<PortfoliosBucket.Arn>/portfolios/*]',
    'EraseData/Role: AwsSolutions-IAM5[Resource::<UploadsBucket.Arn>/erasures/*]',
    'EraseData/Role: AwsSolutions-IAM5[Resource::<UploadsBucket.Arn>/imports/*]',
    'EraseData/Role: AwsSolutions-IAM5[Resource::<UploadsBucket.Arn>/replaced/*]',
    'EraseData/Role: AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:Seatpulse-prod/sources/*]',
    'ErasureKey: AwsSolutions-SMG4',
    'ExportsBucket: AwsSolutions-S1',
    'ImportFile/Role: AwsSolutions-IAM5[Resource::<UploadsBucket.Arn>/imports/*]',
    'ImportFile/Role: AwsSolutions-IAM5[Resource::<UploadsBucket.Arn>/replaced/*]',
    'ManageSources/Role: AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:secretsmanager:<AWS::Region>:<AWS::AccountId>:secret:Seatpulse-prod/sources/*]',
    'PortfoliosBucket: AwsSolutions-S1',
    'PseudonymKey: AwsSolutions-SMG4',
    'PublishPortfolio/Role: AwsSolutions-IAM5[Resource::<PortfoliosBucket.Arn>/*]',
    'ReadInsights/Role: AwsSolutions-IAM5[Resource::<PortfoliosBucket.Arn>/*]',
    'RequestErasure/Role: AwsSolutions-IAM5[Resource::<UploadsBucket.Arn>/erasures/*]',
    'RequestExport/Role: AwsSolutions-IAM5[Resource::<ExportsBucket.Arn>/exports/*]',
    'RequestImport/Role: AwsSolutions-IAM5[Resource::<UploadsBucket.Arn>/imports/*]',
    'SessionSecret: AwsSolutions-SMG4',
    'UploadsBucket: AwsSolutions-S1',
    'WriteExport/Role: AwsSolutions-IAM5[Resource::<ExportsBucket.Arn>/exports/*]',
    'WriteExport/Role: AwsSolutions-IAM5[Resource::<PortfoliosBucket.Arn>/*]',
    'WriteExport/Role: AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/*]',
  ]);
});

/** Which functions are told where a secret is. Both stages store users by their own names, and need no key for it. */
const ofErasures = [['ERASURE_KEY_ARN', { Ref: 'ErasureKey' }]] as const;
const ofNobody = [['PSEUDONYM_KEY_ARN', '']] as const;
const secretsIn = (stage: string): Readonly<Record<string, readonly (readonly [string, unknown])[]>> => {
  const ofSources = ['SOURCE_SECRETS', `Seatpulse-${stage}/sources/`] as const;
  return {
    dashboard: [['SESSION_SECRET_ARN', { Ref: 'SessionSecretC41FBD23' }], ofSources],
    'collect-source': [ofSources, ['SOURCE_KEY_ARN', { 'Fn::GetAtt': ['SourceKey', 'Arn'] }]],
    'erase-data': [...ofErasures, ofSources],
    'import-file': ofNobody,
    'ingest-activity': ofNobody,
    'manage-licensing': ofNobody,
    'manage-sources': [ofSources],
    'request-erasure': [...ofErasures, ...ofNobody],
  };
};

test.each(stages)(
  'no secret stands in the template of %s: functions get the name of the one that there is',
  (stage) => {
    expect(JSON.stringify(templateOf(stage))).not.toContain('{{resolve:');
    for (const lambda of resourcesOf(stage, 'AWS::Lambda::Function')) {
      const variables = at(lambda.Properties, 'Environment', 'Variables') ?? {};
      const secrets = Object.entries(variables).filter(([name]) => /SECRET|PASSWORD|TOKEN|KEY/.test(name));
      const expected = secretsIn(stage)[functionName(lambda)] ?? [];
      expect(Object.fromEntries(secrets)).toEqual(Object.fromEntries(expected));
    }
  },
);

test.each(stages)('the session secret of %s is random, and is found by its tag', (stage) => {
  const secrets = resourcesOf(stage, 'AWS::SecretsManager::Secret').filter(
    ({ id }) => id !== 'ErasureKey' && id !== 'PseudonymKey',
  );
  expect(secrets.map(({ Properties }) => Properties)).toMatchObject([
    {
      GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true },
      Tags: [{ Key: 'seatpulse:session-secret', Value: stage }],
    },
  ]);
});

test('the stack tells where things are', () => {
  expect(Object.keys(templateOf('dev').Outputs).sort()).toEqual([
    'ApiUrl',
    'CollectionRunsDeadLetterQueueArn',
    'CollectionRunsQueueArn',
    'CollectionsDeadLetterQueueArn',
    'CollectionsQueueArn',
    'ErasuresDeadLetterQueueArn',
    'ErasuresQueueArn',
    'ExportsBucketName',
    'ExportsDeadLetterQueueArn',
    'ExportsQueueArn',
    'FeedClientId',
    'ImportsDeadLetterQueueArn',
    'ImportsQueueArn',
    'MailEventsDeadLetterQueueArn',
    'MailEventsQueueArn',
    'OperationsClientId',
    'PagesClientId',
    'PortfoliosBucketName',
    'PublishesDeadLetterQueueArn',
    'PublishesQueueArn',
    'RecalculationsDeadLetterQueueArn',
    'RecalculationsQueueArn',
    'RunsDeadLetterQueueArn',
    'RunsQueueArn',
    'TokenUrl',
    'UploadsBucketName',
    'UserPoolId',
  ]);
});

test.each(stages)('%s has a dashboard of its name that shows every function and queue', (stage) => {
  const [dashboard, ...others] = resourcesOf(stage, 'AWS::CloudWatch::Dashboard');
  expect(others).toEqual([]);
  expect(dashboard?.Properties.DashboardName).toEqual({ Ref: 'AWS::StackName' });
  const body = JSON.stringify(dashboard?.Properties.DashboardBody);
  for (const { id } of resourcesOf(stage, 'AWS::Lambda::Function')) expect(body).toContain(id);
  for (const { id } of resourcesOf(stage, 'AWS::SQS::Queue').filter((queue) => !queue.id.endsWith('GivenUpQueue')))
    expect(body).toContain(id);
});

test('the template of dev is the one that was reviewed', () => {
  // What changes with each line of code is left out: names of bundles, and of the versions that are made of them.
  const text = JSON.stringify(assemblyFile('dev', '{stack}.template.json'))
    .replaceAll(/[0-9a-f]{64}\.zip/g, 'bundle.zip')
    .replaceAll(/(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}/g, '$1');
  expect(JSON.parse(text)).toMatchSnapshot();
});
