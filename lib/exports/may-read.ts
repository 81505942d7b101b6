import { OPERATOR_PORTFOLIO } from '../access/caller.ts';
import { mayStillRead, readPartner } from '../licensing/partner-table.ts';
import type { Table } from '../storage/table.ts';

/**
 * Whether what was made of a portfolio's generation may still be handed out: not once a customer was taken out of the
 * portfolio after the making began (`startedAt`, ISO instant). Nobody can be taken out of the operator's own.
 */
export const mayReadGeneration = async (licensing: Table, portfolio: string, startedAt: string): Promise<boolean> =>
  portfolio === OPERATOR_PORTFOLIO || mayStillRead(await readPartner(licensing, portfolio), startedAt);
