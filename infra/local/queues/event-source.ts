import * as z from 'zod';
import { ignored } from '../template/ignored.ts';
import type { Stack } from '../template/stack.ts';

const properties = z.strictObject({
  BatchSize: z.coerce.number().default(10),
  Enabled: z.boolean().default(true),
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  // The longest that Lambda waits for a batch to fill; here a batch is what is there.
  MaximumBatchingWindowInSeconds: ignored,
  ScalingConfig: z.strictObject({ MaximumConcurrency: z.coerce.number() }).optional(),
  Tags: ignored,
});

/** A queue that feeds a function. */
export interface EventSource {
  readonly queueArn: string;
  /** Name or ARN. */
  readonly functionName: string;
  readonly batchSize: number;
  readonly reportsItemFailures: boolean;
  readonly maximumConcurrency: number;
}

/** Lambda starts with five pollers of a queue (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html). */
const USUAL_CONCURRENCY = 5;

export const readEventSources = (stack: Stack): readonly EventSource[] =>
  stack
    .ofType('AWS::Lambda::EventSourceMapping', properties)
    .filter(({ properties: { Enabled } }) => Enabled)
    .map(({ properties: given }) => ({
      queueArn: given.EventSourceArn,
      functionName: given.FunctionName,
      batchSize: given.BatchSize,
      reportsItemFailures: given.FunctionResponseTypes.length > 0,
      maximumConcurrency: given.ScalingConfig?.MaximumConcurrency ?? USUAL_CONCURRENCY,
    }));
