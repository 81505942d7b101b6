import * as z from 'zod';
import { notCounted } from '../../licensing/not-counted.ts';
import { dayText } from '../../time/day.ts';
import { basis, flows, reportedUsage, seatSource, supportCounts } from './figures.ts';

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
  windowDays: z.int().positive(),
  reportingLagDays: z.int().min(0),
  /** By which rules it was counted; the first ones in snapshots from before this was kept. */
  countingVersion: z.int().min(1).default(1),
  /** How many ids were mapped to users, and counted as theirs. Left out of none. */
  identities: z.int().min(1).optional(),
  sources: z.object({
    /** By raw workload. */
    activity: z.record(z.string(), dayText),
    assignments: dayText.optional(),
    /** The oldest count of holders in use, for products of which only counts are known. */
    assignedCounts: dayText.optional(),
    /** By product: the day of its vendor's own list of all who hold it. */
    productLists: z.record(z.string(), dayText).optional(),
    /** The day of each seller's list. */
    lists: z.record(z.string(), dayText),
    /** The sellers among them whose list was derived: it tells their own share, and is no source of all seats. */
    derivedLists: z.array(z.string()).optional(),
    /** The day of each tenant-wide source of seats. */
    seatTotals: z.record(z.string(), dayText),
    /** The newest day of which each poster told support cases. */
    supportCases: z.record(z.string(), dayText),
  }),
  products: z.array(
    z.object({
      sku: z.string(),
      sold: unknownable,
      soldBySeller: z.record(z.string(), count),
      grace: unknownable,
      trial: unknownable,
      assigned: unknownable,
      /** The most that were ever assigned at once, as far as snapshots reach back. */
      peakAssigned: unknownable,
      /** The first of those snapshots; absent in snapshots from before, and where the peak is not known. */
      peakSince: dayText.optional(),
      activeEntitlements: unknownable,
      idle: unknownable,
      seatSource: seatSource.nullable(),
      /** By workload: how many holders used it; workloads that are not measured are left out. */
      activeByWorkload: z.record(z.string(), count),
      /** When seats in grace stop working; left out where nobody told. */
      graceEnds: z.object({ everywhere: dayText.optional(), bySeller: z.record(z.string(), dayText) }).optional(),
      /** Since the day before; `null` when nobody can tell any more who held or used what on that day. */
      flows: flows.nullable(),
    }),
  ),
  workloads: z.array(
    z.object({
      family: z.string(),
      workload: z.string(),
      qualified: unknownable,
      overlapSeats: count,
      /** Of the window's days, how many the workload is heard of; `null` where it is not, and in snapshots from before. */
      heardDays: count.max(28).nullable().default(null),
      active: unknownable,
      active7: unknownable,
      active1: unknownable,
      activeOnFree: unknownable,
      /** Adds up to `active`; `null` when that is unknown. */
      basis: basis.nullable(),
      /** By product with seats in grace: active people who find no qualified seat, and would with those. Absent where none has. */
      onGrace: z.record(z.string(), count).optional(),
      /** People by the number of days they were active, from 1 to 28; adds up to `active`. */
      activeDays: z.array(count).length(28).nullable(),
      /** The figures of 28 days earlier, made by the same definitions. */
      earlier: z.object({ active: unknownable, qualified: unknownable }).nullable(),
    }),
  ),
  families: z.array(z.object({ family: z.string(), people: unknownable, people7: unknownable, people1: unknownable })),
  /** Products that stand in for one another, of which the customer has several. Left out where there are none. */
  groups: z
    .array(
      z.object({
        group: z.string(),
        holders: unknownable,
        active: unknownable,
        unmatched: unknownable,
        /** People who hold several, by how many of them they need. */
        several: z.object({ none: count, one: count, more: count }).nullable(),
        movable: unknownable,
        /** Of the least heard of their workloads; `null` where none is measured. */
        heardDays: count.max(28).nullable(),
        products: z.array(z.object({ sku: z.string(), spare: unknownable })),
        /** Those of which no workload is measured. */
        unmeasured: z.array(z.string()),
      }),
    )
    .optional(),
  /** Distinct people who hold a product, free and excluded ones aside. */
  assignedPeople: unknownable,
  /** Distinct active people of all families. */
  people: z.object({ people: unknownable, people7: unknownable, people1: unknownable }),
  /** By seller: paid, active subscriptions that renew within 90 days. */
  renewals: z.record(
    z.string(),
    z.array(z.object({ id: z.string(), sku: z.string(), quantity: count, renewsOn: dayText })),
  ),
  /** By poster. */
  supportCases: z.record(z.string(), supportCounts),
  /** By poster. */
  reported: z.record(z.string(), z.array(reportedUsage)),
  /** What the newest files could not name, by file; `of` where it is one seller's or poster's own. Left out of none. */
  notCounted: z.array(notCounted.extend({ of: z.string().optional() })).optional(),
});
export type Snapshot = z.infer<typeof snapshot>;
export type SnapshotProduct = Snapshot['products'][number];
export type SnapshotGroup = NonNullable<Snapshot['groups']>[number];
export type SnapshotWorkload = Snapshot['workloads'][number];
