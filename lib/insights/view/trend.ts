import * as z from 'zod';
import { formatDay, parseDay } from '../../time/day.ts';
import { differencesOf } from '../count/definitions.ts';
import { percentOf, sumDeployment, sumWhereBothKnown } from '../count/percent.ts';
import { snapshot } from '../count/snapshot.ts';

/** What a trend needs of a snapshot. */
export const trendSnapshot = snapshot
  .pick({
    asOf: true,
    catalogVersion: true,
    windowDays: true,
    reportingLagDays: true,
    countingVersion: true,
    identities: true,
    people: true,
  })
  .extend({
    products: z.array(snapshot.shape.products.element.pick({ sold: true, assigned: true, activeEntitlements: true })),
  });
type TrendSnapshot = z.infer<typeof trendSnapshot>;

/** The headline figures of one day, which are the same for everybody who may see the customer. */
export interface TrendDay {
  readonly day: string;
  readonly deploymentPercent: number | null;
  readonly usagePercent: number | null;
  /** Distinct people of all families in the 28 days that end on the day. */
  readonly activePeople: number | null;
}

/** The headline figures of the days of a span. */
export interface Trend {
  /** Each day of the span, also those without figures (`null`); empty when no day has any. */
  readonly days: readonly TrendDay[];
  /** The days from which on figures are made by other definitions than before, and by which, in words. */
  readonly changes: readonly { readonly day: string; readonly differences: readonly string[] }[];
}

/** The trend from the first of these snapshots, which are sorted by day, to the last. */
export const trendOf = (snapshots: readonly TrendSnapshot[]): Trend => {
  const byDay = new Map(snapshots.map((one) => [one.asOf, one]));
  const [first, last] = [snapshots[0], snapshots.at(-1)];
  if (!first || !last) return { days: [], changes: [] };
  const start = parseDay(first.asOf);
  const days = Array.from({ length: parseDay(last.asOf) - start + 1 }, (_, at) => formatDay(start + at));
  return {
    days: days.map((day) => trendDayOf(day, byDay.get(day))),
    changes: snapshots.slice(1).flatMap((one, at) => {
      const differences = differencesOf(snapshots[at] ?? one, one);
      return differences.length > 0 ? [{ day: one.asOf, differences }] : [];
    }),
  };
};

const trendDayOf = (day: string, found: TrendSnapshot | undefined): TrendDay => {
  if (!found) return { day, deploymentPercent: null, usagePercent: null, activePeople: null };
  const deployment = sumDeployment(found.products);
  const usage = sumWhereBothKnown(found.products.map(({ activeEntitlements, sold }) => [activeEntitlements, sold]));
  return {
    day,
    deploymentPercent: percentOf(deployment.numerator, deployment.denominator),
    usagePercent: percentOf(usage.numerator, usage.denominator),
    activePeople: found.people.people,
  };
};
