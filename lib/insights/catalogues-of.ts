import pMap from 'p-map';
import { bundledCatalogue } from '../catalogue/bundled-catalogue.ts';
import type { Catalogue } from '../catalogue/product.ts';
import type { CatalogueVersions } from '../catalogue/version-table.ts';
import { logger } from '../observability/logger.ts';
import type { Snapshot } from './snapshot.ts';

type Versioned = Pick<Snapshot, 'catalogVersion'>;

const READS_IN_FLIGHT = 10;

/**
 * Reads the catalogues that snapshots were computed with, each once. Returns what tells the catalogue of each of them:
 * names and families are shown as they were then. One that is gone is stood in for by the bundled one, because figures
 * can be read without names.
 */
export const cataloguesOf = async (
  versions: CatalogueVersions,
  snapshots: Iterable<Versioned>,
): Promise<(snapshot: Versioned) => Catalogue> => {
  const named = new Set([...snapshots].map(({ catalogVersion }) => catalogVersion));
  const found = new Map<string, Catalogue>();
  await pMap(
    named,
    async (version) => {
      const catalogue = await versions.read(version);
      if (catalogue) found.set(version, catalogue);
      else logger.warn('a version of the catalogue is gone; names are shown as they are bundled', { version });
    },
    { concurrency: READS_IN_FLIGHT },
  );
  return ({ catalogVersion }) => found.get(catalogVersion) ?? bundledCatalogue;
};
