import { customerOwner } from '../customers/owner-keys.ts';
import { changeUnderRevision, readRevised } from '../storage/revision.ts';
import type { Table } from '../storage/table.ts';
import { SEAT_TOTAL_SOURCES, type SeatTotalSource, type SeatTotals, seatTotals } from './seat-totals.ts';

const key = (customerId: string, source: SeatTotalSource) => ({
  owner: customerOwner(customerId),
  record: `seat-totals#${source}`,
});

/** The newest totals of each source that has any, best source first. */
export const readSeatTotals = async (
  table: Table,
  customerId: string,
): Promise<(SeatTotals & { source: SeatTotalSource })[]> => {
  const found = await Promise.all(
    SEAT_TOTAL_SOURCES.map(async (source) => {
      const item = await readRevised({ table, key: key(customerId, source), schema: seatTotals });
      return item && { ...item.value, source };
    }),
  );
  return found.filter((one) => one !== undefined);
};

/**
 * Replaces a source's totals, unless `judge` throws at those stored. Returns the stored day instead when that is newer: an
 * older file never replaces a newer one.
 */
export const replaceSeatTotals = async (
  table: Table,
  customerId: string,
  source: SeatTotalSource,
  totals: SeatTotals,
  judge: (current: SeatTotals) => void = () => {},
): Promise<{ newerDay?: string }> => {
  let newerDay: string | undefined;
  await changeUnderRevision({ table, key: key(customerId, source), schema: seatTotals }, (current) => {
    newerDay = current && current.day > totals.day ? current.day : undefined;
    if (newerDay) return undefined;
    if (current) judge(current);
    return totals;
  });
  return newerDay ? { newerDay } : {};
};
