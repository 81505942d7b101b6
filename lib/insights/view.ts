import { WINDOW_DAYS } from '../activity/calendar.ts';
import type { Catalogue } from '../catalogue/product.ts';
import { DIRECT } from '../licensing/subscription.ts';
import { type Day, formatDay, parseDay } from '../time/day.ts';
import { excessReasonsOf } from './basis.ts';
import { isStale } from './freshness.ts';
import type { CustomerInsights, ProductInsights, WorkloadInsights } from './insights.ts';
import { type PairedSum, percentOf, sumWhereBothKnown } from './percent.ts';
import type { Snapshot, SnapshotProduct } from './snapshot.ts';

/** Below this many sold seats a row is marked as a small sample: percentages then jump with every person. */
const SMALL_SAMPLE_SEATS = 10;

/** Whose view it is: a partner's id, whose own share is shown, or `undefined` for the operator's. */
export interface Viewer {
  readonly partnerId: string | undefined;
}

/** A snapshot as one viewer sees it: totals of all sellers, the viewer's own share, nothing else of any seller. */
export const insightsOf = (
  snapshot: Snapshot,
  name: string,
  catalogue: Catalogue,
  viewer: Viewer,
): CustomerInsights => {
  const asOf = parseDay(snapshot.asOf);
  const products = snapshot.products.map((product) => productInsightsOf(product, catalogue, viewer));
  return {
    customerId: snapshot.customerId,
    name,
    asOf: snapshot.asOf,
    processedAt: snapshot.processedAt,
    window: { from: formatDay(asOf - (WINDOW_DAYS - 1)), to: snapshot.asOf, days: WINDOW_DAYS },
    catalogVersion: snapshot.catalogVersion,
    sources: sourcesOf(snapshot, asOf, viewer),
    deployment: deploymentOf(products),
    usage: usageOf(snapshot, products),
  };
};

const isSmall = (seats: number | null): boolean => seats !== null && seats < SMALL_SAMPLE_SEATS;

const ownShare = ({ soldBySeller }: SnapshotProduct, { partnerId = DIRECT }: Viewer): number | null =>
  Object.hasOwn(soldBySeller, partnerId) ? (soldBySeller[partnerId] ?? null) : null;

const productInsightsOf = (row: SnapshotProduct, catalogue: Catalogue, viewer: Viewer): ProductInsights => {
  const product = catalogue.products.get(row.sku);
  return {
    sku: row.sku,
    name: product?.name ?? row.sku,
    family: product?.family ?? '',
    sold: row.sold,
    soldByYou: ownShare(row, viewer),
    grace: row.grace,
    trial: row.trial,
    assigned: row.assigned,
    unassigned: beyond(row.sold, row.assigned),
    idle: row.idle,
    deploymentPercent: percentOf(row.assigned, row.sold),
    activeEntitlements: row.activeEntitlements,
    usagePercent: percentOf(row.activeEntitlements, row.sold),
    activeOfAssignedPercent: percentOf(row.activeEntitlements, row.assigned),
    seatSource: row.seatSource,
    smallSample: isSmall(row.sold),
  };
};

/** How far `a` exceeds `b`; 0 when it does not, `null` when one is unknown. */
const beyond = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : Math.max(0, a - b);

const NOTHING: PairedSum = { numerator: 0, denominator: 0, counted: { members: 0, of: 0 } };

const deploymentOf = (products: ProductInsights[]): CustomerInsights['deployment'] => {
  const withSeats = products.filter(({ sold }) => sold === null || sold > 0);
  const nothingSold = products.length > 0 && withSeats.length === 0; // trials only: known to be 0, not unknown
  const sums = nothingSold ? NOTHING : sumWhereBothKnown(withSeats.map(({ assigned, sold }) => [assigned, sold]));
  const unassigned = sumWhereBothKnown(
    products.map(({ sold, assigned }) => [beyond(sold, assigned), beyond(assigned, sold)]),
  );
  return {
    sold: sums.denominator,
    assigned: sums.numerator,
    unassigned: unassigned.numerator,
    assignedBeyondSold: unassigned.denominator,
    deploymentPercent: percentOf(sums.numerator, sums.denominator),
    counted: sums.counted,
    products,
  };
};

const entitlementsOf = (products: readonly ProductInsights[]) => {
  const sums = sumWhereBothKnown(products.map(({ activeEntitlements, sold }) => [activeEntitlements, sold]));
  return {
    activeEntitlements: sums.numerator,
    qualified: sums.denominator,
    usagePercent: percentOf(sums.numerator, sums.denominator),
    counted: sums.counted,
  };
};

const usageOf = (snapshot: Snapshot, products: readonly ProductInsights[]): CustomerInsights['usage'] => ({
  ...entitlementsOf(products),
  families: snapshot.families.map(({ family, people, people7, people1 }) => {
    const { counted: _, ...sums } = entitlementsOf(products.filter((product) => product.family === family));
    return { family, activePeople: people, activePeople7: people7, activePeople1: people1, ...sums };
  }),
  workloads: snapshot.workloads.map((row): WorkloadInsights => {
    const excess = beyond(row.active, row.qualified);
    return {
      ...row,
      usagePercent: percentOf(row.active, row.qualified),
      excess,
      excessReasons: row.basis ? excessReasonsOf(row.basis, excess) : [],
      idleQualifiedSeats: row.basis ? beyond(row.qualified, row.basis.qualified) : null,
      smallSample: isSmall(row.qualified),
    };
  }),
});

const sourcesOf = ({ sources, products }: Snapshot, asOf: Day, viewer: Viewer): CustomerInsights['sources'] => {
  const used = new Set<string | null>(products.map(({ seatSource }) => seatSource));
  const inUse = [
    ...(used.has('subscriptions') ? daysOfSentLists(sources) : []),
    ...Object.entries(sources.seatTotals)
      .filter(([source]) => used.has(source))
      .map(([, day]) => day),
  ].sort();
  const own = sources.lists[viewer.partnerId ?? DIRECT] ?? null;
  const subscriptions = (seller: 'own' | 'all', dataThrough: string | null) => ({
    source: 'subscriptions' as const,
    seller,
    dataThrough,
    stale: dataThrough !== null && isStale('subscriptions', dataThrough, asOf),
  });
  const assignments =
    [sources.assignments, sources.assignedCounts].filter((day) => day !== undefined).sort()[0] ?? null;
  return [
    ...Object.entries(sources.activity)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([workload, through]) => ({
        source: 'activity' as const,
        workload,
        dataThrough: through,
        stale: isStale('activity', through, asOf),
      })),
    subscriptions('all', inUse[0] ?? null),
    subscriptions('own', own),
    {
      source: 'assignments' as const,
      dataThrough: assignments,
      stale: assignments !== null && isStale('assignments', assignments, asOf),
    },
  ];
};

/** The days of the lists that tell the seats of all sellers: those that sellers sent. */
const daysOfSentLists = ({ lists, derivedLists = [] }: Snapshot['sources']): string[] =>
  Object.entries(lists).flatMap(([seller, day]) => (derivedLists.includes(seller) ? [] : [day]));
