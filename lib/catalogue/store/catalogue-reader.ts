import type { Table } from '../../storage/table.ts';
import type { Catalogue } from '../product.ts';
import { catalogueWith, readOwnEntries } from './own-entries-table.ts';

/** For how long an instance goes by the catalogue it read last. */
const KEPT_MILLISECONDS = 60_000;

/**
 * The catalogue as of at most a minute before `now`. It is read anew at once when `knowsAll` says that the kept one
 * lacks something that is asked for: what the operator has just entered may be used in the next request.
 */
export type CurrentCatalogue = (now: Date, knowsAll?: (kept: Catalogue) => boolean) => Promise<Catalogue>;

/** Makes a reader of the current catalogue for one function instance. */
export const createCatalogueReader = (licensing: Table): CurrentCatalogue => {
  let kept: { catalogue: Catalogue; revision: string | undefined; readAt: number } | undefined;
  return async (now, knowsAll = () => true) => {
    const readAt = now.getTime();
    const isRecent = kept && Math.abs(readAt - kept.readAt) < KEPT_MILLISECONDS;
    if (kept && isRecent && knowsAll(kept.catalogue)) return kept.catalogue;
    const own = await readOwnEntries(licensing);
    const isSame = kept && kept.revision === own?.revision;
    const catalogue = kept && isSame ? kept.catalogue : catalogueWith(own);
    kept = { catalogue, revision: own?.revision, readAt };
    return catalogue;
  };
};
