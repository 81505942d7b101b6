import { expect, test } from 'vitest';
import * as z from 'zod';
import { GENERATION_DAYS, JOB_DAYS, RECEIPT_DAYS, REPLACED_DAYS, UPLOAD_DAYS } from '../../lib/jobs/retention.ts';
import { assemblyFile, at, listed, type Resource, resourcesOf } from './template.ts';

/**
 * CloudFormation replaces what changes its logical id. What is replaced has lost its data; another API has another address,
 * and every mailed link is dead; another client has another id and secret.
 */
const LASTING = {
  'AWS::ApiGatewayV2::Api': ['ApiHttp17514DA7'],
  'AWS::ApiGatewayV2::Stage': ['ApiStage4697DF29'],
  'AWS::Cognito::UserPoolClient': [
    'IdentityUserPoolFeedProgram6C471E61',
    'IdentityUserPoolOperationsProgram9C01332B',
    'IdentityUserPoolPages107D3E1A',
  ],
  'AWS::Cognito::UserPoolDomain': ['IdentityUserPoolDomain56C2A4C9'],
  'AWS::Cognito::UserPoolResourceServer': ['IdentityUserPoolApi21520F8B'],
  'AWS::DynamoDB::GlobalTable': ['ActivityTable', 'InsightsTable', 'JobsTable', 'LicensingTable'],
  'AWS::S3::Bucket': ['ExportsBucket', 'PortfoliosBucket', 'UploadsBucket'],
  'AWS::Cognito::UserPool': ['UserPool'],
  'AWS::SecretsManager::Secret': ['ErasureKey', 'PseudonymKey', 'SessionSecretC41FBD23'],
  'AWS::KMS::Key': ['SourceKey'],
  'AWS::SQS::Queue': [
    'CollectionRunsDeadLetterQueue',
    'CollectionRunsQueue',
    'CollectionsDeadLetterQueue',
    'CollectionsGivenUpQueue',
    'CollectionsQueue',
    'ErasuresDeadLetterQueue',
    'ErasuresGivenUpQueue',
    'ErasuresQueue',
    'ExportsDeadLetterQueue',
    'ExportsGivenUpQueue',
    'ExportsQueue',
    'ImportsDeadLetterQueue',
    'ImportsGivenUpQueue',
    'ImportsQueue',
    'MailEventsDeadLetterQueue',
    'MailEventsQueue',
    'PublishesDeadLetterQueue',
    'PublishesQueue',
    'RecalculationsDeadLetterQueue',
    'RecalculationsQueue',
    'RunsDeadLetterQueue',
    'RunsQueue',
  ],
};
const stages = ['dev', 'prod'] as const;
const KEPT_TYPES = [
  'AWS::DynamoDB::GlobalTable',
  'AWS::S3::Bucket',
  'AWS::Cognito::UserPool',
  'AWS::Logs::LogGroup',
  'AWS::SecretsManager::Secret',
  'AWS::KMS::Key',
  'AWS::SES::EmailIdentity',
];

