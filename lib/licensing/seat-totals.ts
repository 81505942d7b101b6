import * as z from 'zod';
import { dayText } from '../time/day.ts';
import { madeBy } from './made-by.ts';
import { notCounted } from './not-counted.ts';

/** Tenant-wide files that count the seats of all sellers together, best first. */
export const SEAT_TOTAL_SOURCES = ['graph.directorySubscriptions', 'graph.subscribedSkus'] as const;
export type SeatTotalSource = (typeof SEAT_TOTAL_SOURCES)[number];

const seats = z.int().min(0);

/** One product's seats of all sellers, by state; `null` where the source cannot tell. */
const seatTotal = z.object({
  sku: z.string(),
  active: seats,
  grace: seats,
  trial: seats.nullable(),
  suspended: seats,
  lockedOut: seats,
  /** How many people hold the product, where the source counts them. */
  assigned: seats.nullable(),
  /** The first day on which seats in grace stop working, where the source tells it. */
  graceEndsOn: dayText.optional(),
});
export type SeatTotal = z.infer<typeof seatTotal>;

/** All seat totals of one source, as of one day, and what its file could not name. */
export const seatTotals = z.object({
  day: dayText,
  totals: z.array(seatTotal),
  notCounted: notCounted.optional(),
  /** The import that they came by. */
  made: madeBy.optional(),
});
export type SeatTotals = z.infer<typeof seatTotals>;
