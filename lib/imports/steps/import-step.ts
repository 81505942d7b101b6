import type { Catalogue } from '../../catalogue/product.ts';
import type { Table } from '../../storage/table.ts';
import type { Findings } from '../formats/findings.ts';
import type { ReportState } from '../formats/report-state.ts';
import type { ImportJob } from '../job/import-job.ts';
import type { UploadedFile } from './uploaded-file.ts';

/** What a step of an import works with. */
export interface PortfolioStep {
  readonly job: ImportJob;
  readonly file: UploadedFile;
  /** The file's first bytes. */
  readonly start: Buffer;
  readonly licensing: Table;
  readonly activity: Table;
  readonly catalogue: Catalogue;
  /** What was found by earlier steps; this step adds to it in place. */
  readonly found: Findings;
  readonly now: Date;
  /** Whether the step's time is over: it stops at the next record, but never before it has done something. */
  readonly timeIsUp: () => boolean;
  /** Throws StepSuperseded when another delivery of the message has got further: whatever is written now may be old. */
  readonly requireCurrent: () => Promise<void>;
  /** Shows whoever watches how far the import has come (0 to 1), now and then; never fails. */
  readonly reportProgress: (progress: number) => Promise<void>;
}

/** What a step works with when the file is of one customer. */
export interface ImportStep extends PortfolioStep {
  readonly job: ImportJob & { readonly customerId: string };
}

/**
 * How a step ended. A paused import goes on in a new message, after a delay where it waits for another import; a report
 * then goes on where it stands, a document from its beginning.
 */
export type StepOutcome = Pause | { readonly kind: 'complete' };

interface Pause {
  readonly kind: 'paused';
  /** Where the reading of a report stands, for the next step. */
  readonly report?: ReportState;
  /** From 0 to 1. */
  readonly progress: number;
  readonly delaySeconds: number;
}

/** Thrown when another delivery of the same message has finished the step. There is nothing left to do. */
export class StepSuperseded extends Error {}

/** Rows or users written at a time. */
export const BATCH_SIZE = 500;

/** How often writes that were not stored are tried again before the step is left to the queue. */
const ATTEMPTS = 3;

/**
 * Stores entries, trying again those that `store` hands back. Throws when some are left; the queue delivers the step
 * again, which then stores what is missing.
 */
export const storeAll = async <Entry>(
  entries: readonly Entry[],
  store: (entries: readonly Entry[]) => Promise<ReadonlySet<Entry>>,
): Promise<void> => {
  let left = entries;
  for (let attempt = 0; attempt < ATTEMPTS && left.length > 0; attempt += 1) left = [...(await store(left))];
  if (left.length > 0) throw new Error(`${left.length} of ${entries.length} entries could not be stored`);
};
