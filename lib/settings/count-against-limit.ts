import type { Caller } from '../access/caller.ts';
import { countUse } from '../jobs/limit-use-table.ts';
import { type LimitName, limitReached } from '../jobs/limits.ts';
import type { Table } from '../storage/table.ts';
import { readSettings } from './settings-table.ts';

/**
 * Counts what a caller asks for against its partner's limit, as the operator has set it. Throws a 429 Problem that names
 * the limit, what of it is used up, and when there is room again. Operators have no limits, whomever they act for.
 */
export const countAgainstLimit = async (
  { jobs, licensing }: { readonly jobs: Table; readonly licensing: Table },
  { operator, portfolio }: Caller,
  { limit, amount = 1 }: { readonly limit: LimitName; readonly amount?: number },
  now: Date,
): Promise<void> => {
  if (operator || amount === 0) return;
  const most = (await readSettings(licensing)).limitsPerPartner[limit];
  const used = await countUse(jobs, portfolio, { limit, most, amount }, now);
  if (used !== undefined) throw limitReached({ limit, most, used, amount }, now);
};
