import type { VNode } from 'preact';
import type { ExportJob } from '../../../lib/exports/job/export-job.ts';
import { recipientsOf } from '../../../lib/exports/job/export-job.ts';
import { type Formats, formatsOf } from '../parts/formats.ts';
import { JobList } from '../parts/job-list.tsx';
import { Status } from '../parts/parts.tsx';
import { documentOf } from '../site/layout.tsx';
import type { Shell } from '../site/shell.ts';
import { EXPORT_STATUSES, REPORT_NAMES, exportListTexts as texts } from './export-list-texts.ts';
import { type ExportOrder, ExportOrderForm } from './order-form.tsx';

/** What the page of all exports shows. */
export interface ExportListView {
  readonly order: ExportOrder;
  /** One page of the portfolio's exports, newest first, as they stand now. */
  readonly exports: readonly ExportJob[];
  /** Where the list goes on. */
  readonly cursor?: string | undefined;
  readonly isFirstPage: boolean;
}

/** The page with all exports of a portfolio, and a form that asks for one more. */
export const exportListPage = (view: ExportListView, shell: Shell): VNode => {
  const formats = formatsOf(shell.locale);
  return documentOf(
    shell,
    { title: texts.title, section: 'exports' },
    <>
      <div class="heading">
        <h1>{texts.title}</h1>
        <p class="facts">{texts.about}</p>
      </div>
      <section aria-labelledby="new">
        <h2 id="new">{texts.create}</h2>
        <ExportOrderForm order={view.order} visitor={shell.visitor} formats={formats} />
      </section>
      <JobList
        texts={texts}
        columns={{
          words: [texts.created, texts.content, texts.asOf, texts.status, texts.mailed, texts.by],
          numbers: [],
        }}
        rows={view.exports.map((job) => <Row key={job.exportId} job={job} formats={formats} />)}
        path="/exports"
        cursor={view.cursor}
        isFirstPage={view.isFirstPage}
      />
    </>,
  );
};

const Row = ({ job, formats }: { job: ExportJob; formats: Formats }) => {
  const mailed = recipientsOf(job).length;
  return (
    <tr>
      <th scope="row">
        <a href={`/exports/${job.exportId}`}>{formats.time(job.createdAt)}</a>
      </th>
      <td>
        {job.reports.map((report) => REPORT_NAMES[report]).join(', ')}
        <bdi class="about block">{job.customerName ?? job.customerId ?? texts.allCustomers}</bdi>
      </td>
      <td class="date">{formats.shortDay(job.generation.asOf)}</td>
      <td>
        <Status status={job.status}>{EXPORT_STATUSES[job.status]}</Status>
        {job.status === 'running' ? <span class="about"> {formats.share(job.progress)}</span> : null}
      </td>
      <td>{mailed === 0 ? texts.nobody : texts.recipients(formats.count(mailed))}</td>
      <td class="about">{job.requestedBy}</td>
    </tr>
  );
};
