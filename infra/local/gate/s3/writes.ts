import type { GateRequest } from '../call.ts';
import { CallError } from '../call-error.ts';

/** What is known of a stored object. */
export interface StoredObject {
  /** With its quotes. */
  readonly etag: string;
  /** Bytes. */
  readonly size: number;
}

/** Runs work on one key after another, so that a condition still holds when what it was for is written. */
export const createKeyLock = (): (<Result>(key: string, work: () => Promise<Result>) => Promise<Result>) => {
  const tails = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const previous = tails.get(key);
    const current = previous ? previous.then(work, work) : work();
    tails.set(key, current);
    try {
      return await current;
    } finally {
      if (tails.get(key) === current) tails.delete(key);
    }
  };
};

/** Whether a request writes on a condition. */
export const hasPrecondition = ({ headers }: GateRequest): boolean =>
  headers['if-none-match'] !== undefined || headers['if-match'] !== undefined;

/**
 * Checks the conditions that S3 takes for writes: `If-None-Match: *` and `If-Match: <etag>`. Throws PreconditionFailed,
 * NoSuchKey where an object to match is missing, and NotImplemented for any other If-None-Match.
 */
export const checkPrecondition = ({ headers }: GateRequest, stored: StoredObject | undefined): void => {
  const { 'if-none-match': ifNoneMatch, 'if-match': ifMatch } = headers;
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch !== '*')
      throw new CallError(501, 'NotImplemented', `S3 writes know If-None-Match: * only, got ${ifNoneMatch}`);
    if (stored) throw failed('If-None-Match');
  }
  if (ifMatch !== undefined) {
    if (!stored) throw new CallError(404, 'NoSuchKey', 'The specified key does not exist.');
    if (unquoted(ifMatch) !== unquoted(stored.etag)) throw failed('If-Match');
  }
};

const failed = (Condition: string): CallError =>
  new CallError(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    Condition,
  });

const unquoted = (etag: string): string => etag.replaceAll('"', '');