test.each(stages)('what holds data or is known outside keeps its logical id in %s', (stage) => {
  for (const [type, ids] of Object.entries(LASTING))
    expect(
      resourcesOf(stage, type)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(ids);
});

test('prod keeps data and logs when the stack lets go of them, dev does not', () => {
  const policies = (stage: 'dev' | 'prod') =>
    new Set(
      KEPT_TYPES.flatMap((type) => resourcesOf(stage, type)).map(
        (one) => `${one.DeletionPolicy}, ${one.UpdateReplacePolicy}`,
      ),
    );
  // Of a creation that failed nothing stays behind: it would stand in the way of the next.
  expect(policies('prod')).toEqual(new Set(['RetainExceptOnCreate, Retain']));
  expect(policies('dev')).toEqual(new Set(['Delete, Delete']));
});

test.each([
  ['prod', true, 'ACTIVE'],
  ['dev', false, 'INACTIVE'],
] as const)('in %s protection against deletion is %s', (stage, isProtected, pool) => {
  const manifest = z
    .object({ artifacts: z.record(z.string(), z.object({ properties: z.record(z.string(), z.unknown()).optional() })) })
    .parse(assemblyFile(stage, 'manifest.json'));
  expect(manifest.artifacts[`Seatpulse-${stage}`]?.properties?.terminationProtection ?? false).toBe(isProtected);
  for (const table of resourcesOf(stage, 'AWS::DynamoDB::GlobalTable'))
    expect(at(table.Properties, 'Replicas', 0, 'DeletionProtectionEnabled')).toBe(isProtected);
  expect(resourcesOf(stage, 'AWS::Cognito::UserPool')[0]?.Properties.DeletionProtection).toBe(pool);
});

test.each([
  ['dev', 14],
  ['prod', 180],
] as const)('every log of %s is kept for %s days', (stage, days) => {
  const logs = resourcesOf(stage, 'AWS::Logs::LogGroup');
  expect(logs.map((log) => log.Properties.RetentionInDays)).toEqual(logs.map(() => days));
  const named = resourcesOf(stage, 'AWS::Lambda::Function').map((one) =>
    at(one.Properties, 'LoggingConfig', 'LogGroup'),
  );
  expect(new Set(named.map((log) => at(log, 'Ref'))).size).toBe(logs.length - 1); // all but the API's access log
});

const keysOf = (table: Resource) => {
  const keys = (schema: ReturnType<typeof at>) => listed(schema).map((key) => at(key, 'AttributeName'));
  const indexes = listed(table.Properties.GlobalSecondaryIndexes).map((index) => [
    at(index, 'IndexName'),
    [...keys(at(index, 'KeySchema')), at(index, 'Projection', 'ProjectionType')],
  ]);
  return {
    key: keys(table.Properties.KeySchema),
    expires: at(table.Properties, 'TimeToLiveSpecification', 'AttributeName'),
    indexes: Object.fromEntries(indexes),
  };
};

test('the tables have these keys, indexes and expiry', () => {
  const tables = resourcesOf('dev', 'AWS::DynamoDB::GlobalTable').map((table) => [table.id, keysOf(table)]);
  expect(Object.fromEntries(tables)).toEqual({
    ActivityTable: { key: ['customerId', 'userId'], expires: 'expiresAt', indexes: {} },
    LicensingTable: {
      key: ['owner', 'record'],
      expires: 'expiresAt',
      indexes: { directory: ['shard', 'listed', 'KEYS_ONLY'] },
    },
    InsightsTable: { key: ['owner', 'day'], expires: 'expiresAt', indexes: {} },
    JobsTable: {
      key: ['job', 'item'],
      expires: 'expiresAt',
      indexes: { 'by-portfolio': ['portfolio', 'createdAt', 'ALL'] },
    },
  });
});

test('the tables are paid by request, encrypted and can be restored to any second', () => {
  for (const table of resourcesOf('dev', 'AWS::DynamoDB::GlobalTable')) {
    expect(table.Properties).toMatchObject({ BillingMode: 'PAY_PER_REQUEST', SSESpecification: { SSEEnabled: true } });
    expect(at(table.Properties, 'Replicas', 0, 'PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled')).toBe(
      true,
    );
  }
});

test('the buckets are private, encrypted and emptied by the ages that the texts name', () => {
  const days = resourcesOf('dev', 'AWS::S3::Bucket').map((bucket) => {
    expect(bucket.Properties).toMatchObject({
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    });
    const rules = listed(at(bucket.Properties, 'LifecycleConfiguration', 'Rules')).map((rule) => {
      expect(rule).toMatchObject({ Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } });
      return [at(rule, 'Prefix') ?? 'all', at(rule, 'ExpirationInDays')];
    });
    return [bucket.id, Object.fromEntries(rules)];
  });
  expect(Object.fromEntries(days)).toEqual({
    UploadsBucket: { 'imports/': UPLOAD_DAYS, 'replaced/': REPLACED_DAYS, 'erasures/': RECEIPT_DAYS },
    PortfoliosBucket: { all: GENERATION_DAYS },
    ExportsBucket: { all: JOB_DAYS },
  });
});
