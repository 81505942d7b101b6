import { logger } from '../../observability/logger.ts';
import { bundledCatalogue } from '../bundled-catalogue.ts';
import type { Catalogue } from '../product.ts';
import type { CatalogueVersions } from './version-table.ts';

/**
 * The catalogue that figures of a version are shown with: names and families are those of their day. One that is gone is
 * stood in for by the bundled one, because figures can be read without names.
 */
export const readShownVersion = async (versions: CatalogueVersions, version: string): Promise<Catalogue> => {
  const catalogue = await versions.read(version);
  if (catalogue) return catalogue;
  logger.warn('a version of the catalogue is gone; names are shown as they are bundled', { version });
  return bundledCatalogue;
};
