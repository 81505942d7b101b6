/** The time as the local runtime tells it: the machine's, moved by as much as somebody asked for. */
export interface Clock {
  readonly now: () => Date;
  /** Milliseconds that this clock is ahead of the machine's. */
  readonly offset: () => number;
  /** Sets the time; it runs on from there. */
  readonly set: (instant: Date) => void;
  /** Calls `listener` after each `set`, until the function that it returns is called. */
  readonly onSet: (listener: () => void) => () => void;
}

/** A clock that starts at `start` (by default the machine's time). */
export const createClock = (start?: Date): Clock => {
  let offset = start ? start.getTime() - Date.now() : 0;
  const listeners = new Set<() => void>();
  return {
    now: () => new Date(Date.now() + offset),
    offset: () => offset,
    set: (instant) => {
      offset = instant.getTime() - Date.now();
      for (const listener of [...listeners]) listener();
    },
    onSet: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
