/**
 * How a product is sold: `trial` seats are shown beside the sold ones. Products that are `free`, or `excluded` by the
 * operator (device and server licences, say), are in no ratio at all.
 */
export const OFFERS = ['paid', 'trial', 'free', 'excluded'] as const;
export type Offer = (typeof OFFERS)[number];

/** Something sold by the seat. */
export interface Product {
  /** The id: a lower-case GUID, or `[a-z0-9._-]+`. */
  readonly sku: string;
  readonly partNumber: string;
  readonly name: string;
  readonly family: string;
  /** Ids of the workloads it contains, excluded ones left out. */
  readonly workloads: readonly string[];
  readonly offer: Offer;
}

/** Something that is used. */
export interface Workload {
  /** Lower case, no hyphens. */
  readonly id: string;
  /** The family in which users without a licence are counted. */
  readonly family: string;
  /** The workload whose figure this one's activity joins; it then has no row of its own. One level, no cycles. */
  readonly countsAs?: string;
  /** Retired: activity is kept, no figure is made of it. */
  readonly excluded: boolean;
}

/** All products and workloads at one version. */
export interface Catalogue {
  /** Changes with the content; a snapshot names the one it was computed with. */
  readonly version: string;
  readonly products: ReadonlyMap<string, Product>;
  readonly workloads: ReadonlyMap<string, Workload>;
}

/** Whether figures are made of a product: it is neither free nor excluded. */
export const hasFigures = ({ offer }: Pick<Product, 'offer'>): boolean => offer === 'paid' || offer === 'trial';

const normalise = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim().toLowerCase();

/**
 * The product that `text` names: by its id, or by its part number (case and runs of spaces do not matter).
 * `undefined` when there is none, or when several products share the part number.
 */
export const findProduct = (catalogue: Catalogue, text: string): Product | undefined => {
  const wanted = normalise(text);
  const byId = catalogue.products.get(wanted);
  if (byId) return byId;
  const named = [...catalogue.products.values()].filter((product) => normalise(product.partNumber) === wanted);
  return named.length === 1 ? named[0] : undefined;
};

/** The workload whose figure an activity in `workload` belongs to, or `undefined` when it belongs to none. */
export const figureOf = (catalogue: Catalogue, workload: string): string | undefined => {
  const known = catalogue.workloads.get(workload);
  const counted = known?.countsAs ? catalogue.workloads.get(known.countsAs) : known;
  return counted && !counted.excluded ? counted.id : undefined;
};
