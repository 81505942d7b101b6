import { Cron } from 'croner';
import { cronPattern } from './cron-pattern.ts';

/** When a schedule is due. */
export interface Occurrences {
  /** The first time after `instant`, or undefined if there is none. */
  readonly after: (instant: Date) => Date | undefined;
}

const UNIT_MILLISECONDS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Reads `cron(…)`, `rate(…)` or `at(…)` of EventBridge Scheduler; `timezone` is an IANA name. A rate counts from
 * `start`. Throws on any other expression.
 */
export const parseSchedule = (expression: string, timezone: string, start: Date): Occurrences => {
  const [, kind, argument = ''] = /^(cron|rate|at)\((.+)\)$/.exec(expression) ?? [];
  switch (kind) {
    case 'cron': {
      const cron = new Cron(cronPattern(argument), { timezone, paused: true, mode: '7-part' });
      return { after: (instant) => cron.nextRun(instant) ?? undefined };
    }
    case 'at': {
      const once = new Cron(argument, { timezone, paused: true });
      return { after: (instant) => once.nextRun(instant) ?? undefined };
    }
    case 'rate': {
      const [, count, unit = ''] = /^([1-9]\d*) (minute|hour|day)s?$/.exec(argument) ?? [];
      const period = Number(count) * (UNIT_MILLISECONDS[unit] ?? Number.NaN);
      if (Number.isNaN(period)) break;
      return {
        after: (instant) => {
          const passed = Math.floor((instant.getTime() - start.getTime()) / period);
          return new Date(start.getTime() + Math.max(0, passed + 1) * period);
        },
      };
    }
  }
  throw new Error(`The runtime does not know the schedule "${expression}".`);
};
