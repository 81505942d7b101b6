import { OPERATOR_PORTFOLIO } from '../access/caller.ts';
import { type Partner, readPartner } from '../customers/partner-table.ts';
import type { Table } from '../storage/table.ts';

/**
 * Whether something made of a partner's portfolio at `madeAt` (ISO instant) may still be handed out: not once a customer
 * was taken out of the portfolio since, nor while one may be.
 */
export const mayStillRead = (owner: Partner | undefined, madeAt: string): boolean =>
  owner !== undefined &&
  [owner.lastUnlinkedAt, ...Object.values(owner.unlinking ?? {})].every((at) => at === undefined || madeAt > at);

/**
 * Reads once what may still be shown of a portfolio's past: a function that tells it of anything made of the portfolio
 * at an instant (ISO). Nobody can be taken out of the operator's own.
 */
export const readStillReadable = async (licensing: Table, portfolio: string): Promise<(madeAt: string) => boolean> => {
  if (portfolio === OPERATOR_PORTFOLIO) return () => true;
  const owner = await readPartner(licensing, portfolio);
  return (madeAt) => mayStillRead(owner, madeAt);
};

/** `readStillReadable` for one instant: when the making of what is to be shown began. */
export const isStillReadable = async (licensing: Table, portfolio: string, madeAt: string): Promise<boolean> =>
  (await readStillReadable(licensing, portfolio))(madeAt);
