/** How long a request may go on writing, in milliseconds: the gateway answers for it after 30 seconds. */
export const WRITING_MILLISECONDS = 25_000;

/** Kept back at the end of an invocation for the answer, in milliseconds. */
const ANSWERING_MILLISECONDS = 1_000;

/** Until when something may go on. */
export interface Deadline {
  /** How many milliseconds are left, never less than 0. */
  readonly timeLeft: () => number;
  /** Ends calls that are under way then. */
  readonly signal?: AbortSignal;
}

/** Starts a countdown from `milliseconds`. Returns a function that tells how many are left, never less than 0. */
export const startCountdown = (milliseconds: number): (() => number) => {
  const endsAt = performance.now() + milliseconds;
  return () => Math.max(0, endsAt - performance.now());
};

/** The deadline in so many milliseconds, which ends calls. */
export const deadlineIn = (milliseconds: number): Required<Deadline> => {
  const timeLeft = startCountdown(milliseconds);
  return { timeLeft, signal: AbortSignal.timeout(Math.ceil(timeLeft())) };
};

/** The time that one request may write for, all its writing together, given how long the function may still run, in milliseconds. */
export const writingTime = (remainingMilliseconds: number): number =>
  Math.min(WRITING_MILLISECONDS, remainingMilliseconds - ANSWERING_MILLISECONDS);
