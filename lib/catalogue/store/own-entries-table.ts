import * as z from 'zod';
import { type BeforeChange, changeUnderRevision, type Revised, readRevised } from '../../storage/revision.ts';
import type { Table } from '../../storage/table.ts';
import { bundledCatalogue, bundledEntries } from '../bundled-catalogue.ts';
import {
  aliasEntry,
  type CatalogueEntries,
  catalogueOf,
  entriesOf,
  groupEntry,
  layOver,
  NO_ENTRIES,
  productEntry,
  workloadEntry,
} from '../entries.ts';
import type { Catalogue } from '../product.ts';
import { CATALOGUE_OWNER } from './catalogue-keys.ts';
import { pack, unpack } from './packed.ts';
import { packVersion } from './version-table.ts';

const key = { owner: CATALOGUE_OWNER, record: 'current' };
const stored = z.object({ body: z.instanceof(Uint8Array) });
const ownEntries = z.object({
  products: z.array(productEntry),
  workloads: z.array(workloadEntry),
  /** Left out when there are none, and by releases that knew none. */
  aliases: z.array(aliasEntry).optional(),
  /** Likewise. */
  groups: z.array(groupEntry).optional(),
});

const packEntries = ({ products, workloads, aliases, groups }: CatalogueEntries): Uint8Array<ArrayBuffer> =>
  pack({
    products: [...products.values()],
    workloads: [...workloads.values()],
    ...(aliases.size > 0 ? { aliases: [...aliases].map(([sku, names]) => ({ sku, names })) } : {}),
    ...(groups.size > 0 ? { groups: [...groups.values()] } : {}),
  });

const unpackEntries = (body: Uint8Array): CatalogueEntries => {
  const { products, workloads, aliases, groups } = unpack(body, ownEntries);
  return entriesOf(products, workloads, aliases, groups);
};

/** The packed entries of the operator as they are stored, read consistently; `undefined` when there are none. */
export const readOwnEntries = async (licensing: Table): Promise<Revised<z.infer<typeof stored>> | undefined> =>
  readRevised({ table: licensing, key, schema: stored });

/** The catalogue of this release with the operator's entries over it, if there are any. */
export const catalogueWith = (own: Revised<z.infer<typeof stored>> | undefined): Catalogue =>
  catalogueOf(layOver(bundledEntries, own ? unpackEntries(own.value.body) : NO_ENTRIES));

/** The current catalogue, read consistently. */
export const readCatalogue = async (licensing: Table): Promise<Catalogue> =>
  catalogueWith(await readOwnEntries(licensing));

/**
 * Changes the operator's entries; `change` runs again on the winner's after a lost race. `beforeChange` is
 * waited for before they are written. Returns the catalogue that they then make. Throws the problem that `change` throws, one when they no longer fit, and ContendedError.
 */
export const changeCatalogue = async (
  licensing: Table,
  change: (own: CatalogueEntries) => CatalogueEntries,
  beforeChange: BeforeChange<Catalogue> = async () => {},
): Promise<Catalogue> => {
  let [before, catalogue] = [bundledCatalogue, bundledCatalogue];
  await changeUnderRevision(
    { table: licensing, key, schema: stored },
    (current) => {
      const was = current ? unpackEntries(current.body) : NO_ENTRIES;
      const own = change(was);
      before = catalogueOf(layOver(bundledEntries, was));
      catalogue = catalogueOf(layOver(bundledEntries, own));
      packVersion(catalogue); // what could not be stored whole later is refused now
      return { body: packEntries(own) };
    },
    () => beforeChange(before, catalogue),
  );
  return catalogue;
};
