import type { ImportJob } from '../../../lib/imports/job/import-job.ts';
import type { UndoVerdict } from '../../../lib/imports/undo/judge-undo.ts';
import type { Retry } from '../../../lib/jobs/retry.ts';
import type { Formats } from '../parts/formats.ts';
import { Alert } from '../parts/parts.tsx';
import { RetryNote } from '../parts/retry-note.tsx';
import { FormToken } from '../site/layout.tsx';
import type { Visitor } from '../site/page.ts';
import { importTexts as texts } from './import-texts.ts';

/** How an import can be undone, or how its undo stands. */
export interface UndoView {
  /** `undefined` for a caller who may only look. */
  readonly verdict: UndoVerdict | undefined;
  /** Why an undo that was asked for was not begun. */
  readonly problem?: string | undefined;
  /** What it waits for, if it does not come further. */
  readonly retry?: Retry | undefined;
}

interface Part extends UndoView {
  readonly job: ImportJob;
  readonly formats: Formats;
}

/**
 * What an undo of the import has come to, and a form that asks for it: first it is told what is put back, so that the button
 * is the second thing to press. Nothing where there is nothing to undo.
 */
export const UndoSection = ({ visitor, ...part }: Part & { visitor: Visitor | undefined }) => (
  <>
    <Alert title={texts.undoRefused} text={part.problem} />
    <Stand {...part} />
    <Offer {...part} visitor={visitor} />
  </>
);

const Stand = ({ job: { undo, replaced }, retry, formats }: Part) => {
  if (!undo) return null;
  const at = formats.time(undo.finishedAt ?? undo.requestedAt);
  if (undo.status === 'failed') return <Alert title={texts.undoFailed} text={undo.reason?.message} />;
  return (
    <>
      <p class="note" role="status">
        {undo.status === 'running' ? texts.undoing : texts.undone(at, wordsOf(replaced ?? {}, formats))}
      </p>
      <RetryNote retry={retry} formats={formats} />
    </>
  );
};

const Offer = ({ job, verdict, formats, visitor }: Part & { visitor: Visitor | undefined }) => {
  if (!verdict?.can || (job.undo && job.undo.status !== 'failed')) return null;
  return (
    <section aria-labelledby="undo" class="narrow">
      <h2 id="undo">{texts.undo}</h2>
      <details>
        <summary>{texts.undoShow}</summary>
        <p>{texts.undoPutsBack(wordsOf(verdict.counts, formats))}</p>
        <p class="note">{texts.undoNote(formats.time(verdict.until))}</p>
        <form method="post" action={`/imports/${job.importId}/undo`}>
          {visitor ? <FormToken visitor={visitor} /> : null}
          <button type="submit">{texts.undo}</button>
        </form>
      </details>
    </section>
  );
};

/** What is put back, in words: `3 users who hold a licence, 5 licences held`. */
const wordsOf = (counts: Readonly<Record<string, number>>, formats: Formats): string =>
  Object.entries(counts)
    .map(([name, count]) => texts.replaced(name, formats.count(count)))
    .join(', ');
