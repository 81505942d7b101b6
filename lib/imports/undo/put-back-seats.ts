import { derivedAsBefore } from '../../licensing/lists-as-before.ts';
import { SEAT_TOTAL_SOURCES } from '../../licensing/seat-totals.ts';
import { putBackSeatTotals } from '../../licensing/seat-totals-table.ts';
import { putBackSubscriptions } from '../../licensing/subscriptions-table.ts';
import type { UndoOutcome, UndoStep } from './undo-step.ts';

/** The undo of a list of all sellers' seats, in one step: its totals, and the lists of sellers that were made of it. */
export const putBackSeats = async (step: UndoStep): Promise<UndoOutcome> => {
  const { licensing, job, kept } = step;
  const { customerId, importId } = job;
  const source = SEAT_TOTAL_SOURCES.find((one) => one === job.kind);
  if (!source) throw new Error(`An import of ${job.kind} tells no seats of all sellers`);
  if (!(await step.begin())) return { kind: 'complete' };
  await step.requireCurrent();
  await putBackSubscriptions(licensing, customerId, importId, 'derived', kept.read, derivedAsBefore);
  await putBackSeatTotals(licensing, customerId, source, importId, kept.read);
  return { kind: 'complete' };
};
