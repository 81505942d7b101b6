import type { Clock } from '../clock.ts';

/** The clock of the queue server: it moves on with the runtime's, is ahead of it once waits were cut short, and never goes back. */
export interface QueueClock {
  /** Makes it at least this late (milliseconds since the epoch), so that messages due by then become visible. */
  readonly advanceTo: (instant: number) => void;
  /** How many milliseconds are left until then; negative once it is past. */
  readonly until: (instant: number) => number;
  readonly stop: () => void;
}

/** A clock that tells the queue server, by `shift`, how many milliseconds it is ahead of the machine. */
export const createQueueClock = (clock: Clock, shift: (offset: number) => void): QueueClock => {
  let offset = clock.offset();
  let followed = offset;
  const advanceBy = (milliseconds: number): void => {
    if (milliseconds <= 0) return;
    offset += milliseconds;
    shift(offset);
  };
  const stop = clock.onSet(() => {
    advanceBy(clock.offset() - followed);
    followed = clock.offset();
  });
  const until = (instant: number): number => instant - Date.now() - offset;
  return { advanceTo: (instant) => advanceBy(until(instant)), until, stop };
};
