import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { Poller } from './poller.ts';
import type { QueueClock } from './queue-clock.ts';
import { inspectQueue, type QueueState } from './queue-state.ts';

const LOOK_MILLISECONDS = 5;
/** A message in flight that no poller knows was received before a restart, or is on its way to its poller. */
const UNKNOWN_MILLISECONDS = 1_000;
/** More waits than this are a queue that never empties. */
const MOST_WAITS = 1_000;
/** A day and a bit: what waits for longer does so for ever. */
const MOST_MOVED_MILLISECONDS = 30 * 3_600_000;

export interface IdleOptions {
  /**
   * Whether waits on queues are cut short (the default): once nothing else is left to do, the clock of the queues, and
   * nothing but it, jumps to the moment when the next delayed or failed message becomes visible.
   */
  readonly hasten?: boolean;
  /**
   * Sets the runtime's clock itself to that moment, instead of the queues' alone: for work that asks the time before it goes
   * on, such as what waits for a budget of calls. Whatever is due by then, schedules among it, comes too.
   */
  readonly moveClock?: boolean;
}

export interface IdleSurroundings {
  /** How many things are being done outside the queues: requests, runs of functions, events, schedules, sweeps. */
  readonly running: () => number;
  /** Told each time that nothing is left to do. */
  readonly onIdle: () => void;
  readonly pollers: readonly Poller[];
  readonly isPaused: () => boolean;
  readonly sqs: URL;
  readonly queueClock: QueueClock;
  readonly clock: Clock;
}

/**
 * Returns a function that resolves once nothing is being done and the queues that feed functions hold no message,
 * visible, delayed or in flight. Dead-letter queues keep theirs. While the queues are paused, theirs may stay.
 * Rejects when messages go round for ever.
 */
export const createIdle = ({ running, onIdle, pollers, isPaused, sqs, queueClock, clock }: IdleSurroundings) => {
  const isBusy = (): boolean => running() + pollers.reduce((sum, poller) => sum + poller.running(), 0) > 0;
  const inspect = () => Promise.all(pollers.map(({ queueUrl }) => inspectQueue(sqs, nameOf(queueUrl))));
  const known = new Set<string>();

  /** When the next message becomes visible; undefined while one is ready, or may still be on its way to its poller. */
  const nextVisible = (states: readonly QueueState[]): number | undefined => {
    const waitsOnly = states.every(
      ({ ready, inFlight }, index) =>
        ready === 0 &&
        inFlight.every(({ receiptHandle }) => pollers[index]?.abandoned.has(receiptHandle) || known.has(receiptHandle)),
    );
    const due = states.flatMap(({ inFlight, delayedUntil }) => [
      ...inFlight.map(({ visibleAt }) => visibleAt),
      ...delayedUntil,
    ]);
    return waitsOnly && due.length > 0 ? Math.min(...due) : undefined;
  };

  const moveTo = (due: number): number => {
    const milliseconds = Math.max(1, queueClock.until(due + 1));
    clock.set(new Date(clock.now().getTime() + milliseconds));
    return milliseconds;
  };

  return async ({ hasten = true, moveClock = false }: IdleOptions = {}): Promise<void> => {
    let [waits, moved] = [0, 0];
    let wasDone = false;
    let stuckSince = performance.now();
    for (;;) {
      const wasBusy = isBusy();
      // A look is a call for each queue, and takes its time from what is being done.
      const states = wasBusy || isPaused() ? [] : await inspect();
      const busy = wasBusy || isBusy();
      const isDone = !busy && states.every(isEmpty);
      // Looked at one after the other, two queues may both seem empty while a message moves from one to the other.
      if (isDone && wasDone) return onIdle();
      wasDone = isDone;
      if (busy || !hasten) stuckSince = performance.now();
      const due = busy || !hasten ? undefined : nextVisible(states);
      if (due !== undefined) {
        if (moveClock) moved += moveTo(due);
        else {
          waits += 1;
          queueClock.advanceTo(due + 1);
        }
        if (waits > MOST_WAITS || moved > MOST_MOVED_MILLISECONDS)
          throw new Error(`Messages go round for ever: ${describe(pollers, states)}`);
        stuckSince = performance.now();
      } else if (performance.now() - stuckSince > UNKNOWN_MILLISECONDS) {
        for (const { inFlight } of states) for (const { receiptHandle } of inFlight) known.add(receiptHandle);
      }
      await wait(LOOK_MILLISECONDS);
    }
  };
};

const isEmpty = ({ ready, inFlight, delayedUntil }: QueueState): boolean =>
  ready + inFlight.length + delayedUntil.length === 0;

const nameOf = (queueUrl: string): string => queueUrl.split('/').at(-1) ?? '';

const describe = (pollers: readonly Poller[], states: readonly QueueState[]): string =>
  pollers
    .flatMap(({ queueUrl }, index) => {
      const state = states[index];
      return state && !isEmpty(state) ? [nameOf(queueUrl)] : [];
    })
    .join(', ');
