import { BUNDLED_GROUPS } from './bundled-groups.ts';
import { type CatalogueEntries, catalogueOf, entriesOf, type ProductEntry } from './entries.ts';
import skus from './microsoft-skus.json' with { type: 'json' };
import { OTHER_VENDORS_PRODUCTS, OTHER_VENDORS_WORKLOADS } from './other-vendors.ts';
import type { Catalogue, Offer, Workload } from './product.ts';

/** A product of the file, whose shape the compiler checks: nothing of it is checked at each start. */
type Sku = (typeof skus)[number] & { readonly freeOrTrial?: boolean };

/** Used no more: Skype for Business Online was retired, though most suites still list its plan. */
const RETIRED = new Set(['skypeforbusiness']);

/** Of the products that cost nothing, those that are named free for good; the others are trials. */
const FREE_FOR_GOOD = /\(free\)/iu;

const offerOf = ({ name, freeOrTrial }: Sku): Offer => {
  if (!freeOrTrial) return 'paid';
  return FREE_FOR_GOOD.test(name) ? 'free' : 'trial';
};

const workloadsIn = ({ workloads }: Sku): string[] => workloads.map((workload) => workload.toLowerCase());

const productOf = (row: Sku): ProductEntry => ({
  sku: row.skuId,
  partNumber: row.skuPartNumber,
  name: row.name,
  family: row.family,
  contains: workloadsIn(row),
  offer: offerOf(row),
});

const homeFamilyOf = (workload: string): string => (workload.startsWith('dynamics365') ? 'dynamics365' : 'office365');

/**
 * What Microsoft's reports tell apart and the catalogue counts as one workload. Their days are kept by part; the parts of
 * Copilot are the columns of its report on users, and `copilotapp` is the app "Microsoft 365 Copilot".
 */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  sharepoint: ['onedrive'],
  copilot: ['teams', 'word', 'excel', 'powerpoint', 'outlook', 'onenote', 'loop', 'chat', 'app', 'edge', 'agent'].map(
    (app) => `copilot${app}`,
  ),
};

const partsOf = ([countsAs, ids]: readonly [string, readonly string[]]): Workload[] =>
  ids.map((id) => ({ id, family: homeFamilyOf(id), countsAs, excluded: false }));

const workloadsOf = (rows: readonly Sku[]): Workload[] => {
  const ids = [...new Set(rows.flatMap(workloadsIn))].sort();
  const contained = ids.map((id) => ({ id, family: homeFamilyOf(id), excluded: RETIRED.has(id) }));
  return [...contained, ...Object.entries(PARTS).flatMap(partsOf)];
};

/**
 * What this release knows by itself: 120 products of Office 365 and Dynamics 365 (source: see microsoft-skus.md), and those
 * of other vendors whose files it reads.
 */
export const bundledEntries: CatalogueEntries = entriesOf(
  [...skus.map(productOf), ...OTHER_VENDORS_PRODUCTS],
  [...workloadsOf(skus), ...OTHER_VENDORS_WORKLOADS],
  [],
  BUNDLED_GROUPS,
);

/** The catalogue of an operator who entered nothing. */
export const bundledCatalogue: Catalogue = catalogueOf(bundledEntries);
