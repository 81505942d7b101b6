import * as z from 'zod';
import type { Clock } from '../clock.ts';
import { errorMessage } from '../log/error-message.ts';
import { ignored } from '../template/ignored.ts';
import type { Stack } from '../template/stack.ts';
import { parseSchedule } from './schedule-expression.ts';

const properties = z.strictObject({
  Name: z.string().optional(),
  GroupName: z.string().optional(),
  Description: ignored,
  FlexibleTimeWindow: z.object({ Mode: z.literal('OFF', { error: 'flexible time windows are not run' }) }),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().default('UTC'),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Target: z.strictObject({
    Arn: z.string(),
    RoleArn: z.string(),
    Input: z.string().default('{}'),
    SqsParameters: z.strictObject({}).optional(),
    // A queue or function of this runtime takes every call at once.
    RetryPolicy: ignored,
    DeadLetterConfig: ignored,
  }),
});

type Target = z.output<typeof properties>['Target'];

export interface Schedules {
  /** Fires every schedule as if `scheduledFor` were one of its times. */
  readonly fire: (scheduledFor: Date) => Promise<void>;
  /** How many firings are under way. */
  readonly running: () => number;
  readonly stop: () => void;
}

export interface ScheduleOptions {
  readonly clock: Clock;
  /** Sends `body` to the target, a queue or a function, as the role. */
  readonly deliver: (targetArn: string, roleArn: string, body: string) => Promise<void>;
  readonly log: (line: string) => void;
}

const CHECK_MILLISECONDS = 1_000;

/**
 * Runs the stack's schedules on the runtime's clock. When the clock passes several times of a schedule at once, each
 * fires once, in order; when it is set back, they fire again as it passes them again.
 */
export const startSchedules = (stack: Stack, { clock, deliver, log }: ScheduleOptions): Schedules => {
  let seen = clock.now();
  let running = 0;
  const schedules = stack
    .ofType('AWS::Scheduler::Schedule', properties)
    .filter(({ properties: { State } }) => State === 'ENABLED')
    .map(({ properties: { ScheduleExpression, ScheduleExpressionTimezone, Target } }) => ({
      target: Target,
      occurrences: parseSchedule(ScheduleExpression, ScheduleExpressionTimezone, seen),
    }));
  const fireOne = async (target: Target, scheduledFor: Date): Promise<void> => {
    running += 1;
    try {
      await deliver(target.Arn, target.RoleArn, inputAt(target.Input, scheduledFor));
    } catch (error) {
      log(`A schedule could not send to ${target.Arn}: ${errorMessage(error)}`);
    } finally {
      running -= 1;
    }
  };
  const check = (): void => {
    const now = clock.now();
    for (const { target, occurrences } of schedules)
      void firePassed(target, timesBetween(occurrences.after, seen, now));
    seen = now;
  };
  const firePassed = async (target: Target, times: readonly Date[]): Promise<void> => {
    running += 1;
    for (const time of times) await fireOne(target, time);
    running -= 1;
  };
  const stopListening = clock.onSet(check);
  const timer = setInterval(check, CHECK_MILLISECONDS);
  return {
    fire: async (scheduledFor) => {
      await Promise.all(schedules.map(({ target }) => fireOne(target, scheduledFor)));
    },
    running: () => running,
    stop: () => {
      stopListening();
      clearInterval(timer);
    },
  };
};

const timesBetween = (after: (instant: Date) => Date | undefined, start: Date, end: Date): Date[] => {
  const times: Date[] = [];
  for (let time = after(start); time && time <= end; time = after(time)) times.push(time);
  return times;
};

/** Fills in the context attribute: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html */
const inputAt = (input: string, scheduledFor: Date): string =>
  input.replaceAll('<aws.scheduler.scheduled-time>', scheduledFor.toISOString().replace(/\.\d+Z$/, 'Z'));
