/** The way on in a list whose pages are named by cursors, and back to its start; nothing where there is neither. */
export const MorePages = ({
  label,
  path,
  cursor,
  older,
  newest,
}: {
  label: string;
  path: string;
  cursor: string | undefined;
  /** What the link to the next page says. */
  older: string;
  /** What the link to the first page says; none on the first page. */
  newest: string | undefined;
}) =>
  cursor === undefined && newest === undefined ? null : (
    <nav class="pages" aria-label={label}>
      {newest === undefined ? null : <a href={path}>{newest}</a>}
      {cursor === undefined ? null : (
        <a rel="next" href={`${path}?${new URLSearchParams({ cursor }).toString()}`}>
          {older}
        </a>
      )}
    </nav>
  );
