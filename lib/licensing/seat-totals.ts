import * as z from 'zod';
import { dayText } from '../time/day.ts';
import { madeBy } from './made-by.ts';

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
});
export type SeatTotal = z.infer<typeof seatTotal>;

/** All seat totals of one source, as of one day. */
export const seatTotals = z.object({ day: dayText, totals: z.array(seatTotal), made: madeBy.optional() });
export type SeatTotals = z.infer<typeof seatTotals>;
