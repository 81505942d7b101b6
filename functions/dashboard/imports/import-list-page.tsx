import type { VNode } from 'preact';
import type { ListedImport } from '../../../lib/imports/job/require-import.ts';
import { type Formats, formatsOf } from '../parts/formats.ts';
import { JobList } from '../parts/job-list.tsx';
import { Status } from '../parts/parts.tsx';
import { documentOf } from '../site/layout.tsx';
import type { Shell } from '../site/shell.ts';
import { KIND_TEXTS } from './import-kinds.ts';
import { IMPORT_STATUSES, importListTexts as texts, UNDONE } from './import-list-texts.ts';
import { type ImportOrder, ImportOrderForm } from './order-form.tsx';

/** What the page of all imports shows. */
export interface ImportListView {
  /** `undefined` for a caller who may only look. */
  readonly order: ImportOrder | undefined;
  /** One page of what the portfolio handed in, newest first. */
  readonly imports: readonly ListedImport[];
  /** Where the list goes on. */
  readonly cursor?: string | undefined;
  readonly isFirstPage: boolean;
}

/** The page with all imports of a portfolio, and a form that begins one. */
export const importListPage = (view: ImportListView, shell: Shell): VNode => {
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
      <JobList
        texts={texts}
        columns={{
          words: [texts.created, texts.file, texts.customer, texts.status],
          numbers: [texts.rows, texts.errors],
        }}
        rows={view.imports.map((listed) => <Row key={listed.job.importId} listed={listed} formats={formats} />)}
        path="/imports"
        cursor={view.cursor}
        isFirstPage={view.isFirstPage}
      />
    </>,
  );
};

const Row = ({ listed: { job, customer }, formats }: { listed: ListedImport; formats: Formats }) => (
  <tr>
    <th scope="row">
      <a href={`/imports/${job.importId}`}>{formats.time(job.createdAt)}</a>
    </th>
    <td>{KIND_TEXTS[job.kind].name}</td>
    <td>
      <bdi>{customer?.name ?? job.customerId ?? <span class="about">{texts.ofMany}</span>}</bdi>
    </td>
    <td>
      <Status status={job.status}>{IMPORT_STATUSES[job.status]}</Status>
      {job.undo?.status === 'done' ? <span class="about"> {UNDONE}</span> : null}
      {job.status === 'running' ? <span class="about"> {formats.share(job.progress)}</span> : null}
    </td>
    <td class="number">{formats.count(job.found.rows)}</td>
    <td class="number">{formats.count(job.found.errorCount)}</td>
  </tr>
);
