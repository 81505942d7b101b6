import * as z from 'zod';
import { dayText } from '../time/day.ts';
import { basis, seatSource } from './insights.ts';

const count = z.int().min(0);
const unknownable = count.nullable();

/** A customer's figures of one day: counts and ids, from which every caller's view is made on reading. */
export const snapshot = z.object({
  customerId: z.string(),
  asOf: dayText,
  /** When the run began to read (ISO instant): of two runs the one that began later stays. */
  startedAt: z.iso.datetime(),
  processedAt: z.iso.datetime(),
  catalogVersion: z.string(),
  sources: z.object({
    /** By raw workload. */
    activity: z.record(z.string(), dayText),
    assignments: dayText.optional(),
    /** The oldest count of holders in use, for products of which only counts are known. */
    assignedCounts: dayText.optional(),
    /** The day of each seller's list. */
    lists: z.record(z.string(), dayText),
    /** The sellers among them whose list was derived: it tells their own share, and is no source of all seats. */
    derivedLists: z.array(z.string()).optional(),
    /** The day of each tenant-wide source of seats. */
    seatTotals: z.record(z.string(), dayText),
  }),
  products: z.array(
    z.object({
      sku: z.string(),
      sold: unknownable,
      soldBySeller: z.record(z.string(), count),
      grace: unknownable,
      trial: unknownable,
      assigned: unknownable,
      activeEntitlements: unknownable,
      idle: unknownable,
      seatSource: seatSource.nullable(),
    }),
  ),
  workloads: z.array(
    z.object({
      family: z.string(),
      workload: z.string(),
      qualified: unknownable,
      overlapSeats: count,
      active: unknownable,
      active7: unknownable,
      active1: unknownable,
      activeOnFree: unknownable,
      /** Adds up to `active`; `null` when that is unknown. */
      basis: basis.nullable(),
    }),
  ),
  families: z.array(z.object({ family: z.string(), people: unknownable, people7: unknownable, people1: unknownable })),
});
export type Snapshot = z.infer<typeof snapshot>;
export type SnapshotProduct = Snapshot['products'][number];
export type SnapshotWorkload = Snapshot['workloads'][number];
