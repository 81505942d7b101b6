import type { VNode } from 'preact';
import type { ListedImport } from '../imports/job/require-import.ts';
import { type Formats, formatsOf } from './formats.ts';
import { KIND_TEXTS } from './import-kinds.ts';
import { type ImportOrder, ImportOrderForm } from './import-order-form.tsx';
import { IMPORT_STATUSES, importsTexts as texts } from './imports-texts.ts';
import { documentOf } from './layout.tsx';
import { MorePages } from './more-pages.tsx';
import { Scroll } from './scroll.tsx';
import type { Shell } from './shell.ts';
import { Status } from './status.tsx';

/** What the page of all imports shows. */
export interface ImportsView {
  /** `undefined` for a caller who may only look. */
  readonly order: ImportOrder | undefined;
  /** One page of what the portfolio handed in, newest first. */
  readonly imports: readonly ListedImport[];
  /** Where the list goes on. */
  readonly cursor?: string | undefined;
  readonly isFirstPage: boolean;
}

/** The page with all imports of a portfolio, and a form that begins one. */
export const importsPage = (view: ImportsView, shell: Shell): VNode => {
  const formats = formatsOf(shell.locale);
  return documentOf(
    shell,
    { title: texts.title, section: 'imports' },
    <>
      <div class="heading">
        <h1>{texts.title}</h1>
        <p class="facts">{texts.about}</p>
      </div>
      <section aria-labelledby="new">
        <h2 id="new">{texts.create}</h2>
        {view.order ? (
          <ImportOrderForm order={view.order} visitor={shell.visitor} />
        ) : (
          <p class="note">{texts.missingScopes}</p>
        )}
      </section>
      <section aria-labelledby="list">
        <h2 id="list">{texts.list}</h2>
        <List view={view} formats={formats} />
      </section>
    </>,
  );
};

const List = ({ view: { imports, cursor, isFirstPage }, formats }: { view: ImportsView; formats: Formats }) => {
  const isEmpty = imports.length === 0;
  return (
    <>
      {isEmpty ? <p class="note">{isFirstPage ? texts.empty : texts.nothingHere}</p> : null}
      {isEmpty ? null : (
        <Scroll labelledBy="list">
          <table>
            <thead>
              <tr>
                <th scope="col">{texts.created}</th>
                <th scope="col">{texts.file}</th>
                <th scope="col">{texts.customer}</th>
                <th scope="col">{texts.status}</th>
                <th scope="col" class="number">
                  {texts.rows}
                </th>
                <th scope="col" class="number">
                  {texts.errors}
                </th>
              </tr>
            </thead>
            <tbody>
              {imports.map((listed) => (
                <Row key={listed.job.importId} listed={listed} formats={formats} />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      <MorePages
        label={texts.pages}
        path="/imports"
        cursor={cursor}
        older={texts.older}
        newest={isFirstPage ? undefined : texts.newest}
      />
    </>
  );
};

const Row = ({ listed: { job, customer }, formats }: { listed: ListedImport; formats: Formats }) => (
  <tr>
    <th scope="row">
      <a href={`/imports/${job.importId}`}>{formats.time(job.createdAt)}</a>
    </th>
    <td>{KIND_TEXTS[job.kind].name}</td>
    <td>{customer?.name ?? job.customerId ?? <span class="about">{texts.ofMany}</span>}</td>
    <td>
      <Status status={job.status}>{IMPORT_STATUSES[job.status]}</Status>
      {job.status === 'running' ? <span class="about"> {formats.share(job.progress)}</span> : null}
    </td>
    <td class="number">{formats.count(job.found.rows)}</td>
    <td class="number">{formats.count(job.found.errorCount)}</td>
  </tr>
);
