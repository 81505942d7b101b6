import { bySeats } from '../../../licensing/not-counted.ts';
import type { NotCountedOfFile } from '../../count/not-counted-records.ts';
import type { SeenFigures } from './seen-figures.ts';

/**
 * What files could not name, as a viewer sees it: of all sellers together what everybody sees of a customer, and of
 * single sellers and posters a partner's own only (`partnerId` undefined: the operator's view of all). An import is named
 * to who may look at it.
 */
export const seatsNotCountedOf = (
  records: readonly NotCountedOfFile[],
  partnerId: string | undefined,
): Pick<SeenFigures, 'seatsNotCounted' | 'moreNotCounted'> => {
  const seen = records.filter(({ of }) => partnerId === undefined || of === undefined || of === partnerId);
  const rows = seen.flatMap(({ products, importId, portfolio, source, day, of }) =>
    products.map((product) => ({
      ...product,
      source,
      day,
      ...(partnerId === undefined || portfolio === partnerId ? { importId } : {}),
      ...(partnerId === undefined && of !== undefined ? { toldBy: of } : {}),
    })),
  );
  return {
    seatsNotCounted: rows.sort(bySeats),
    moreNotCounted: seen.reduce((sum, { more }) => sum + more, 0),
  };
};
