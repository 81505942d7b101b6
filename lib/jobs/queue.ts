import { randomUUID } from 'node:crypto';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import pMap from 'p-map';
import { ORIGIN, workedFor } from '../observability/logger.ts';
import { SDK_LOGGER } from '../storage/sdk-logger.ts';

/** SendMessageBatch takes at most 10 messages (SQS API reference). */
const MESSAGES_PER_REQUEST = 10;

let sharedClient: SQSClient | undefined;

/** One client per function instance. */
export const sqsClient = (): SQSClient => {
  sharedClient ??= new SQSClient({ logger: SDK_LOGGER });
  return sharedClient;
};

/** By which the log of a job is found by the id of the request that asked for it. */
const attributesOfOrigin = () => {
  const origin = workedFor();
  return origin === undefined ? {} : { MessageAttributes: { [ORIGIN]: { DataType: 'String', StringValue: origin } } };
};

/**
 * Puts JSON messages on a queue, ten a request, delayed by whole seconds (at most 900). Throws when any was not taken;
 * sending all of them again is then safe, as every job is idempotent.
 */
export const sendMessages = async (
  queueUrl: string,
  messages: readonly unknown[],
  { delaySeconds = 0 }: { delaySeconds?: number } = {},
): Promise<void> => {
  const client = sqsClient();
  const batches: unknown[][] = [];
  for (let start = 0; start < messages.length; start += MESSAGES_PER_REQUEST)
    batches.push(messages.slice(start, start + MESSAGES_PER_REQUEST));
  await pMap(
    batches,
    async (batch) => {
      const Entries = batch.map((message) => ({
        Id: randomUUID(),
        MessageBody: JSON.stringify(message),
        DelaySeconds: delaySeconds,
        ...attributesOfOrigin(),
      }));
      const answer = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
      if (answer.Failed?.length)
        throw new Error(`The queue refused ${answer.Failed.length} of ${batch.length} messages`);
    },
    { concurrency: 16 },
  );
};
