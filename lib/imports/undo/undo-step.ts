import type { Table } from '../../storage/table.ts';
import type { ImportJob, ImportUndo } from '../job/import-job.ts';
import type { Kept } from './kept-bucket.ts';

/** What a step of the undo of an import works with. */
export interface UndoStep {
  readonly job: ImportJob & { readonly customerId: string; readonly undo: ImportUndo };
  readonly licensing: Table;
  readonly now: Date;
  /** Whether the step's time is over: it stops as soon as it may, but never before it has done something. */
  readonly timeIsUp: () => boolean;
  readonly kept: Kept;
  /** Whether what the import made is still there to be put back. Throws UndoRefused when something newer was applied. */
  readonly begin: () => Promise<boolean>;
  /** Throws UndoSuperseded when another delivery has finished the undo: whatever is written now may be old. */
  readonly requireCurrent: () => Promise<void>;
}

/** How a step ended. A paused undo goes on in a new message, with what users held after the key `after`. */
export type UndoOutcome =
  | { readonly kind: 'paused'; readonly after?: string; readonly delaySeconds: number }
  | { readonly kind: 'complete' };

/** Thrown when an import cannot be undone. Nothing was put back. */
export class UndoRefused extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Thrown when another delivery of the same message has finished the undo. There is nothing left to do. */
export class UndoSuperseded extends Error {}
