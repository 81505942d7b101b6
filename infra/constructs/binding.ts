import { Stack } from 'aws-cdk-lib';
import type { TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { MailSender } from './mail-sender.ts';

/** What a function gets through one variable of its environment: its value, and what the function may do with it. */
export interface Binding {
  readonly value: string;
  readonly statements: readonly PolicyStatement[];
  /** Findings of cdk-nag that the statements call forth on purpose. */
  readonly exceptions: readonly { readonly id: string; readonly reason: string }[];
}

type ItemAction = 'DeleteItem' | 'GetItem' | 'PutItem' | 'Query' | 'UpdateItem';
type TableAction = 'BatchGetItem' | 'DeleteItem' | 'GetItem' | 'PutItem' | 'Query' | 'Scan' | 'UpdateItem';
type ObjectAction = 'AbortMultipartUpload' | 'DeleteObject' | 'GetObject' | 'PutObject';

const named = (service: string, actions: readonly string[]): string[] =>
  actions.map((action) => `${service}:${action}`);

/** A setting, which permits nothing. */
export const value = (setting: string | number): Binding => ({
  value: String(setting),
  statements: [],
  exceptions: [],
});

/** The table's name, and these actions on the table itself (not on its indexes). */
export const table = (bound: TableV2, ...actions: [TableAction, ...TableAction[]]): Binding => ({
  value: bound.tableName,
  statements: [new PolicyStatement({ actions: named('dynamodb', actions), resources: [bound.tableArn] })],
  exceptions: [],
});

/**
 * The table's name, and these actions on the items whose partition keys match one of the patterns, on no others. Without
 * the check that there is a key, a call that names none would pass: all of none match.
 */
export const tableItems = (
  bound: TableV2,
  partitions: readonly [string, ...string[]],
  ...actions: [ItemAction, ...ItemAction[]]
): Binding => ({
  value: bound.tableName,
  statements: [
    new PolicyStatement({
      actions: named('dynamodb', actions),
      resources: [bound.tableArn],
      conditions: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitions },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    }),
  ],
  exceptions: [],
});

/** The table's name, and queries on one of its indexes. */
export const tableIndex = (bound: TableV2, index: string): Binding => ({
  value: bound.tableName,
  statements: [new PolicyStatement({ actions: ['dynamodb:Query'], resources: [`${bound.tableArn}/index/${index}`] })],
  exceptions: [],
});

/** The bucket's name, and these actions on the objects whose keys match the pattern (`*` for all). */
export const bucketObjects = (bound: Bucket, keys: string, ...actions: [ObjectAction, ...ObjectAction[]]): Binding => ({
  value: bound.bucketName,
  statements: [new PolicyStatement({ actions: named('s3', actions), resources: [bound.arnForObjects(keys)] })],
  // The id of the finding names the bucket by its logical id, which is pinned to the construct's.
  exceptions: [
    {
      id: `AwsSolutions-IAM5[Resource::<${bound.node.id}.Arn>/${keys}]`,
      reason: 'The keys of objects are made up while the function runs; the pattern is as narrow as they are.',
    },
  ],
});

/** The bucket's name, and being told that an object is missing: without ListBucket S3 answers 403 instead of 404. */
export const missingObjects = (bound: Bucket): Binding => ({
  value: bound.bucketName,
  statements: [new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bound.bucketArn] })],
  exceptions: [],
});

/** The queue's address, and sending to it. */
export const sendsTo = (bound: { readonly queue: IQueue }): Binding => ({
  value: bound.queue.queueUrl,
  statements: [new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [bound.queue.queueArn] })],
  exceptions: [],
});

/** The address of the queue's dead letters, and sending to them. */
export const sendsToDeadLetters = (bound: { readonly deadLetters: IQueue }): Binding =>
  sendsTo({ queue: bound.deadLetters });

/**
 * The address that mails come from, and sending from it (and from no other address of its domain). SES asks for the
 * permission on the sender's identity and on a recipient's that the account has verified too, which in the sandbox all are.
 */
export const sender = (bound: MailSender): Binding => ({
  value: bound.from,
  statements: [
    new PolicyStatement({
      actions: ['ses:SendEmail'],
      resources: [Stack.of(bound).formatArn({ service: 'ses', resource: 'identity', resourceName: '*' })],
      conditions: { StringEquals: { 'ses:FromAddress': bound.from } },
    }),
  ],
  exceptions: [
    {
      id: 'AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ses:<AWS::Region>:<AWS::AccountId>:identity/*]',
      reason:
        'SES also asks for the identities of recipients, which only the mail tells; the condition on ses:FromAddress is what restricts.',
    },
  ],
});

/** The configuration set that mails are sent by, and sending by it from the one address. */
export const configurationSet = (bound: MailSender): Binding => ({
  value: bound.configurationSet,
  statements: [
    new PolicyStatement({
      actions: ['ses:SendEmail'],
      resources: [
        Stack.of(bound).formatArn({
          service: 'ses',
          resource: 'configuration-set',
          resourceName: bound.configurationSet,
        }),
      ],
      conditions: { StringEquals: { 'ses:FromAddress': bound.from } },
    }),
  ],
  exceptions: [],
});

/** One variable with the permissions of all the bindings. Throws when they are of different resources. */
export const together = (first: Binding, ...others: readonly Binding[]): Binding => {
  for (const other of others)
    if (other.value !== first.value)
      throw new Error(`${other.value} and ${first.value} cannot be bound to one variable`);
  const all = [first, ...others];
  return {
    value: first.value,
    statements: all.flatMap((binding) => binding.statements),
    exceptions: all.flatMap((binding) => binding.exceptions),
  };
};
