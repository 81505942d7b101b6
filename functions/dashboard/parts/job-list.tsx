import type { ComponentChildren } from 'preact';
import { ColumnHeads } from './column-heads.tsx';
import { MorePages } from './more-pages.tsx';
import { Scroll } from './parts.tsx';

/** The words of a list of jobs. */
interface JobListTexts {
  readonly list: string;
  /** Said of a first page without jobs, and of a later one. */
  readonly empty: string;
  readonly nothingHere: string;
  readonly pages: string;
  readonly older: string;
  readonly newest: string;
}

/** A page of a portfolio's exports or imports, newest first; `rows` are the rows of its table, one a job. */
export const JobList = ({
  texts,
  columns,
  rows,
  path,
  cursor,
  isFirstPage,
}: {
  texts: JobListTexts;
  columns: {
    readonly words: readonly string[];
    readonly numbers: readonly string[];
    readonly after?: readonly string[];
  };
  rows: readonly ComponentChildren[];
  /** The path of the page that shows the list. */
  path: string;
  /** Where the list goes on. */
  cursor: string | undefined;
  isFirstPage: boolean;
}) => (
  <section aria-labelledby="list">
    <h2 id="list">{texts.list}</h2>
    {rows.length === 0 ? (
      <p class="note">{isFirstPage ? texts.empty : texts.nothingHere}</p>
    ) : (
      <Scroll labelledBy="list">
        <table>
          <ColumnHeads {...columns} />
          <tbody>{rows}</tbody>
        </table>
      </Scroll>
    )}
    <MorePages
      label={texts.pages}
      path={path}
      cursor={cursor}
      older={texts.older}
      newest={isFirstPage ? undefined : texts.newest}
    />
  </section>
);
