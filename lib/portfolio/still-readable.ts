import { OPERATOR_PORTFOLIO } from '../access/caller.ts';
import { mayStillRead, readPartner } from '../customers/partner-table.ts';
import type { Table } from '../storage/table.ts';

/**
 * Reads what may still be shown of a portfolio's past: a function that tells whether something made of it at an instant
 * (ISO) may be, because no customer has left it since.
 */
export const readStillReadable = async (licensing: Table, portfolio: string): Promise<(madeAt: string) => boolean> => {
  if (portfolio === OPERATOR_PORTFOLIO) return () => true;
  const owner = await readPartner(licensing, portfolio);
  return (madeAt) => mayStillRead(owner, madeAt);
};
