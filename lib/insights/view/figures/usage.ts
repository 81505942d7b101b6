import { parseDay } from '../../../time/day.ts';
import { excessReasonsOf } from '../../count/basis.ts';
import { isStale } from '../../count/freshness.ts';
import { throughsOf } from '../../count/heard-days.ts';
import { percentOf, sumWhereBothKnown } from '../../count/percent.ts';
import type { Snapshot, SnapshotWorkload } from '../../count/snapshot.ts';
import { THRESHOLDS } from '../../count/thresholds.ts';
import type { ProductInsights, SeenFigures, WorkloadInsights } from './seen-figures.ts';
import type { View } from './view.ts';

type Usage = SeenFigures['usage'];

/** Who uses what: people, entitlements, and rows by family, workload and product. */
export const usageOf = (snapshot: Snapshot, products: readonly ProductInsights[], view: View): Usage => ({
  activePeople: snapshot.people.people,
  activePeople7: snapshot.people.people7,
  activePeople1: snapshot.people.people1,
  ...entitlementsOf(products),
  families: snapshot.families.map(({ family, people, people7, people1 }) => {
    const { counted: _, ...sums } = entitlementsOf(products.filter((product) => product.family === family));
    return { family, activePeople: people, activePeople7: people7, activePeople1: people1, ...sums };
  }),
  workloads: snapshot.workloads.map((row) => workloadInsightsOf(row, snapshot, view)),
  productWorkloads: snapshot.products.flatMap(({ sku, sold, activeByWorkload }) =>
    Object.entries(activeByWorkload).map(([workload, active]) => ({
      sku,
      workload,
      qualified: sold,
      active,
      usagePercent: percentOf(active, sold),
    })),
  ),
  reported: reportedOf(snapshot, view),
});

const entitlementsOf = (products: readonly ProductInsights[]) => {
  const sums = sumWhereBothKnown(products.map(({ activeEntitlements, sold }) => [activeEntitlements, sold]));
  return {
    activeEntitlements: sums.numerator,
    qualified: sums.denominator,
    usagePercent: percentOf(sums.numerator, sums.denominator),
    counted: sums.counted,
  };
};

const workloadInsightsOf = (
  { earlier: _earlier, onGrace: _onGrace, activeDays, ...row }: SnapshotWorkload,
  snapshot: Snapshot,
  { catalogue, limits }: View,
): WorkloadInsights => {
  const { active, qualified } = row;
  const excess = active === null || qualified === null ? null : Math.max(0, active - qualified);
  const throughs = throughsOf(snapshot, row.workload, catalogue);
  return {
    ...row,
    usagePercent: percentOf(active, qualified),
    excess,
    excessReasons: row.basis ? excessReasonsOf(row.basis, excess) : [],
    idleQualifiedSeats: row.basis && qualified !== null ? Math.max(0, qualified - row.basis.qualified) : null,
    activeDays: (active ?? 0) < THRESHOLDS.peopleInDistribution ? null : activeDays,
    dataThrough: throughs[0] ?? null,
    stale: throughs.some((through) => isStale(through, parseDay(snapshot.asOf), limits.activity)),
    smallSample: qualified !== null && qualified < THRESHOLDS.smallSampleSeats,
  };
};

/** A partner's own rows; an operator sees those of all posters, each with its poster. */
const reportedOf = ({ reported }: Snapshot, { partnerId }: View): Usage['reported'] =>
  partnerId === undefined
    ? Object.entries(reported).flatMap(([reportedBy, rows]) => rows.map((row) => ({ ...row, reportedBy })))
    : Object.hasOwn(reported, partnerId)
      ? (reported[partnerId] ?? [])
      : [];
