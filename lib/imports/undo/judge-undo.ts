import { UNDO_DAYS } from '../../jobs/retention.ts';
import type { MadeBy } from '../../licensing/made-by.ts';
import { traitsOf } from '../formats/kinds/kinds.ts';
import { type ImportJob, isFinished } from '../job/import-job.ts';

/** What was applied last to what an import replaced. */
export interface LastApplied {
  /** The import that made what is stored. */
  readonly made?: MadeBy | undefined;
  /** When a request changed it after that import, or made it: an ISO day or instant. */
  readonly requestedOn?: string | undefined;
}

/** Why an import cannot be undone. */
interface UndoRefusal {
  readonly can: false;
  readonly code: 'import_not_finished' | 'nothing_to_undo' | 'undo_expired' | 'newer_applied' | 'already_undone';
  readonly message: string;
}

/** Whether an import can be undone, until when (ISO instant), and what is put back then, counted by name. */
export type UndoVerdict =
  | { readonly can: true; readonly until: string; readonly counts: MadeBy['counts'] }
  | UndoRefusal;

const refusal = (code: UndoRefusal['code'], message: string): UndoRefusal => ({ can: false, code, message });

const MILLISECONDS = UNDO_DAYS * 86_400_000;

/**
 * Judges whether an import can be undone at `now`. Only what was applied last can: `last` is `undefined` for a kind of file
 * that replaces nothing.
 */
export const judgeUndo = (job: ImportJob, last: LastApplied | undefined, now: Date): UndoVerdict => {
  if (!isFinished(job))
    return refusal('import_not_finished', `The import is still ${job.status}. Undo it when it has finished.`);
  if (job.undo?.status === 'done') return refusal('already_undone', 'The import was undone already.');
  const own = last?.made?.importId === job.importId ? last.made : undefined;
  if (!last || (!own && !job.replaced && !job.undo?.begun))
    return refusal('nothing_to_undo', nothingReplaced(job, last !== undefined));
  const until = new Date(Date.parse(own?.at ?? job.finishedAt ?? job.createdAt) + MILLISECONDS);
  if (until <= now)
    return refusal(
      'undo_expired',
      `What the import replaced was kept for ${UNDO_DAYS} days, until ${until.toISOString()}. Import an earlier file anew.`,
    );
  if (job.undo?.begun ? isAppliedSince(last, job.undo.requestedAt) : !own || last.requestedOn !== undefined)
    return refusal('newer_applied', newer(last));
  return { can: true, until: until.toISOString(), counts: own?.counts ?? job.replaced ?? {} };
};

/** An undo that has begun goes to its end, but for another import: it may have put everything back already. */
const isAppliedSince = ({ made }: LastApplied, requestedAt: string): boolean =>
  made !== undefined && made.at > requestedAt;

const nothingReplaced = ({ status, kind, customerId }: ImportJob, isState: boolean): string => {
  const { mayNameCustomers, needsOperator } = traitsOf(kind);
  if ((mayNameCustomers && customerId === undefined) || needsOperator)
    return 'A file of several customers keeps nothing of what it replaced. Import the file before it anew.';
  if (!isState) return 'A file of this kind adds to what is known and replaces no list: there is nothing to put back.';
  if (status === 'failed') return 'The file was not taken: it replaced nothing, and there is nothing to put back.';
  return 'The import replaced nothing that is kept: there is nothing to put back.';
};

const newer = ({ made, requestedOn }: LastApplied): string => {
  const what =
    requestedOn === undefined
      ? made && `the import "${made.importId}" (${made.at})`
      : `a change by a request (${requestedOn})`;
  return `Newer than this import is ${what ?? 'another word on the same list'}, which an undo would lose. Undo an import that is newer first, or import the right file.`;
};
