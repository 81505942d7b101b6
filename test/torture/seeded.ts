/** Random numbers that a seed repeats (mulberry32). */
export interface Seeded {
  /** From 0 up to 1. */
  readonly next: () => number;
  readonly oneOf: <Value>(values: readonly [Value, ...Value[]]) => Value;
}

/** Starts a sequence of random numbers; the same seed gives the same. */
export const seeded = (seed: number): Seeded => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, oneOf: (values) => values[Math.floor(next() * values.length)] ?? values[0] };
};
