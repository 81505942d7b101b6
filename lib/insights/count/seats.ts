import { WINDOW_DAYS } from '../../activity/calendar.ts';
import { type Catalogue, hasFigures, type Product } from '../../catalogue/product.ts';
import type { SeatTotal, SeatTotalSource, SeatTotals } from '../../licensing/seat-totals.ts';
import type { Subscription, SubscriptionLists } from '../../licensing/subscription.ts';
import { type Day, earliestDay, parseDay } from '../../time/day.ts';
import type { SeatSource } from './figures.ts';
import { type FreshnessLimits, isStale } from './freshness.ts';

/** When seats in grace stop working (`YYYY-MM-DD`), as far as anybody told. */
interface GraceEnds {
  /** By the tenant-wide file that gave the seats. */
  readonly everywhere?: string;
  /** By each seller's own list. */
  readonly bySeller: Readonly<Record<string, string>>;
}

/** The seats of one product at one customer, from one source. */
export interface ProductSeats {
  /** Paid, not free, active, all sellers together. */
  readonly sold: number | null;
  /** The sold seats of each seller who sent a list, whatever the source of `sold`. */
  readonly soldBySeller: Readonly<Record<string, number>>;
  /** Expired, users keep access. */
  readonly grace: number | null;
  readonly trial: number | null;
  /** Not paid any more, but people may still sit on them: grace and the states after it. */
  readonly lapsed: number;
  readonly source: SeatSource | null;
  /** The first day on which seats in grace stop working, where it is told. */
  readonly graceEnds: GraceEnds;
  /** How many people hold the product by a source's own count, and of which day that is. */
  readonly countedAssigned: { readonly count: number; readonly day: string } | null;
}

/** Everything known about a customer's seats. */
export interface SeatRecords {
  readonly lists: SubscriptionLists['lists'];
  /** Subscriptions that their sellers' lists no longer name. */
  readonly ended?: SubscriptionLists['ended'];
  /** Tenant-wide totals, best source first. */
  readonly totals: readonly (SeatTotals & { readonly source: SeatTotalSource })[];
}

/** Where seats count by their state: sold, shown beside as grace, only a reason why people are active, or nowhere. */
export const COUNTED_AS: Readonly<
  Record<Subscription['state'], 'sold' | 'grace' | 'lapsed' | 'lapsedLately' | 'nowhere'>
> = {
  active: 'sold',
  grace: 'grace',
  suspended: 'lapsed',
  disabled: 'lapsed',
  deprovisioned: 'lapsed',
  cancelled: 'lapsedLately',
  upgraded: 'lapsedLately',
  pending: 'nowhere',
};

type Kind = 'sold' | 'grace' | 'trial' | 'lapsed' | 'nowhere';

const kindOf = (subscription: Subscription, product: Product, asOf: Day): Kind => {
  const counted = COUNTED_AS[subscription.state];
  const isTrial = subscription.isTrial || product.offer === 'trial';
  if (isTrial) return counted === 'sold' || counted === 'grace' ? 'trial' : 'nowhere';
  if (counted !== 'lapsedLately') return counted;
  const since = subscription.stateSince === undefined ? undefined : parseDay(subscription.stateSince);
  return since !== undefined && asOf - since < WINDOW_DAYS ? 'lapsed' : 'nowhere';
};

type Counts = Pick<ProductSeats, 'sold' | 'grace' | 'trial' | 'lapsed'>;

const fromLists = (subscriptions: readonly Subscription[], product: Product, asOf: Day): Counts & { sold: number } => {
  const sum = (kind: Kind) =>
    subscriptions
      .filter((subscription) => subscription.sku === product.sku && kindOf(subscription, product, asOf) === kind)
      .reduce((seats, { quantity }) => seats + quantity, 0);
  const grace = sum('grace');
  return { sold: sum('sold'), grace, trial: sum('trial'), lapsed: grace + sum('lapsed') };
};

const fromTotal = (total: SeatTotal, product: Product): Counts =>
  product.offer === 'trial'
    ? { sold: 0, grace: 0, trial: total.active + total.grace + (total.trial ?? 0), lapsed: 0 }
    : { sold: total.active, grace: total.grace, trial: total.trial, lapsed: total.grace + total.suspended };

