import { Duration, Validations } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  CfnBucket,
  HttpMethods,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { removalPolicyOf } from './data-policy.ts';
import { pinLogicalId } from './logical-id.ts';

/**
 * The three buckets: private, TLS only, encrypted by S3, emptied by age. A disposable stack can be deleted once its
 * buckets are empty; emptying them by the stack itself would take a Lambda function that may delete everything.
 */
export const createBuckets = (scope: Construct, stage: Stage, pagesOrigin: string) => {
  /** `days` by the start of the keys of objects kept so long. */
  const bucket = (name: string, days: Readonly<Record<string, number>>, props: Pick<BucketProps, 'cors'> = {}) => {
    const created = new Bucket(scope, `${name}Bucket`, {
      ...props,
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      removalPolicy: removalPolicyOf(stage),
      lifecycleRules: Object.entries(days).map(([prefix, age]) => ({
        id: prefix === '' ? 'age' : `age of ${prefix}`,
        ...(prefix === '' ? {} : { prefix }),
        expiration: Duration.days(age),
        abortIncompleteMultipartUploadAfter: Duration.days(1),
      })),
    });
    pinLogicalId(created, `${name}Bucket`);
    Validations.of(created).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Server access logs hold presigned addresses. Objects are reached only by the functions and by links presigned for minutes, and each use is recorded with its job.',
    });
    return created;
  };

  // Beside the files that are handed in lies what they replaced, until no undo needs it, and what was erased, by hashes.
  // Where users go by pseudonyms, files are deleted once they are read; S3 deletes what never was, at the earliest it can.
  const uploads = bucket(
    'Uploads',
    { 'imports/': stage.pseudonymizeUsers ? 1 : 7, 'replaced/': 15, 'erasures/': 400 },
    {
      cors: [
        { allowedMethods: [HttpMethods.POST], allowedOrigins: [pagesOrigin], allowedHeaders: ['*'], maxAge: 3600 },
      ],
    },
  );
  // Set on the resource itself: the construct's own `eventBridgeEnabled` adds a custom resource with a Lambda function.
  const uploadsResource = uploads.node.defaultChild;
  if (uploadsResource instanceof CfnBucket)
    uploadsResource.addPropertyOverride('NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled', true);

  return {
    uploads,
    portfolios: bucket('Portfolios', { '': 30 }),
    exports: bucket('Exports', { '': 60 }),
  };
};
