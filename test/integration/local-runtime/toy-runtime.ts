import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createClock } from '../../../infra/local/clock.ts';
import { type Runtime, type RuntimeOptions, startRuntime } from '../../../infra/local/runtime.ts';

/** A noon at which no schedule of the toy stack is due. */
export const NOON = new Date('2026-03-10T12:00:00Z');

/** Starts the toy stack at `NOON`. */
export const startToy = (assembly: string, options: Partial<RuntimeOptions> = {}): Promise<Runtime> =>
  startRuntime({ assembly, clock: createClock(NOON), readsLate: true, ...options });

const queueUrl = ({ s3, account, resources }: Runtime, queue: string): string =>
  `${s3.href}${account}/${resources.queues[queue]}`;

/** Sends a message to a queue of the stack. */
export const send = async (runtime: Runtime, queue: string, body: string, delaySeconds = 0): Promise<void> => {
  const sqs = new SQSClient(runtime.clientSettings());
  await sqs.send(
    new SendMessageCommand({ QueueUrl: queueUrl(runtime, queue), MessageBody: body, DelaySeconds: delaySeconds }),
  );
};

/** How many messages of a queue are visible. */
export const visibleMessages = async (runtime: Runtime, queue: string): Promise<number> => {
  const sqs = new SQSClient(runtime.clientSettings());
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl(runtime, queue),
      AttributeNames: ['ApproximateNumberOfMessages'],
    }),
  );
  return Number(Attributes?.ApproximateNumberOfMessages);
};

/** The bodies that the consumer has seen and that hold `part`, with how often each had come by then. */
export const seenMessages = async (runtime: Runtime, part: string): Promise<string[]> => {
  const dynamodb = new DynamoDBClient(runtime.clientSettings());
  const { Items = [] } = await dynamodb.send(new ScanCommand({ TableName: runtime.resources.tables.Seen }));
  return Items.map((item) => `${item.body?.S} #${item.delivery?.N}`)
    .filter((message) => message.includes(part))
    .toSorted();
};
