import { replaceSeatTotals } from '../licensing/seat-totals-table.ts';
import { FileRefused } from './findings.ts';
import type { ImportStep, StepOutcome } from './import-step.ts';
import type { SeatTotalsKind } from './kinds.ts';
import { requireFormat } from './sniff-format.ts';
import { readUpload } from './uploaded-file.ts';

/** Far more than a tenant's products take (a few hundred, a few kilobytes each), and little enough to hold in memory. */
const LARGEST_DOCUMENT_BYTES = 20_000_000;

/** Imports a document of all seats: one step, and one write, which an older day's does not replace. Throws FileRefused. */
export const runSeatTotals = async (step: ImportStep, kind: SeatTotalsKind): Promise<StepOutcome> => {
  const { totals, found } = kind.parse(await readDocument(step), step.catalogue);
  Object.assign(step.found, found);
  if (found.errorCount > 0)
    throw new FileRefused(
      'bad_items',
      `${found.errorCount} of ${found.rows} items are not understood. Nothing was stored.`,
    );
  const day = step.job.day ?? step.job.createdAt.slice(0, 10);
  await step.requireCurrent();
  const { newerDay } = await replaceSeatTotals(step.licensing, step.job.customerId, kind.source, {
    day,
    totals: [...totals],
  });
  if (newerDay !== undefined)
    throw new FileRefused(
      'older_than_stored',
      `The file is of ${day}, but one of ${newerDay} is already stored. Nothing was stored.`,
    );
  return { kind: 'complete' };
};

const readDocument = async ({ file, start }: ImportStep): Promise<unknown> => {
  requireFormat(start, 'JSON');
  if (file.bytes > LARGEST_DOCUMENT_BYTES)
    throw new FileRefused(
      'too_large',
      `The file has ${file.bytes} bytes; this kind takes at most ${LARGEST_DOCUMENT_BYTES}.`,
    );
  const bytes = Buffer.concat(await (await readUpload(file, 0)).toArray());
  try {
    return JSON.parse(bytes.toString('utf8').replace(/^\ufeff/u, ''));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unreadable';
    throw new FileRefused('invalid_json', `The file is not whole JSON: ${reason}. Save and upload it again.`);
  }
};
