import * as z from 'zod';
import type { Tally } from './tally.ts';

const count = z.int().min(0);
/** Maps are stored as lists of their entries. */
const mapOf = <Value>(value: z.ZodType<Value>) =>
  z
    .array(z.tuple([z.string(), z.unknown()]))
    .transform((entries) => new Map(entries.map(([name, one]) => [name, value.parse(one)] as const)));
const counts = mapOf(count);
const activeCounts = z.object({ active28: count, active7: count, active1: count });

/** A tally between two steps, as it is stored by `asStored`. */
export const storedTally = z.object({
  products: mapOf(
    z.object({
      assigned: count,
      active: count,
      idle: count,
      workloads: counts,
      flows: z.object({ assigned: count, reclaimed: count, activated: count, lapsed: count }),
    }),
  ),
  workloads: mapOf(
    activeCounts.extend({
      family: z.string(),
      workload: z.string(),
      activeOnFree: count,
      holders: counts,
      former: count,
      others: count,
      activeDays: z.array(count),
    }),
  ),
  people: mapOf(activeCounts),
  assignedPeople: count,
  everybody: activeCounts,
  seatHolders: mapOf(counts),
  groups: mapOf(
    z.object({
      holders: count,
      active: count,
      unmatched: count,
      several: z.object({ none: count, one: count, more: count }),
      products: mapOf(z.object({ holders: count, spare: count })),
      needs: counts,
    }),
  ),
}) satisfies z.ZodType<Tally, unknown>;

/** Anything that holds tallies as JSON, which `storedTally` reads. */
export const asStored = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) => (one instanceof Map ? [...one] : one));
