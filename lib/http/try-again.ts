import { Problem } from '../problem/problem.ts';
import { ContendedError } from '../storage/contended-error.ts';

const RETRY_AFTER_SECONDS = 5;

/** How DynamoDB and SQS say that they were asked too much at once (their API references, common errors). */
const THROTTLED = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'ThrottlingException',
]);

/** Nothing could be stored that may well be stored later. */
export const tryAgain = (cause?: unknown): Problem =>
  new Problem(
    503,
    'try_again',
    `Nothing could be stored just now. Send the same request again in ${RETRY_AFTER_SECONDS} seconds.`,
    { headers: { 'retry-after': String(RETRY_AFTER_SECONDS) }, cause },
  );

/** Whether the same request may well succeed a little later: other writers won every race, or a service was too busy. */
export const isTransient = (error: unknown): boolean =>
  error instanceof ContendedError || (error instanceof Error && THROTTLED.has(error.name));
