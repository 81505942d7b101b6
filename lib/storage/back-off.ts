import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits before something is tried again: for a random time of up to `milliseconds`, doubled with every attempt (the
 * first one is 0), so that those who were turned away together do not come back together. `signal` ends it, with an error.
 */
export const backOff = async (attempt: number, milliseconds: number, signal?: AbortSignal): Promise<void> => {
  await sleep(Math.random() * milliseconds * 2 ** attempt, undefined, signal ? { signal } : {});
};
