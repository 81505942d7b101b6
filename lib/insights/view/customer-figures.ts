import { WINDOW_DAYS } from '../../activity/calendar.ts';
import { DIRECT } from '../../licensing/subscription.ts';
import { earliestDay, formatDay, parseDay } from '../../time/day.ts';
import type { SupportCounts } from '../count/figures.ts';
import { percentOf, sumDeployment, sumKnown, sumWhereBothKnown } from '../count/percent.ts';
import type { Snapshot, SnapshotProduct } from '../count/snapshot.ts';
import { THRESHOLDS } from '../count/thresholds.ts';
import { alternativesOf } from './figures/alternatives.ts';
import { seatsNotCountedOf } from './figures/seats-not-counted.ts';
import type { ProductInsights, SeenFigures } from './figures/seen-figures.ts';
import { seatFreshnessOf, sourcesOf } from './figures/sources.ts';
import { usageOf } from './figures/usage.ts';
import type { View } from './figures/view.ts';
import { maySee } from './figures/viewer-history.ts';
import type { Finding } from './finding.ts';
import { findingsOf } from './findings.ts';
import type { CustomerFigures } from './insights.ts';
import { RULES } from './rules/rules.ts';

/** A snapshot as one viewer sees it: totals of all sellers, the viewer's own share, nothing else of any seller. */
export const customerFiguresOf = (snapshot: Snapshot, name: string, view: View): CustomerFigures => {
  const asOf = parseDay(snapshot.asOf);
  const products = snapshot.products.map((product) => productInsightsOf(product, snapshot, view));
  const figures: SeenFigures = {
    customerId: snapshot.customerId,
    name,
    asOf: snapshot.asOf,
    processedAt: snapshot.processedAt,
    window: { from: formatDay(asOf - (WINDOW_DAYS - 1)), to: snapshot.asOf, days: WINDOW_DAYS },
    catalogVersion: snapshot.catalogVersion,
    sources: sourcesOf(snapshot, view),
    deployment: { ...deploymentOf(products), assignedPeople: snapshot.assignedPeople, products },
    usage: usageOf(snapshot, products, view),
    alternatives: alternativesOf(snapshot, products, view),
    flows: maySee(view, asOf - 1) ? flowsOf(snapshot) : null,
    ...seatsNotCountedOf(snapshot.notCounted ?? [], view.partnerId),
    supportCases: supportCasesOf(snapshot, view),
  };
  return { ...figures, findings: findingsOf<Finding>(RULES, figures, snapshot, view) };
};

const ownShare = ({ soldBySeller }: SnapshotProduct, { partnerId = DIRECT }: View): number | null =>
  Object.hasOwn(soldBySeller, partnerId) ? (soldBySeller[partnerId] ?? null) : null;

/** By the tenant-wide file, else by the viewer's own list; the operator knows those of all sellers. */
const graceEndsOnFor = ({ graceEnds }: SnapshotProduct, { partnerId }: View): string | null => {
  const { everywhere, bySeller = {} } = graceEnds ?? {};
  const own = partnerId !== undefined && Object.hasOwn(bySeller, partnerId) ? bySeller[partnerId] : undefined;
  return everywhere ?? (partnerId === undefined ? earliestDay(...Object.values(bySeller)) : own) ?? null;
};

/** The most in one workload: who uses several is in several rows. `null` where no row tells. */
const onGraceOf = ({ sku, grace }: SnapshotProduct, { workloads }: Snapshot): number | null => {
  if (grace === null || grace === 0) return grace;
  const counts = workloads.flatMap(({ onGrace }) => (onGrace ? [onGrace[sku] ?? 0] : []));
  return counts.length > 0 ? Math.max(...counts) : null;
};

const productInsightsOf = (row: SnapshotProduct, snapshot: Snapshot, view: View): ProductInsights => {
  const { through: seatsThrough, stale: seatsStale } = seatFreshnessOf(snapshot, row, view.limits);
  const product = view.catalogue.products.get(row.sku);
  return {
    sku: row.sku,
    name: product?.name ?? row.sku,
    family: product?.family ?? '',
    sold: row.sold,
    soldByYou: ownShare(row, view),
    grace: row.grace,
    graceEndsOn: graceEndsOnFor(row, view),
    onGrace: onGraceOf(row, snapshot),
    trial: row.trial,
    assigned: row.assigned,
    unassigned: beyond(row.sold, row.assigned),
    neverAssigned: beyond(row.sold, row.peakAssigned),
    peakSince: row.peakSince ?? null,
    idle: row.idle,
    deploymentPercent: percentOf(row.assigned, row.sold),
    restsOn: Object.keys(row.activeByWorkload).sort(),
    activeEntitlements: row.activeEntitlements,
    usagePercent: percentOf(row.activeEntitlements, row.sold),
    activeOfAssignedPercent: percentOf(row.activeEntitlements, row.assigned),
    seatSource: row.seatSource,
    seatsThrough,
    seatsStale,
    smallSample: row.sold !== null && row.sold < THRESHOLDS.smallSampleSeats,
  };
};

/** How far `a` exceeds `b`; 0 when it does not, `null` when one is unknown. */
const beyond = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : Math.max(0, a - b);

const deploymentOf = (
  products: readonly ProductInsights[],
): Omit<SeenFigures['deployment'], 'assignedPeople' | 'products'> => {
  const sums = sumDeployment(products);
  const unassigned = sumWhereBothKnown(
    products.map(({ sold, assigned }) => [beyond(sold, assigned), beyond(assigned, sold)]),
  );
  return {
    sold: sums.denominator,
    assigned: sums.numerator,
    unassigned: unassigned.numerator,
    assignedBeyondSold: unassigned.denominator,
    neverAssigned: sumKnown(products.map(({ neverAssigned }) => neverAssigned)),
    idle: sumKnown(products.map(({ idle }) => idle)),
    deploymentPercent: percentOf(sums.numerator, sums.denominator),
    counted: sums.counted,
  };
};

/** Flows of the products whose entitlements count in usage: their balance is the change of the active ones. */
const flowsOf = ({ products }: Snapshot): SeenFigures['flows'] => {
  const counted = products.filter(({ sold, activeEntitlements }) => sold !== null && activeEntitlements !== null);
  const flows = counted.flatMap((product) => product.flows ?? []);
  if (flows.length === 0 || flows.length < counted.length) return null;
  return flows.reduce((sum, one) => ({
    assigned: sum.assigned + one.assigned,
    reclaimed: sum.reclaimed + one.reclaimed,
    activated: sum.activated + one.activated,
    lapsed: sum.lapsed + one.lapsed,
  }));
};

/**
 * A partner's own cases; for the operator those of all posters, each of whom helps with other questions. Of a poster who
 * told nothing of the window they are not known.
 */
const supportCasesOf = ({ supportCases, sources, asOf }: Snapshot, { partnerId }: View): SupportCounts | null => {
  const firstDay = formatDay(parseDay(asOf) - (WINDOW_DAYS - 1));
  const own = Object.entries(supportCases).filter(
    ([poster]) => (partnerId === undefined || poster === partnerId) && (sources.supportCases[poster] ?? '') >= firstDay,
  );
  if (own.length === 0) return null;
  return own
    .map(([, counts]) => counts)
    .reduce((sum, one) => ({
      'how-to': sum['how-to'] + one['how-to'],
      incident: sum.incident + one.incident,
      billing: sum.billing + one.billing,
      other: sum.other + one.other,
    }));
};
