import * as z from 'zod';
import type { BucketSettings, CorsRule } from '../gate/gate.ts';
import { policyDocument } from '../iam/role-policies.ts';
import { ignored } from '../template/ignored.ts';
import type { Stack } from '../template/stack.ts';

const corsRule = z.strictObject({
  AllowedOrigins: z.array(z.string()),
  AllowedMethods: z.array(z.string()),
  AllowedHeaders: z.array(z.string()).optional(),
  ExposedHeaders: z.array(z.string()).optional(),
  MaxAge: z.coerce.number().optional(),
  Id: ignored,
});
const properties = z.strictObject({
  BucketName: z.string().optional(),
  CorsConfiguration: z.strictObject({ CorsRules: z.array(corsRule) }).optional(),
  NotificationConfiguration: z
    .strictObject({ EventBridgeConfiguration: z.object({ EventBridgeEnabled: z.boolean().default(true) }).optional() })
    .optional(),
  // Nothing local is public, encrypted at rest, or old enough to expire; the gate checks what callers may do.
  BucketEncryption: ignored,
  LifecycleConfiguration: ignored,
  OwnershipControls: ignored,
  PublicAccessBlockConfiguration: ignored,
  Tags: ignored,
});
const policyProperties = z.object({ Bucket: z.string(), PolicyDocument: policyDocument });

export interface BucketDefinition {
  readonly logicalId: string;
  readonly path: string;
  readonly bucketName: string;
  readonly settings: BucketSettings;
}

export const readBuckets = (stack: Stack): readonly BucketDefinition[] => {
  const policies = stack.ofType('AWS::S3::BucketPolicy', policyProperties);
  return stack.ofType('AWS::S3::Bucket', properties).map(({ logicalId, path, ref, properties: given }) => ({
    logicalId,
    path,
    bucketName: ref,
    settings: {
      // Absent and undefined are one to zod and two to the compiler.
      cors: (given.CorsConfiguration?.CorsRules ?? []) as CorsRule[],
      policy: policies
        .filter(({ properties: { Bucket } }) => Bucket === ref)
        .flatMap(({ properties: { PolicyDocument } }) => PolicyDocument),
      eventBridge: given.NotificationConfiguration?.EventBridgeConfiguration?.EventBridgeEnabled ?? false,
    },
  }));
};

/** Creates the buckets that do not exist yet. */
export const createBuckets = async (buckets: readonly BucketDefinition[], s3: URL): Promise<void> => {
  await Promise.all(
    buckets.map(async ({ bucketName }) => {
      const address = new URL(bucketName, s3);
      if ((await fetch(address, { method: 'HEAD' })).ok) return;
      const created = await fetch(address, { method: 'PUT' });
      if (!created.ok)
        throw new Error(`The bucket ${bucketName} cannot be created: ${created.status} ${await created.text()}`);
    }),
  );
};
