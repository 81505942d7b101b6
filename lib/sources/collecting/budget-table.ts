import * as z from 'zod';
import { ContendedError } from '../../storage/contended-error.ts';
import { changeUnderRevision } from '../../storage/revision.ts';
import type { Table } from '../../storage/table.ts';
import type { Budget } from '../collector.ts';
import { spend, spent } from './budget.ts';

/** Long after a budget's time. */
const KEPT_SECONDS = 3600;
/** Where many spend at once. */
const CONTENDED_SECONDS = 5;

const stored = z.object({ spent, expiresAt: z.int() });

/** Counts calls against a budget before they are made. Answers for how long to wait where it is used up, and counts nothing then. */
export const spendFrom = async (
  jobs: Table,
  budget: Budget,
  calls: number,
  now: Date,
): Promise<{ readonly waitSeconds: number } | undefined> => {
  let refused: { readonly waitSeconds: number } | undefined;
  const expiresAt = Math.floor(now.getTime() / 1000) + 2 * budget.seconds + KEPT_SECONDS;
  try {
    await changeUnderRevision(
      { table: jobs, key: { job: `budget#${budget.key}`, item: String(budget.seconds) }, schema: stored },
      (current) => {
        const outcome = spend(current?.spent ?? {}, budget, calls, now);
        refused = 'waitSeconds' in outcome ? outcome : undefined;
        return 'spent' in outcome ? { spent: outcome.spent, expiresAt } : undefined;
      },
    );
  } catch (error) {
    if (error instanceof ContendedError) return { waitSeconds: CONTENDED_SECONDS };
    throw error;
  }
  return refused;
};
