import * as z from 'zod';
import { dayText } from '../time/day.ts';
import { entityId } from '../values/entity-id.ts';
import { cutAfter } from '../values/leniently.ts';
import { userId } from '../values/user-id.ts';

/** Most events of one request: with 100 bytes and more each they come near the 6 MB that Lambda takes. */
export const MOST_EVENTS = 5_000;

/** Most entries of `coverage` in one request. */
export const MOST_COVERAGE_ENTRIES = 1_000;

/** Most workloads of one entry of `coverage`. */
const MOST_WORKLOADS = 100;

const workload = z.string().meta({ description: 'The id of a workload, lower case.', examples: ['exchange', 'teams'] });

/** Somebody did something at some time. */
export const activityEvent = z
  .object({
    customerId: entityId,
    userId: userId.meta({ description: 'Trimmed and lower-cased.', examples: ['ada@contoso.example'] }),
    workload,
    occurredAt: z.iso
      .datetime({
        offset: true,
        error: 'must be a date and time with Z or an offset, such as "2026-03-01T09:30:00Z"',
      })
      .meta({ description: 'ISO 8601 with Z or an offset; neither a date alone nor a local time.' }),
  })
  .meta({ id: 'ActivityEvent' });
export type ActivityEvent = z.infer<typeof activityEvent>;

/** A feed's own word on how far its activity is complete, even if nobody was active. */
export const activityCoverage = z
  .object({
    customerId: entityId,
    workloads: cutAfter(MOST_WORKLOADS, z.array(workload).min(1).max(MOST_WORKLOADS)),
    through: dayText.meta({ description: 'Complete through this UTC day.' }),
    from: dayText.optional().meta({
      description:
        'Complete from this UTC day on, not after `through`. Without it the day of `through` alone is told of.',
    }),
  })
  .meta({ id: 'ActivityCoverage' });
export type ActivityCoverage = z.infer<typeof activityCoverage>;

const REJECTION_CODES = [
  'invalid_event',
  'invalid_coverage',
  'in_future',
  'outside_window',
  'unknown_workload',
  'unknown_customer',
  'identity_mode_changed',
  'try_again',
] as const;

/** An entry that was not taken, by its place in the request's list. */
export const activityRejection = z
  .object({
    index: z.int().min(0).meta({ description: 'From 0.' }),
    code: z.enum(REJECTION_CODES),
    message: z.string().meta({ description: 'What is wrong with the entry and what to do about it.' }),
  })
  .meta({ id: 'ActivityRejection' });
export type ActivityRejection = z.infer<typeof activityRejection>;
