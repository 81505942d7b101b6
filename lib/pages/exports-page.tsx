import type { VNode } from 'preact';
import type { ExportJob } from '../exports/job/export-job.ts';
import { recipientsOf } from '../exports/job/export-job.ts';
import { type ExportOrder, ExportOrderForm } from './export-order-form.tsx';
import { EXPORT_STATUSES, REPORT_NAMES, exportsTexts as texts } from './exports-texts.ts';
import { type Formats, formatsOf } from './formats.ts';
import { documentOf } from './layout.tsx';
import { MorePages } from './more-pages.tsx';
import { Scroll } from './scroll.tsx';
import type { Shell } from './shell.ts';
import { Status } from './status.tsx';

/** What the page of all exports shows. */
export interface ExportsView {
  readonly order: ExportOrder;
  /** One page of the portfolio's exports, newest first, as they stand now. */
  readonly exports: readonly ExportJob[];
  /** Where the list goes on. */
  readonly cursor?: string | undefined;
  readonly isFirstPage: boolean;
}

/** The page with all exports of a portfolio, and a form that asks for one more. */
export const exportsPage = (view: ExportsView, shell: Shell): VNode => {
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
      <section aria-labelledby="list">
        <h2 id="list">{texts.list}</h2>
        <List view={view} formats={formats} />
      </section>
    </>,
  );
};

const List = ({ view: { exports, cursor, isFirstPage }, formats }: { view: ExportsView; formats: Formats }) => {
  const isEmpty = exports.length === 0;
  return (
    <>
      {isEmpty ? <p class="note">{isFirstPage ? texts.empty : texts.nothingHere}</p> : null}
      {isEmpty ? null : (
        <Scroll labelledBy="list">
          <table>
            <thead>
              <tr>
                <th scope="col">{texts.created}</th>
                <th scope="col">{texts.content}</th>
                <th scope="col">{texts.asOf}</th>
                <th scope="col">{texts.status}</th>
                <th scope="col">{texts.mailed}</th>
                <th scope="col">{texts.by}</th>
              </tr>
            </thead>
            <tbody>
              {exports.map((job) => (
                <Row key={job.exportId} job={job} formats={formats} />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <MorePages
        label={texts.pages}
        path="/exports"
        cursor={cursor}
        older={texts.older}
        newest={isFirstPage ? undefined : texts.newest}
      />
    </>
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
        <span class="about block">{job.customerName ?? job.customerId ?? texts.allCustomers}</span>
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
