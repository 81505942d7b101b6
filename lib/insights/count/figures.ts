import * as z from 'zod';
import { SUPPORT_CATEGORIES } from '../../licensing/posted/support-cases.ts';

const count = z.int().min(0);

/** Which source gave a product's seats: the sellers' own lists, or a tenant-wide file. */
export const seatSource = z.enum(['subscriptions', 'graph.directorySubscriptions', 'graph.subscribedSkus']);
export type SeatSource = z.infer<typeof seatSource>;

/** On what the active people of a row stand; adds up to `active`. */
export const basis = z
  .object({
    qualified: count,
    lapsed: count,
    trial: count,
    overAssigned: count,
    reassigned: count,
    unlicensed: count,
    unknown: count,
  })
  .meta({ id: 'Basis' });

/** What changed within a day: seats handed out and taken back, entitlements that became active and that ceased to be. */
export const flows = z
  .object({ assigned: count, reclaimed: count, activated: count, lapsed: count })
  .meta({ id: 'Flows' });
export type Flows = Readonly<z.infer<typeof flows>>;

/** Support cases of the window by category. */
export const supportCounts = z.record(z.enum(SUPPORT_CATEGORIES), count).meta({ id: 'SupportCounts' });
export type SupportCounts = Readonly<z.infer<typeof supportCounts>>;

/** Seats of a product in one month (`YYYY-MM`) by a source that counts without users. */
export const reportedUsage = z
  .object({
    sku: z.string(),
    month: z.string().regex(/^\d{4}-\d{2}$/u),
    availableSeats: count.nullable(),
    assignedSeats: count.nullable(),
    activeSeats: count.nullable(),
  })
  .meta({ id: 'ReportedUsage' });
export type ReportedUsage = Readonly<z.infer<typeof reportedUsage>>;
