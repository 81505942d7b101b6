import type { Clock } from './clock.ts';
import { errorMessage } from './log/error-message.ts';

/**
 * When DynamoDB deletes expired items: `at-once` whenever the clock is moved and every minute, `late` when `sweep` is
 * called, `never` not even then.
 */
export type TtlMode = 'at-once' | 'late' | 'never';

export interface Ttl {
  mode: TtlMode;
  /** Deletes what has expired by now, unless the mode is `never`; returns how many items. */
  readonly sweep: () => Promise<number>;
  /** How many sweeps are under way. */
  readonly running: () => number;
  readonly stop: () => void;
}

const SWEEP_MILLISECONDS = 60_000;

export interface TtlOptions {
  readonly clock: Clock;
  /** Returns how many items it deleted. */
  readonly deleteExpired: () => Promise<number>;
  readonly log: (line: string) => void;
}

/** Runs `deleteExpired` as the mode says, which is `at-once` until it is set. */
export const startTtl = ({ clock, deleteExpired, log }: TtlOptions): Ttl => {
  let running = 0;
  const sweep = async (): Promise<number> => {
    if (ttl.mode === 'never') return 0;
    running += 1;
    try {
      return await deleteExpired();
    } finally {
      running -= 1;
    }
  };
  const sweepAtOnce = (): void => {
    if (ttl.mode === 'at-once')
      sweep().catch((error: unknown) => log(`Expired items could not be deleted: ${errorMessage(error)}`));
  };
  const stopListening = clock.onSet(sweepAtOnce);
  const timer = setInterval(sweepAtOnce, SWEEP_MILLISECONDS);
  const ttl: Ttl = {
    mode: 'at-once',
    sweep,
    running: () => running,
    stop: () => {
      stopListening();
      clearInterval(timer);
    },
  };
  return ttl;
};
