import type { VNode } from 'preact';
import { fileDay, isFinished } from '../../../lib/imports/job/import-job.ts';
import type { ListedImport } from '../../../lib/imports/job/require-import.ts';
import type { Retry } from '../../../lib/jobs/retry.ts';
import { type Formats, formatsOf } from '../parts/formats.ts';
import { Live, quarterOf, REFRESH_SECONDS } from '../parts/live.tsx';
import { Progress, Status } from '../parts/parts.tsx';
import { RetryNote } from '../parts/retry-note.tsx';
import { ComputeNow } from '../site/compute-now.tsx';
import { documentOf } from '../site/layout.tsx';
import { SeatsNotCounted } from '../site/seats-not-counted.tsx';
import type { Shell } from '../site/shell.ts';
import { ApplyAnyway } from './apply-anyway.tsx';
import { ImportFindings } from './findings.tsx';
import { KIND_TEXTS } from './import-kinds.ts';
import { IMPORT_STATUSES, importListTexts } from './import-list-texts.ts';
import { importTexts as texts } from './import-texts.ts';
import { PreviewSection } from './preview.tsx';
import { UndoSection, type UndoView } from './undo.tsx';
import { ImportUpload, type UploadForms } from './upload.tsx';

/** What the page of one import shows. */
export interface ImportPageView extends ListedImport {
  /** The forms that take its file; none once it has arrived, as far as anybody knows. */
  readonly upload: UploadForms | undefined;
  /** What products are chosen by, where the visitor may map what the file could not name. */
  readonly offered?: readonly string[] | undefined;
  readonly undo: UndoView;
  /** What it waits for, if it does not come further. */
  readonly retry?: Retry | undefined;
}

/** The page of one import: a form for its file, how far it has been read, and what was found in it. */
export const importPage = (view: ImportPageView, shell: Shell): VNode => {
  const formats = formatsOf(shell.locale);
  const { job, customer, upload } = view;
  const title = KIND_TEXTS[job.kind].name;
  const going =
    job.status === 'running' || job.undo?.status === 'running' || (job.status === 'waiting' && upload === undefined);
  return documentOf(
    shell,
    { title, section: 'imports', refreshSeconds: going ? REFRESH_SECONDS : undefined },
    <>
      <div class="heading">
        <p class="back">
          <a href="/imports">{texts.back}</a>
        </p>
        <h1>{title}</h1>
        <p class="facts">
          {job.customerId === undefined ? (
            <span>{importListTexts.ofMany}</span>
          ) : (
            <a href={`/customers/${encodeURIComponent(job.customerId)}`}>
              <bdi>{customer?.name ?? job.customerId}</bdi>
            </a>
          )}
          {job.day === undefined ? null : <span>{texts.day(formats.day(job.day))}</span>}
          <span>{texts.begun(formats.time(job.createdAt))}</span>
        </p>
      </div>
      <Live going={going} announcement={announcementOf(view, formats)}>
        <Stand view={view} formats={formats} />
        <UndoSection job={job} {...view.undo} visitor={shell.visitor} formats={formats} />
        {isFinished(job) ? <PreviewSection job={job} visitor={shell.visitor} formats={formats} /> : null}
        {isFinished(job) ? <ApplyAnyway job={job} visitor={shell.visitor} formats={formats} /> : null}
        {job.status === 'complete' ? (
          <ComputeNow
            visitor={view.undo.verdict === undefined ? undefined : shell.visitor}
            customerId={job.customerId}
            back={`/imports/${job.importId}`}
          />
        ) : null}
        {isFinished(job) ? <NotCounted view={view} shell={shell} formats={formats} /> : null}
        {job.status === 'waiting' ? null : <ImportFindings job={job} formats={formats} />}
      </Live>
    </>,
  );
};

const NotCounted = ({ view, shell, formats }: { view: ImportPageView; shell: Shell; formats: Formats }) => {
  const { job, offered } = view;
  const { seatsNotCounted = [], moreNotCounted = 0 } = job.found;
  const rows = seatsNotCounted.map((one) => ({
    ...one,
    source: job.kind,
    day: fileDay(job),
    importId: job.importId,
  }));
  return (
    <SeatsNotCounted rows={rows} more={moreNotCounted} offered={offered} visitor={shell.visitor} formats={formats} />
  );
};

const announcementOf = ({ job, upload }: ImportPageView, formats: Formats): string => {
  if (job.undo?.status === 'running') return texts.undoing;
  if (job.status === 'running') return texts.readingShort(formats.share(quarterOf(job.progress)));
  return job.status === 'waiting' && upload === undefined ? texts.arrived : IMPORT_STATUSES[job.status];
};

const Stand = ({ view: { job, upload, retry }, formats }: { view: ImportPageView; formats: Formats }) => {
  const { kind, customerId, status, progress, found, finishedAt } = job;
  const again = `/imports?${new URLSearchParams({ kind, ...(customerId === undefined ? {} : { customer: customerId }) })}`;
  if (status === 'waiting')
    return upload ? (
      <ImportUpload upload={upload} formats={formats} />
    ) : (
      <>
        <Progress share={undefined}>{texts.arrived}</Progress>
        <p class="note">
          <a href={`/imports/${job.importId}`}>{texts.notArrived}</a>
        </p>
      </>
    );
  if (status === 'running')
    return (
      <>
        <Progress share={progress}>{texts.reading(formats.share(progress), formats.count(found.rows))}</Progress>
        <RetryNote retry={retry} formats={formats} />
      </>
    );
  if (status === 'previewed')
    return (
      <p>
        <Status status="complete">{IMPORT_STATUSES[status]}</Status> {texts.previewedNote}
      </p>
    );
  if (status === 'complete')
    return (
      <div class="stand">
        <p>
          <Status status={status}>{IMPORT_STATUSES[status]}</Status>{' '}
          {found.errorCount > 0 ? texts.completeWithErrors(formats.count(found.errorCount)) : null} {texts.completeNote}
        </p>
        {finishedAt === undefined ? null : <p class="note">{texts.finished(formats.time(finishedAt))}</p>}
        <a class="button" href={again}>
          {texts.again}
        </a>
      </div>
    );
  return (
    <div class="alert">
      <strong>{texts.failedTitle}</strong>
      <p>
        {found.errors[0]?.message} {texts.advice[found.errors[0]?.code ?? '']}
      </p>
      <p>{texts.failedNote}</p>
      <a class="button" href={again}>
        {texts.againAfterFailure}
      </a>
    </div>
  );
};
