import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { z } from 'zod';
import { errorInLog } from '../observability/error-in-log.ts';
import { logger, ORIGIN, workFor } from '../observability/logger.ts';
import { countUp, publishMetrics } from '../observability/metrics.ts';
import { handBack } from './hand-back.ts';

/** What a job knows besides its message. */
export interface JobContext {
  /** When this delivery started to be worked on. */
  readonly now: Date;
  /** How long the function may still run, in milliseconds. */
  readonly remainingMilliseconds: () => number;
}

/**
 * The handler of a function fed by a queue, which delivers a message at most `deliveries` times. Each message is parsed and
 * worked on by itself; those that fail are handed back to the queue by id and come again after a growing pause, the others
 * are done. Jobs must be idempotent: a message may come twice.
 */
export const jobHandler = <Message extends z.ZodType>(
  message: Message,
  { DELIVERIES: deliveries }: { readonly DELIVERIES: number },
  work: (message: z.output<Message>, context: JobContext) => Promise<void>,
) =>
  middy<SQSEvent, SQSBatchResponse>()
    .use(publishMetrics())
    .handler(async (event, context) => {
      const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
      for (const record of event.Records) {
        workFor(record.messageAttributes[ORIGIN]?.stringValue ?? record.messageId);
        try {
          await work(message.parse(JSON.parse(record.body)), {
            now: new Date(),
            remainingMilliseconds: () => context.getRemainingTimeInMillis(),
          });
        } catch (error) {
          logFailure(record, error);
          countUp('Failures');
          await handBack(record, deliveries);
          batchItemFailures.push({ itemIdentifier: record.messageId });
        }
      }
      return { batchItemFailures };
    });

const logFailure = (record: SQSRecord, error: unknown): void =>
  logger.error('message failed and returns to its queue', {
    messageId: record.messageId,
    delivery: record.attributes.ApproximateReceiveCount,
    error: errorInLog(error),
  });
