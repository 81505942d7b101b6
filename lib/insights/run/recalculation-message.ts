import * as z from 'zod';
import { dayText } from '../../time/day.ts';

/** Starts a run: the daily schedule's, for all customers, or one asked for by hand. */
export const runMessage = z.union([
  z.object({ scheduledFor: z.iso.datetime() }),
  z.object({
    asOf: dayText,
    /** ISO instant of the request: snapshots that began before it do not answer it. */
    requestedAt: z.iso.datetime(),
    /** Whose customers: a partner's id, or `~operator` for all. */
    portfolio: z.string().min(1),
    /** Only this customer. */
    customerId: z.string().min(1).optional(),
  }),
]);
export type RunMessage = z.infer<typeof runMessage>;

/** Asks for one customer's snapshot of one day. The day is pinned: a late message never computes another one. */
export const recalculateMessage = z.object({
  customerId: z.string().min(1),
  asOf: dayText,
  catalogVersion: z.string(),
  /** When its run was asked for (ISO instant): a snapshot of the same catalogue that began after it is an answer. */
  requestedAt: z.iso.datetime().optional(),
  /**
   * Of the daily run: nobody waits for what was written a moment ago, and users may be read eventually, for half the price.
   * Whoever asks by hand may have written just before, and finds it in the figures.
   */
  daily: z.boolean().optional(),
  /** The recalculation that it goes on with, after how many of its steps. */
  continues: z.object({ startedAt: z.iso.datetime(), step: z.int().min(1) }).optional(),
});
export type RecalculateMessage = z.infer<typeof recalculateMessage>;