/** When the seats in grace of each seller end, by its own list. */
const graceEndsBySeller = (
  lists: SubscriptionLists['lists'],
  product: Product,
  asOf: Day,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(lists).flatMap(([seller, { subscriptions }]) => {
      const inGrace = subscriptions.filter(
        (one) => one.sku === product.sku && one.quantity > 0 && kindOf(one, product, asOf) === 'grace',
      );
      const day = earliestDay(...inGrace.map(({ graceEndsOn }) => graceEndsOn));
      return day === undefined ? [] : [[seller, day]];
    }),
  );

/** The count of the best source that counts. */
const countIn = (counts: readonly { readonly day: string; readonly total: SeatTotal }[]) => {
  for (const { day, total } of counts) if (total.assigned !== null) return { count: total.assigned, day };
  return null;
};

/** The newest of the fresh tenant-wide lists that do not name a product: what was said before its day is over. */
const denialOf = (
  { sku }: Product,
  totals: SeatRecords['totals'],
  isFresh: (day: string) => boolean,
): SeatRecords['totals'][number] | undefined =>
  totals
    .filter(({ day, totals: rows }) => isFresh(day) && !rows.some((row) => row.sku === sku))
    .toSorted((a, b) => (a.day < b.day ? 1 : -1))[0];

/**
 * The seats of a product that is not free. Seats come from one source, never added up: fresh tenant-wide totals that
 * list the product, else the sum of the sellers' lists that do, else stale totals. A fresh tenant-wide list speaks for
 * the whole customer: what it does not name is 0, whatever an older list said (design 6, ruling 3). What nobody speaks of
 * is unknown.
 */
export const seatsOf = (
  product: Product,
  { lists, ended = [], totals }: SeatRecords,
  asOf: Day,
  limits: FreshnessLimits,
): ProductSeats => {
  const isFresh = (day: string) => !isStale(day, asOf, limits.seatTotals);
  const denial = denialOf(product, totals, isFresh);
  const isOver = ({ day }: { readonly day: string }) => denial !== undefined && day < denial.day;
  // A derived list may be a part of what its seller sold, and comes from a file whose totals speak for all anyway.
  const all = [
    ...Object.values(lists).flatMap((list) => (list.derived || isOver(list) ? [] : list.subscriptions)),
    ...ended.filter(({ stateSince }) => !isOver({ day: stateSince })),
  ];
  const listed = all.some(({ sku }) => sku === product.sku);
  const counts = totals.flatMap(({ source, day, totals: rows }) => {
    const total = rows.find(({ sku }) => sku === product.sku);
    return total && !isOver({ day }) ? [{ source, day, total }] : [];
  });
  const chosen = counts.find(({ day }) => isFresh(day)) ?? (listed || denial ? undefined : counts[0]);
  const rest = {
    soldBySeller: Object.fromEntries(
      Object.entries(lists).map(([seller, list]) => [seller, fromLists(list.subscriptions, product, asOf).sold]),
    ),
    graceEnds: { bySeller: graceEndsBySeller(lists, product, asOf) },
    countedAssigned: countIn(counts),
  };
  if (chosen) {
    const { graceEndsOn } = chosen.total;
    const graceEnds = { ...rest.graceEnds, ...(graceEndsOn === undefined ? {} : { everywhere: graceEndsOn }) };
    return { ...fromTotal(chosen.total, product), source: chosen.source, ...rest, graceEnds };
  }
  if (listed) return { ...fromLists(all, product, asOf), source: 'subscriptions', ...rest };
  if (denial) {
    const trial = denial.source === 'graph.directorySubscriptions' ? 0 : null; // the other one knows no trials
    return { sold: 0, grace: 0, trial, lapsed: 0, source: denial.source, ...rest };
  }
  return { sold: null, grace: null, trial: null, lapsed: 0, source: null, ...rest };
};

/** The products that some seat source lists, free and unknown ones left out. */
export const productsWithSeats = (catalogue: Catalogue, { lists, ended = [], totals }: SeatRecords): Product[] => {
  const skus = new Set([
    ...Object.values(lists).flatMap((list) => list.subscriptions.map(({ sku }) => sku)),
    ...ended.map(({ sku }) => sku),
    ...totals.flatMap((source) => source.totals.map(({ sku }) => sku)),
  ]);
  return [...skus].flatMap((sku) => {
    const product = catalogue.products.get(sku);
    return product && hasFigures(product) ? [product] : [];
  });
};
