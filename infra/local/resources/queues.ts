import * as z from 'zod';
import type { PolicyStatement } from '../gate/principal.ts';
import { policyDocument } from '../iam/role-policies.ts';
import { ignored } from '../template/ignored.ts';
import type { Stack } from '../template/stack.ts';
import { callUpstream } from './call-upstream.ts';

const seconds = z.coerce.number().optional();
const properties = z.strictObject({
  QueueName: z.string().optional(),
  DelaySeconds: seconds,
  MaximumMessageSize: seconds,
  MessageRetentionPeriod: seconds,
  ReceiveMessageWaitTimeSeconds: seconds,
  VisibilityTimeout: seconds,
  RedrivePolicy: z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.coerce.number() }).optional(),
  // Encryption at rest, and who may name the queue as their dead-letter queue.
  KmsMasterKeyId: ignored,
  KmsDataKeyReusePeriodSeconds: ignored,
  SqsManagedSseEnabled: ignored,
  RedriveAllowPolicy: ignored,
  Tags: ignored,
});
const policyProperties = z.object({ Queues: z.array(z.string()), PolicyDocument: policyDocument });

export interface QueueDefinition {
  readonly logicalId: string;
  readonly path: string;
  readonly queueName: string;
  readonly url: string;
  readonly arn: string;
  readonly policy: readonly PolicyStatement[];
  /** As SQS names and writes them. */
  readonly attributes: Readonly<Record<string, string>>;
}

export const readQueues = (stack: Stack): readonly QueueDefinition[] => {
  const policies = stack.ofType('AWS::SQS::QueuePolicy', policyProperties);
  return stack.ofType('AWS::SQS::Queue', properties).map(({ logicalId, path, ref, attribute, properties: given }) => ({
    logicalId,
    path,
    queueName: attribute('QueueName'),
    url: ref,
    arn: attribute('Arn'),
    policy: policies
      .filter(({ properties: { Queues } }) => Queues.includes(ref))
      .flatMap(({ properties: { PolicyDocument } }) => PolicyDocument),
    attributes: attributesOf(given),
  }));
};

const attributesOf = (given: z.output<typeof properties>): Record<string, string> => {
  const { DelaySeconds, MaximumMessageSize, MessageRetentionPeriod, ReceiveMessageWaitTimeSeconds, VisibilityTimeout } =
    given;
  const numbers = {
    DelaySeconds,
    MaximumMessageSize,
    MessageRetentionPeriod,
    ReceiveMessageWaitTimeSeconds,
    VisibilityTimeout,
  };
  const written = Object.entries(numbers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  const redrive = given.RedrivePolicy ? { RedrivePolicy: JSON.stringify(given.RedrivePolicy) } : {};
  return { ...Object.fromEntries(written), ...redrive };
};

/** Creates the queues that do not exist yet, and sets the attributes of all of them. */
export const createQueues = async (queues: readonly QueueDefinition[], sqs: URL, region: string): Promise<void> => {
  const call = (operation: string, body: object) => callUpstream(sqs, region, `AmazonSQS.${operation}`, body);
  await Promise.all(queues.map(({ queueName }) => call('CreateQueue', { QueueName: queueName })));
  await Promise.all(
    queues
      .filter(({ attributes }) => Object.keys(attributes).length > 0)
      .map(({ url, attributes }) => call('SetQueueAttributes', { QueueUrl: url, Attributes: attributes })),
  );
};
