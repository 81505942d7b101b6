import type { Catalogue } from '../../catalogue/product.ts';
import type { Keeping } from '../../licensing/keeping.ts';
import type { MadeBy } from '../../licensing/made-by.ts';
import type { Table } from '../../storage/table.ts';
import type { UserNames } from '../../values/user-names.ts';
import type { Findings } from '../formats/findings.ts';
import type { ReportState } from '../formats/report-state.ts';
import type { ImportJob } from '../job/import-job.ts';
import type { ImportPreview } from '../job/import-preview.ts';
import type { Kept } from '../undo/kept-bucket.ts';
import type { UploadedFile } from './uploaded-file.ts';

/** What a step of an import works with. */
export interface PortfolioStep {
  readonly job: ImportJob;
  readonly file: UploadedFile;
  /** The file's first bytes. */
  readonly start: Buffer;
  /** Where it is recorded what an import changes that is recorded. */
  readonly jobs: Table;
  readonly licensing: Table;
  readonly activity: Table;
  readonly catalogue: Catalogue;
  /** Where portfolios are published anew that show a changed customer otherwise, and how many days figures lag behind. */
  readonly publishQueueUrl: string;
  readonly reportingLagDays: number;
  /** How users are named that the file brings. */
  readonly names: UserNames;
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
  /** Where it keeps what it replaces. */
  readonly kept: Kept;
}

/** How the step keeps what it replaces. */
export const keepingOf = ({ job, kept, now }: Pick<ImportStep, 'job' | 'kept' | 'now'>): Keeping => ({
  importId: job.importId,
  at: now.toISOString(),
  keep: kept.keep,
});

/**
 * How a step ended. A paused import goes on in a new message, after a delay where it waits for another import; a report
 * then goes on where it stands, a document from its beginning.
 */
export type StepOutcome = Pause | Complete | Previewed;

/** The file was only shown as it would be taken. */
interface Previewed {
  readonly kind: 'previewed';
  readonly preview: ImportPreview;
}

interface Complete {
  readonly kind: 'complete';
  /** What it replaced, counted by name; left out where it replaced nothing that is kept. */
  readonly replaced?: MadeBy['counts'] | undefined;
}

interface Pause {
  readonly kind: 'paused';
  /** Where the reading of a report stands, for the next step. */
  readonly report?: ReportState;
  /** What was found of a file of single products' seats, before anything of it is applied. */
  readonly read?: Pick<ImportJob, 'listed' | 'readDay'>;
  /** From 0 to 1. */
  readonly progress: number;
  readonly delaySeconds: number;
}

/** Thrown when another delivery of the same message has finished the step. There is nothing left to do. */
export class StepSuperseded extends Error {}

/** Rows or users written at a time. */
export const BATCH_SIZE = 500;
