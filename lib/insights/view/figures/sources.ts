import { DIRECT } from '../../../licensing/subscription.ts';
import { parseDay } from '../../../time/day.ts';
import { type FreshnessSource, isStale } from '../../count/freshness.ts';
import type { Snapshot, SnapshotProduct } from '../../count/snapshot.ts';
import type { SeenFigures } from './seen-figures.ts';
import type { View } from './view.ts';

type Source = SeenFigures['sources'][number];

/** The oldest of some days; `null` of none. */
const oldest = (days: readonly string[]): string | null => days.toSorted()[0] ?? null;

/** How far each source of a snapshot speaks, and whether that is longer ago than its limit allows. */
export const sourcesOf = (snapshot: Snapshot, view: Pick<View, 'partnerId' | 'limits'>): Source[] => {
  const { sources } = snapshot;
  const asOf = parseDay(snapshot.asOf);
  const stale = (day: string | null, source: FreshnessSource) =>
    day !== null && isStale(day, asOf, view.limits[source]);
  const told = (source: Exclude<FreshnessSource, 'seatTotals'>, dataThrough: string | null, rest: Partial<Source>) => ({
    source,
    ...rest,
    dataThrough,
    stale: stale(dataThrough, source),
  });
  const assignments = [sources.assignments, sources.assignedCounts].filter((day) => day !== undefined);
  const posters = Object.entries(sources.supportCases);
  const cases = posters.flatMap(([poster, day]) =>
    view.partnerId === undefined || poster === view.partnerId ? [day] : [],
  );
  const seats = seatsInUse(snapshot);
  const allSeats = oldest(seats.map(({ day }) => day));
  return [
    ...Object.entries(sources.activity)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([workload, through]) => told('activity', through, { workload })),
    {
      source: 'subscriptions',
      seller: 'all',
      dataThrough: allSeats,
      stale: seats.some(({ day, source }) => stale(day, source)),
    },
    told('subscriptions', dayOfList(snapshot, view.partnerId ?? DIRECT), { seller: 'own' }),
    told('assignments', oldest(assignments), {}),
    ...Object.entries(sources.productLists ?? {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([sku, day]) => told('assignments', day, { sku })),
    told('supportCases', oldest(cases), {}),
  ];
};

/** The day of a seller's list; `null` when it never sent one. */
export const dayOfList = ({ sources: { lists } }: Snapshot, seller: string): string | null =>
  Object.hasOwn(lists, seller) ? (lists[seller] ?? null) : null;

/**
 * How far the seats of one product speak, and whether that is longer ago than its source allows: the day of the tenant-wide
 * list that they come from, or of the oldest of the sellers' lists that name it (of all lists, where none sold any).
 */
export const seatFreshnessOf = (
  { sources, asOf }: Snapshot,
  { seatSource, soldBySeller }: Pick<SnapshotProduct, 'seatSource' | 'soldBySeller'>,
  limits: View['limits'],
): { readonly through: string | null; readonly stale: boolean } => {
  if (seatSource === null) return { through: null, stale: false };
  const isOfTenant = seatSource !== 'subscriptions';
  const sent = Object.entries(sources.lists).filter(([seller]) => !sources.derivedLists?.includes(seller));
  const selling = sent.filter(([seller]) => Object.hasOwn(soldBySeller, seller) && (soldBySeller[seller] ?? 0) > 0);
  const lists = (selling.length > 0 ? selling : sent).map(([, day]) => day);
  const through = isOfTenant ? (sources.seatTotals[seatSource] ?? null) : oldest(lists);
  const limit = isOfTenant ? limits.seatTotals : limits.subscriptions;
  return { through, stale: through !== null && isStale(through, parseDay(asOf), limit) };
};

/** The lists and totals from which the snapshot took its seats: of the lists, those that sellers sent. */
const seatsInUse = ({ sources, products }: Snapshot): { day: string; source: FreshnessSource }[] => {
  const used = new Set<string | null>(products.map(({ seatSource }) => seatSource));
  const sent = Object.entries(sources.lists).filter(([seller]) => !sources.derivedLists?.includes(seller));
  const lists = used.has('subscriptions') ? sent.map(([, day]) => day) : [];
  const totals = Object.entries(sources.seatTotals).filter(([source]) => used.has(source));
  return [
    ...lists.map((day) => ({ day, source: 'subscriptions' as const })),
    ...totals.map(([, day]) => ({ day, source: 'seatTotals' as const })),
  ];
};
