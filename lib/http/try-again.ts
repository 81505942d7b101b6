import { isThrottlingError, isTransientError } from '@smithy/core/retry';
import { Problem } from '../problem/problem.ts';
import { ContendedError } from '../storage/contended-error.ts';

const RETRY_AFTER_SECONDS = 5;

/** Something could not be done that may well be done later. */
export const tryAgain = (cause?: unknown): Problem =>
  new Problem(
    503,
    'try_again',
    `This could not be done just now. Send the same request again in ${RETRY_AFTER_SECONDS} seconds: what of it is done already is found done.`,
    { headers: { 'retry-after': String(RETRY_AFTER_SECONDS) }, cause },
  );

type SdkError = Parameters<typeof isTransientError>[0];

/**
 * Whether the same request may well succeed a little later: other writers won every race, or a service was too busy, failed
 * itself or could not be reached, which the SDK tells (after it has tried again itself) of all its services alike.
 */
export const isTransient = (error: unknown): boolean => {
  if (error instanceof ContendedError) return true;
  if (!(error instanceof Error)) return false;
  const sdkError = error as SdkError; // an Error of which the SDK looks at what may be there
  return isThrottlingError(sdkError) || isTransientError(sdkError) || error.name === 'TransactionConflictException';
};
