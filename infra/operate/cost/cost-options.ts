import { parseArgs } from 'node:util';
import * as z from 'zod';
import { MOST_EVENTS } from '../../../lib/activity/activity-event.ts';

const USAGE = 'npm run cost -- --customers N --users N --events-per-user-day N --batch N [--mixed N] [--json]';

/** What a deployment takes in: whole numbers. */
export interface Load {
  readonly customers: number;
  /** Of all customers together. */
  readonly users: number;
  readonly eventsPerUserDay: number;
  /** Events of a request. */
  readonly batch: number;
  /** Customers of a request. */
  readonly mixed: number;
}

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/u, 'it is no whole number')
    .transform(Number)
    .pipe(z.number().min(least, `it is less than ${least}`).max(most, `it is more than ${most}`));

const OPTIONS = {
  customers: whole(1, 10_000_000),
  users: whole(0, 10_000_000_000),
  'events-per-user-day': whole(0, 100_000),
  batch: whole(1, MOST_EVENTS),
  mixed: whole(1, MOST_EVENTS),
} as const;

/** Reads the command line. Throws an error that says which option cannot be taken and why. */
export const readCostOptions = (args: readonly string[]): { readonly load: Load; readonly json: boolean } => {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      customers: text,
      users: text,
      'events-per-user-day': text,
      batch: text,
      mixed: { ...text, default: '1' },
      json: { type: 'boolean', default: false },
    },
  });
  const number = (name: keyof typeof OPTIONS): number => {
    const value = values[name];
    if (value === undefined) throw new Error(`--${name} is missing.\n${USAGE}`);
    const parsed = OPTIONS[name].safeParse(value);
    if (parsed.success) return parsed.data;
    throw new Error(`--${name} cannot be "${value}": ${parsed.error.issues[0]?.message}.\n${USAGE}`);
  };
  const load: Load = {
    customers: number('customers'),
    users: number('users'),
    eventsPerUserDay: number('events-per-user-day'),
    batch: number('batch'),
    mixed: number('mixed'),
  };
  if (load.mixed > load.batch)
    throw new Error(`--mixed cannot be ${load.mixed}: a batch of ${load.batch} events has fewer.\n${USAGE}`);
  if (load.mixed > load.customers)
    throw new Error(`--mixed cannot be ${load.mixed}: there are ${load.customers} customers.\n${USAGE}`);
  if (load.users > 0 && load.users < load.customers)
    throw new Error(`--users cannot be ${load.users}: each of ${load.customers} customers has one at least.\n${USAGE}`);
  return { load, json: values.json };
};
