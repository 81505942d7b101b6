import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for a random time of up to `milliseconds`. `signal` ends it, with an error. */
export const pauseUpTo = async (milliseconds: number, signal?: AbortSignal): Promise<void> => {
  await sleep(Math.random() * milliseconds, undefined, signal ? { signal } : {});
};

/**
 * Waits before something is tried again: for a random time of up to `milliseconds`, doubled with every attempt (the
 * first one is 0), so that those who were turned away together do not come back together.
 */
export const backOff = (attempt: number, milliseconds: number): Promise<void> => pauseUpTo(milliseconds * 2 ** attempt);
