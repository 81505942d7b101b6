import type { CatalogueVersions } from '../../catalogue/store/version-table.ts';
import { isKept } from '../../customers/customer.ts';
import { readCustomer } from '../../customers/customer-table.ts';
import { logger } from '../../observability/logger.ts';
import type { Table } from '../../storage/table.ts';
import { parseDay } from '../../time/day.ts';
import type { FreshnessLimits } from '../count/freshness.ts';
import { computabilityOf } from './as-of.ts';
import { type Outcome, recalculateIfNeeded } from './recalculate-customer.ts';
import type { RecalculateMessage } from './recalculation-message.ts';

/** What recalculations are worked on with. */
export interface RecalculationPlaces {
  readonly activity: Table;
  readonly licensing: Table;
  readonly insights: Table;
  readonly versions: Pick<CatalogueVersions, 'read'>;
  /** The limits that the operator set, at an instant. */
  readonly limitsAt: (now: Date) => Promise<FreshnessLimits>;
  readonly reportingLagDays: number;
}

/**
 * Works on a message as far as there is time. Returns what came of it; `undefined` where it is left alone, as its day cannot be
 * computed or its customer is gone. Throws when its version of the catalogue is not stored.
 */
export const workOnRecalculation = async (
  { versions, limitsAt, reportingLagDays, ...stores }: RecalculationPlaces,
  { customerId, asOf, catalogVersion, requestedAt, daily = false, continues }: RecalculateMessage,
  { now, timeIsUp }: { readonly now: Date; readonly timeIsUp: () => boolean },
): Promise<Outcome | undefined> => {
  const day = parseDay(asOf);
  if (computabilityOf(day, now, reportingLagDays) === 'refused') {
    logger.warn('a day that cannot be computed any more, or not yet, is left alone', { asOf });
    return undefined;
  }
  if (!isKept(await readCustomer(stores.licensing, customerId))) return undefined; // of one that was erased, nothing is to appear again
  const catalogue = await versions.read(catalogVersion);
  if (!catalogue)
    throw new Error(`There is no version "${catalogVersion}" of the catalogue. Start the recalculation again`);
  const definitions = { catalogue, limits: await limitsAt(now), reportingLagDays };
  const wanted = { customerId, day, requestedAt, daily, continues };
  return recalculateIfNeeded(stores, wanted, definitions, { clock: () => new Date(), timeIsUp });
};
