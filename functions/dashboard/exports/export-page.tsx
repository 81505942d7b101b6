import type { VNode } from 'preact';
import type { ExportView } from '../../../lib/exports/job/export-view.ts';
import { type Formats, formatsOf } from '../parts/formats.ts';
import { Live, quarterOf, REFRESH_SECONDS } from '../parts/live.tsx';
import { Progress, Status } from '../parts/parts.tsx';
import { RetryNote } from '../parts/retry-note.tsx';
import { documentOf } from '../site/layout.tsx';
import type { Shell } from '../site/shell.ts';
import { EXPORT_STATUSES } from './export-list-texts.ts';
import type { ExportPageView } from './export-page-view.ts';
import { exportTexts as texts } from './export-texts.ts';
import { ExportFiles } from './files.tsx';
import { ExportMails } from './mails.tsx';

/** Whether more will happen to the export or its mails by itself. */
const isGoingOn = ({ status, mails }: ExportView): boolean =>
  status === 'complete'
    ? mails.some((mail) => mail.status === 'pending' || mail.status === 'sending')
    : status !== 'failed';

/** The page of one export: how it stands, its files, its mails and the links in them. */
export const exportPage = (view: ExportPageView, shell: Shell): VNode => {
  const formats = formatsOf(shell.locale);
  const { shown, job, about = texts.allCustomers } = view;
  const title = texts.title(about);
  const going = isGoingOn(shown);
  return documentOf(
    shell,
    { title, section: 'exports', refreshSeconds: going ? REFRESH_SECONDS : undefined },
    <>
      <div class="heading">
        <p class="back">
          <a href="/exports">{texts.back}</a>
        </p>
        <h1>{title}</h1>
        <p class="facts">
          <span>{texts.asOf(formats.day(shown.asOf))}</span>
          <span>{texts.asked(job.requestedBy, formats.time(shown.createdAt))}</span>
        </p>
      </div>
      <Live going={going} announcement={announcementOf(shown, formats)}>
        <Stand shown={shown} formats={formats} />
        {shown.files.length > 0 ? <ExportFiles view={view} formats={formats} /> : null}
        {shown.status === 'complete' ? <ExportMails view={view} visitor={shell.visitor} formats={formats} /> : null}
      </Live>
    </>,
  );
};

const announcementOf = ({ status, progress }: ExportView, formats: Formats): string =>
  status === 'running' ? texts.running(formats.share(quarterOf(progress))) : EXPORT_STATUSES[status];

const Stand = ({ shown: { status, progress, failure, retry }, formats }: { shown: ExportView; formats: Formats }) => {
  if (status === 'queued') return <Progress share={undefined}>{texts.queued}</Progress>;
  if (status === 'running')
    return (
      <>
        <Progress share={progress}>{texts.running(formats.share(progress))}</Progress>
        <RetryNote retry={retry} formats={formats} />
      </>
    );
  if (status === 'complete')
    return (
      <p class="stand">
        <Status status={status}>{EXPORT_STATUSES[status]}</Status>
      </p>
    );
  return (
    <div class="alert">
      <strong>{texts.failed}</strong>
      <p>{failure?.message}</p>
      <a class="button" href="/exports">
        {texts.toNew}
      </a>
    </div>
  );
};
