import { ChangeMessageVisibilityCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { logger } from '../observability/logger.ts';
import { sqsClient } from './queue.ts';

const FIRST_PAUSE_SECONDS = 10;
const LONGEST_PAUSE_SECONDS = 15 * 60;

/**
 * For how many seconds a message rests that failed at its nth delivery (from 1): 10, 20, 40 … and at most 15 minutes. Not
 * at all after the last one: then it goes where messages go that nobody delivers any more.
 */
export const pauseAfter = (delivery: number, deliveries: number): number =>
  delivery >= deliveries ? 0 : Math.min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** (delivery - 1));

/** Addresses of queues by their names, which never change. */
const addresses = new Map<string, string>();

const addressOf = async (queueArn: string): Promise<string> => {
  const QueueName = queueArn.split(':').at(-1) ?? '';
  const known = addresses.get(QueueName);
  if (known !== undefined) return known;
  const { QueueUrl = '' } = await sqsClient().send(new GetQueueUrlCommand({ QueueName }));
  addresses.set(QueueName, QueueUrl);
  return QueueUrl;
};

/**
 * Has a failed message delivered again after its pause. A message that is only reported as failed stays hidden for the
 * whole visibility time-out of its queue, a quarter of an hour, which is what happens where this fails.
 */
export const handBack = async (
  { eventSourceARN, receiptHandle, messageId, attributes }: SQSRecord,
  deliveries: number,
): Promise<void> => {
  try {
    const QueueUrl = await addressOf(eventSourceARN);
    const VisibilityTimeout = pauseAfter(Number(attributes.ApproximateReceiveCount), deliveries);
    await sqsClient().send(
      new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: receiptHandle, VisibilityTimeout }),
    );
  } catch (error) {
    logger.warn('a failed message comes back only after its time-out', { messageId, error: String(error) });
  }
};
