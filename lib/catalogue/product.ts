/**
 * How a product is sold: `trial` seats are shown beside the sold ones. Products that are `free`, or `excluded` by the
 * operator (device and server licences, say), are in no ratio at all.
 */
export const OFFERS = ['paid', 'trial', 'free', 'excluded'] as const;
export type Offer = (typeof OFFERS)[number];

/**
 * What a product is billed by, where seats are not bought in advance: `assigned-seat` costs from when it is assigned, so
 * that as many seats are sold as are assigned, and its deployment says nothing.
 */
export const BILLED_PER = ['assigned-seat'] as const;
type BilledPer = (typeof BILLED_PER)[number];

/** How a product of which this is said is sold. */
export const offerOf = (said: {
  readonly isTrial: boolean;
  readonly free: boolean;
  readonly excluded: boolean;
}): Offer => {
  if (said.excluded) return 'excluded';
  if (said.free) return 'free';
  return said.isTrial ? 'trial' : 'paid';
};

/** Something sold by the seat. */
export interface Product {
  /** The id: a lower-case GUID, or `[a-z0-9._-]+`. */
  readonly sku: string;
  readonly partNumber: string;
  readonly name: string;
  readonly family: string;
  /** Ids of the workloads whose figures it is part of: excluded ones left out, SharePoint in OneDrive's place. */
  readonly workloads: readonly string[];
  /** Those of `workloads` by which the operator has it judged; left out where its entry marks none. */
  readonly mainWorkloads?: readonly string[] | undefined;
  readonly offer: Offer;
  /** Left out of what is bought in advance. */
  readonly billedPer?: BilledPer | undefined;
  /** Names beside `name` under which the operator knows it in files; left out when there are none. */
  readonly aliases?: readonly string[] | undefined;
}

/** Something that is used. */
export interface Workload {
  /** Lower case, no hyphens. */
  readonly id: string;
  /** The family in which users without a licence are counted. */
  readonly family: string;
  /** The workload whose figure this one's activity joins; it then has no row of its own. One level, no cycles. */
  readonly countsAs?: string | undefined;
  /** Retired: activity is kept, but is in no figure. */
  readonly excluded: boolean;
}

/**
 * Products that can stand in for one another, of whatever families: who holds several may need one only. A group is beside
 * the families: it is in no total.
 */
export interface ProductGroup {
  /** `[a-z0-9-]+`, as families are named. */
  readonly id: string;
  readonly name: string;
  /** Ids of products, in order. */
  readonly products: readonly string[];
}

/** All products and workloads at one version. */
export interface Catalogue {
  /** Changes with the content; a snapshot names the one it was computed with. */
  readonly version: string;
  readonly products: ReadonlyMap<string, Product>;
  readonly workloads: ReadonlyMap<string, Workload>;
  /** By id. */
  readonly groups: ReadonlyMap<string, ProductGroup>;
}

/** Whether figures are made of a product: it is neither free nor excluded. */
export const hasFigures = ({ offer }: Pick<Product, 'offer'>): boolean => offer === 'paid' || offer === 'trial';

/** How an id or part number is looked up: in lower case, with runs of spaces as one. */
export const normalise = (text: string): string => text.replaceAll(/\s+/gu, ' ').trim().toLowerCase();

type ProductsByPartNumber = ReadonlyMap<string, readonly Product[]>;
const indexes = new WeakMap<Catalogue, ProductsByPartNumber>();

/** Made once per catalogue, which never changes: a request may name thousands of products, and a catalogue hold as many. */
const byPartNumber = (catalogue: Catalogue): ProductsByPartNumber => {
  const known = indexes.get(catalogue);
  if (known) return known;
  const made = Map.groupBy(catalogue.products.values(), ({ partNumber }) => normalise(partNumber));
  indexes.set(catalogue, made);
  return made;
};

/**
 * The product that `text` names: by its id, or by its part number (case and runs of spaces do not matter).
 * `undefined` when there is none, or when several products share the part number.
 */
export const findProduct = (catalogue: Catalogue, text: string): Product | undefined => {
  const wanted = normalise(text);
  const byId = catalogue.products.get(wanted);
  if (byId) return byId;
  const [only, ...others] = byPartNumber(catalogue).get(wanted) ?? [];
  return others.length === 0 ? only : undefined;
};

/** Whether a catalogue has a product for each of these ids and part numbers. */
export const knowsProducts = (catalogue: Catalogue, named: Iterable<string>): boolean =>
  [...new Set(named)].every((text) => findProduct(catalogue, text) !== undefined);

/**
 * The workload whose figure an activity in `workload` belongs to, or `undefined` when it belongs to none: it is unknown
 * or excluded, or the one it counts as is.
 */
export const figureOf = ({ workloads }: Pick<Catalogue, 'workloads'>, workload: string): string | undefined => {
  const known = workloads.get(workload);
  if (!known || known.excluded) return undefined;
  const counted = known.countsAs === undefined ? known : workloads.get(known.countsAs);
  return counted && !counted.excluded ? counted.id : undefined;
};
