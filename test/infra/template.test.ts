import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { acknowledgedOf, assemblyFile, functionName, resourcesOf, templateOf } from './template.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const stages = ['dev', 'prod'] as const;

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

test('functions run on Node.js 24 on arm64', () => {
  for (const lambda of resourcesOf('prod', 'AWS::Lambda::Function'))
    expect(lambda.Properties).toMatchObject({
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
  const others = exceptions.filter(({ rule }) => rule !== 'AwsSolutions-APIG4');
  expect(others.map(({ path, rule }) => `${path}: ${rule}`).sort()).toEqual([
    'Dashboard/Role: AwsSolutions-IAM5[Resource::<ExportsBucket.Arn>/exports/*]',
    'Dashboard/Role: AwsSolutions-IAM5[Resource::<PortfoliosBucket.Arn>/*]',
    'Dashboard/Role: AwsSolutions-IAM5[Resource::<UploadsBucket.Arn>/imports/*]',
    'DownloadExport/Role: AwsSolutions-IAM5[Resource::<ExportsBucket.Arn>/exports/*]',
    'EraseData/Role: AwsSolutions-IAM5[Resource::<ExportsBucket.Arn>/exports/*]',
    'EraseData/Role: AwsSolutions-IAM5[Resource::<PortfoliosBucket.Arn>/portfolios/*]',
    'EraseData/Role: AwsSolutions-IAM5[Resource::<UploadsBucket.Arn>/erasures/*]',
    'EraseData/Role: AwsSolutions-IAM5[Resource::<UploadsBucket.Arn>/imports/*]',
    'EraseData/Role: AwsSolutions-IAM5[Resource::<UploadsBucket.Arn>/replaced/*]',
    'ErasureKey: AwsSolutions-SMG4',
    'ExportsBucket: AwsSolutions-S1',
    'ImportFile/Role: AwsSolutions-IAM5[Resource::<UploadsBucket.Arn>/imports/*]',
    'ImportFile/Role: AwsSolutions-IAM5[Resource::<UploadsBucket.Arn>/replaced/*]',
    'PortfoliosBucket: AwsSolutions-S1',
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

test('the stack tells where things are', () => {
  expect(Object.keys(templateOf('dev').Outputs).sort()).toEqual([
    'ApiUrl',
    'ExportsBucketName',
    'FeedClientId',
    'OperationsClientId',
    'PagesClientId',
    'PortfoliosBucketName',
    'TokenUrl',
    'UploadsBucketName',
    'UserPoolId',
  ]);
});

test('the template of dev is the one that was reviewed', () => {
  const text = JSON.stringify(assemblyFile('dev', '{stack}.template.json')).replaceAll(
    /[0-9a-f]{64}\.zip/g,
    'bundle.zip',
  );
  expect(JSON.parse(text)).toMatchSnapshot();
});
