import { ChangeMessageVisibilityCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { logger } from '../observability/logger.ts';
import { sqsClient } from './queue.ts';
import { pauseAfter } from './retry.ts';

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
