import * as z from 'zod';
import { updateUnderCondition } from '../storage/conditional-write.ts';
import type { Table } from '../storage/table.ts';
import { type Excess, periodOf } from './limits.ts';

/** Long after nobody counts in the period any more. */
const KEPT_SECONDS = 86_400;

const stored = z.object({ used: z.int().min(0) });

/**
 * Counts what a portfolio asks for at `now`, unless it would be more than `most` in its period. Returns `undefined`, or how
 * many are used up where there is no room. A call that the SDK sends again counts once.
 */
export const countUse = async (
  jobs: Table,
  portfolio: string,
  { limit, most, amount }: Omit<Excess, 'used'>,
  now: Date,
): Promise<number | undefined> => {
  const { start, end } = periodOf(limit, now);
  const room = most - amount;
  const refused = await updateUnderCondition(
    jobs,
    { job: `limit#${portfolio}`, item: `${limit}#${start.toISOString()}` },
    { set: ['#used = if_not_exists(#used, :none) + :amount', 'expiresAt = :expiresAt'] },
    {
      expression: room < 0 ? '#used <= :room' : 'attribute_not_exists(job) OR #used <= :room',
      names: { '#used': 'used' },
      values: {
        ':none': 0,
        ':amount': amount,
        ':room': room,
        ':expiresAt': Math.floor(end.getTime() / 1000) + KEPT_SECONDS,
      },
    },
  );
  if (!refused) return undefined;
  return refused.item ? stored.parse(refused.item).used : 0;
};
