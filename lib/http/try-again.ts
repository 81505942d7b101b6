import { ContendedError } from '../storage/revision.ts';
import { Problem } from './problem.ts';

const RETRY_AFTER_SECONDS = 5;

/** Nothing could be stored that may well be stored later. */
export const tryAgain = (cause?: unknown): Problem =>
  new Problem(
    503,
    'try_again',
    `Nothing could be stored just now. Send the same request again in ${RETRY_AFTER_SECONDS} seconds.`,
    { headers: { 'retry-after': String(RETRY_AFTER_SECONDS) }, cause },
  );

/** Does the work; when other writers won every attempt, the caller is told to try again. */
export const unlessContended = async <Value>(work: () => Promise<Value>): Promise<Value> => {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ContendedError ? tryAgain(error) : error;
  }
};
