import * as z from 'zod';
import type { Outcome } from '../functions/function-instance.ts';

const report = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string().min(1) })).nullish() })
  .nullable();

/**
 * The ids of those messages of a batch that failed. Without `ReportBatchItemFailures` a batch succeeds or fails as one;
 * with it, a response that is malformed or names an unknown message fails the whole batch
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html).
 */
export const failedMessages = (
  messageIds: readonly string[],
  outcome: Outcome,
  reportsItemFailures: boolean,
): ReadonlySet<string> => {
  const all = new Set(messageIds);
  if ('error' in outcome) return all;
  if (!reportsItemFailures) return new Set();
  const parsed = report.safeParse(JSON.parse(outcome.payload));
  if (!parsed.success) return all;
  const failed = new Set((parsed.data?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier));
  return [...failed].every((id) => all.has(id)) ? failed : all;
};
