import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { absent, putUnderCondition } from '../../storage/conditional-write.ts';
import type { Table } from '../../storage/table.ts';
import { bundledCatalogue } from '../bundled-catalogue.ts';
import { groupEntry, workloadEntry } from '../entries.ts';
import { BILLED_PER, type Catalogue, OFFERS } from '../product.ts';
import { CATALOGUE_OWNER } from './catalogue-keys.ts';
import { pack, unpack } from './packed.ts';

const key = (version: string) => ({ owner: CATALOGUE_OWNER, record: `version#${version}` });

const whole = z.object({
  products: z.array(
    z.object({
      sku: z.string(),
      partNumber: z.string(),
      name: z.string(),
      family: z.string(),
      workloads: z.array(z.string()),
      mainWorkloads: z.array(z.string()).optional(),
      offer: z.enum(OFFERS),
      billedPer: z.enum(BILLED_PER).optional(),
      aliases: z.array(z.string()).optional(),
    }),
  ),
  workloads: z.array(workloadEntry),
  /** Left out when there are none, and by releases that knew none. */
  groups: z.array(groupEntry).optional(),
});

/** A whole catalogue as it is stored. Throws a problem when it does not fit into an item. */
export const packVersion = ({ products, workloads, groups }: Catalogue): Uint8Array =>
  pack({
    products: [...products.values()],
    workloads: [...workloads.values()],
    ...(groups.size > 0 ? { groups: [...groups.values()] } : {}),
  });

/** Puts a catalogue under its version, unless it is there already. */
const putVersion = async (licensing: Table, catalogue: Catalogue): Promise<void> => {
  const itsKey = key(catalogue.version);
  await putUnderCondition(licensing, itsKey, { body: packVersion(catalogue) }, absent(itsKey));
};

/** A version of the catalogue, or `undefined` when it was never stored. */
const getVersion = async (licensing: Table, version: string): Promise<Catalogue | undefined> => {
  const answer = await licensing.client.send(
    new GetCommand({ TableName: licensing.name, Key: key(version), ConsistentRead: true }),
  );
  if (!answer.Item) return undefined;
  const { products, workloads, groups = [] } = unpack(z.instanceof(Uint8Array).parse(answer.Item.body), whole);
  return {
    version,
    products: new Map(products.map((product) => [product.sku, product])),
    workloads: new Map(workloads.map((workload) => [workload.id, workload])),
    groups: new Map(groups.map((group) => [group.id, group])),
  };
};

/** How many versions an instance keeps; a quarter's history rarely names more. */
const KEPT_VERSIONS = 20;

/** The versions of the catalogue that were used: stored once, never changed. */
export interface CatalogueVersions {
  /** Reads exactly that version; `undefined` when it was never stored. */
  readonly read: (version: string) => Promise<Catalogue | undefined>;
  /**
   * Stores a catalogue whole before anything names its version, the bundled one too: it can then be read when the
   * operator or a later release has changed the catalogue.
   */
  readonly store: (catalogue: Catalogue) => Promise<void>;
}

/** The versions in the table. An instance reads and stores each of the newest once, and never reads the bundled one. */
export const versionsIn = (licensing: Table): CatalogueVersions => {
  const kept = new Map<string, Promise<Catalogue | undefined>>();
  /** Keeps what is under way, too: the days of a history ask for one version all at once. */
  const keep = (version: string, catalogue: Promise<Catalogue | undefined>) => {
    kept.delete(version);
    kept.set(version, catalogue);
    for (const oldest of [...kept.keys()].slice(0, -KEPT_VERSIONS)) kept.delete(oldest);
  };
  return {
    read: async (version) => {
      if (version === bundledCatalogue.version) return bundledCatalogue;
      const reading = kept.get(version) ?? getVersion(licensing, version);
      keep(version, reading);
      try {
        const found = await reading;
        if (!found) kept.delete(version);
        return found;
      } catch (error) {
        kept.delete(version);
        throw error;
      }
    },
    store: async (catalogue) => {
      if (!kept.has(catalogue.version)) await putVersion(licensing, catalogue);
      keep(catalogue.version, Promise.resolve(catalogue));
    },
  };
};
