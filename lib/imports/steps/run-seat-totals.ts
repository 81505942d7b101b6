import type { SeatTotals } from '../../licensing/seat-totals.ts';
import { replaceSeatTotals } from '../../licensing/seat-totals-table.ts';
import { parseDay } from '../../time/day.ts';
import { FileRefused, olderThanStored } from '../formats/findings.ts';
import type { KindOf } from '../formats/kinds/kinds.ts';
import { READERS } from '../formats/readers/readers.ts';
import { tenantIdsIn } from '../formats/tenant-signs.ts';
import { tellUnnamed } from '../formats/unnamed.ts';
import { fileDay } from '../job/import-job.ts';
import { type ImportStep, keepingOf, type StepOutcome } from './import-step.ts';
import { requireSeatsKept, seatsOfTotals } from './judge-seats.ts';
import { readDocument } from './read-document.ts';
import { requireSameTenant } from './same-tenant.ts';
import { storeDerivedLists } from './store-derived-lists.ts';
import { whatIsNotCounted } from './what-is-not-counted.ts';

/**
 * Imports a document of all seats in one step. It replaces what is stored of its source, which is kept, unless that is of
 * a later day.
 * Throws FileRefused.
 */
export const runSeatTotals = async (step: ImportStep, { kind }: KindOf<'seatTotals'>): Promise<StepOutcome> => {
  const day = fileDay(step.job);
  const document = await readDocument(step);
  const { totals, byOwner, unnamed, found } = READERS[kind](document, step.catalogue, parseDay(day));
  Object.assign(step.found, found);
  tellUnnamed(step.found, unnamed);
  if (found.errorCount > 0)
    throw new FileRefused(
      'bad_items',
      `${found.errorCount} of ${found.rows} items are not understood. Nothing was stored.`,
    );
  await requireSameTenant(step, { domains: new Set(), tenantIds: tenantIdsIn(document) });
  await step.requireCurrent();
  const notCounted = whatIsNotCounted(step, day);
  const next = { day, totals: [...totals], ...(notCounted ? { notCounted } : {}) };
  const judge = (current: SeatTotals) => requireSeatsKept(step, seatsOfTotals(current.totals), seatsOfTotals(totals));
  const { licensing, job } = step;
  const { newerDay, made } = await replaceSeatTotals(licensing, job.customerId, kind, next, judge, keepingOf(step));
  if (newerDay !== undefined) throw olderThanStored(day, newerDay);
  if (byOwner) await storeDerivedLists(step, byOwner, day);
  return { kind: 'complete', replaced: made?.counts };
};
