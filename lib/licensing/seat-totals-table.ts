import { customerOwner } from '../customers/owner-keys.ts';
import { changeUnderRevision, REMOVE, readRevised } from '../storage/revision.ts';
import type { Table } from '../storage/table.ts';
import { changeKeeping, type Keeping, type ReadKept } from './keeping.ts';
import type { MadeBy } from './made-by.ts';
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
 * Replaces a source's totals, unless `judge` throws at those stored, which are kept by `keeping`. Returns the mark of the
 * new ones, or the stored day when that is newer: an older file never replaces a newer one.
 */
export const replaceSeatTotals = async (
  table: Table,
  customerId: string,
  source: SeatTotalSource,
  totals: SeatTotals,
  judge: (current: SeatTotals) => void = () => {},
  keeping?: Keeping,
): Promise<{ newerDay?: string; made?: MadeBy | undefined }> => {
  let newerDay: string | undefined;
  const item = { table, key: key(customerId, source), schema: seatTotals };
  const kept = { what: 'seat-totals', madeOf: (current: SeatTotals) => current.made, count: countTotals };
  const mark = await changeKeeping(item, keeping, kept, (current, made) => {
    newerDay = current && current.day > totals.day ? current.day : undefined;
    if (newerDay) return undefined;
    if (current) judge(current);
    return made ? { ...totals, made } : totals;
  });
  return newerDay ? { newerDay } : { made: mark };
};

const countTotals = ({ totals }: Pick<SeatTotals, 'totals'> = { totals: [] }) => ({
  products: totals.length,
  seats: totals.reduce((sum, { active, grace, trial }) => sum + active + grace + (trial ?? 0), 0),
});

/**
 * Puts back the totals that an import replaced, where its own are still stored. `readKept` gives what was kept by its name.
 */
export const putBackSeatTotals = async (
  table: Table,
  customerId: string,
  source: SeatTotalSource,
  importId: string,
  readKept: ReadKept,
): Promise<void> => {
  const item = { table, key: key(customerId, source), schema: seatTotals };
  const made = (await readRevised(item))?.value.made;
  if (made?.importId !== importId) return;
  const before = made.kept === undefined ? REMOVE : seatTotals.parse(await readKept(made.kept));
  await changeUnderRevision(item, (current) => (current?.made?.importId === importId ? before : undefined));
};
