import { aboutText, recommendationName } from '../../../lib/insights/view/recommendation-texts.ts';
import type { IndexEntry } from '../../../lib/portfolio/generation/generation.ts';
import type { SortField } from '../../../lib/portfolio/index/select.ts';
import { Bar } from '../parts/bar.tsx';
import type { Formats } from '../parts/formats.ts';
import { Scroll } from '../parts/parts.tsx';
import { Severity } from '../parts/severity.tsx';
import { PAGE_SIZE, type PortfolioQuery, portfolioHref, selectionOf } from './portfolio-query.ts';
import { portfolioTexts as texts } from './portfolio-texts.ts';
import type { PortfolioView } from './portfolio-view.ts';

interface Column {
  readonly name: string;
  readonly sort: SortField;
  readonly isNumber: boolean;
}

const COLUMNS: readonly Column[] = [
  { name: texts.customer, sort: 'name', isNumber: false },
  { name: texts.sold, sort: 'sold', isNumber: true },
  { name: texts.deployment, sort: 'deploymentPercent', isNumber: true },
  { name: texts.usage, sort: 'usagePercent', isNumber: true },
  { name: texts.activePeople, sort: 'activePeople', isNumber: true },
  { name: texts.idle, sort: 'idle', isNumber: true },
  { name: texts.recommendations, sort: 'atStake', isNumber: false },
];

/** All customers that the query selects, a page of them at a time. */
export const PortfolioTable = ({ view, formats }: { view: PortfolioView; formats: Formats }) => {
  if (view.count === 0) return <p class="note">{texts.none}</p>;
  return (
    <>
      <Scroll labelledBy="customers">
        <table class="customers">
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <Header key={column.sort} column={column} query={view.query} />
              ))}
            </tr>
          </thead>
          <tbody>
            {view.customers.map((entry) => (
              <Row key={entry.customerId} entry={entry} formats={formats} />
            ))}
          </tbody>
        </table>
      </Scroll>
      <Pages view={view} formats={formats} />
    </>
  );
};

const Header = ({ column: { name, sort, isNumber }, query }: { column: Column; query: PortfolioQuery }) => {
  const current = selectionOf(query);
  const isSorted = current.sort === sort;
  const order = isSorted ? (current.descending ? 'up' : 'down') : sort === 'name' ? 'up' : 'down';
  return (
    <th
      scope="col"
      class={isNumber ? 'number' : undefined}
      aria-sort={isSorted ? (current.descending ? 'descending' : 'ascending') : undefined}
    >
      <a href={portfolioHref(query, { sort, order })} aria-label={texts.sortBy(name)}>
        {name}
      </a>
    </th>
  );
};

const Row = ({ entry, formats }: { entry: IndexEntry; formats: Formats }) => {
  const [first, ...others] = entry.recommendations;
  return (
    <tr>
      <th scope="row">
        <a href={`/customers/${encodeURIComponent(entry.customerId)}`}>
          <bdi>{entry.name}</bdi>
        </a>
        {entry.stale ? <span class="mark">{texts.staleMark}</span> : null}
      </th>
      <td class="number">{formats.count(entry.sold)}</td>
      <td class="number rate">
        {formats.percent(entry.deploymentPercent)}
        <Bar percent={entry.deploymentPercent} kind="deployment" />
      </td>
      <td class="number rate">
        {formats.percent(entry.usagePercent)}
        <Bar percent={entry.usagePercent} kind="usage" />
      </td>
      <td class="number">{formats.count(entry.activePeople)}</td>
      <td class="number">{formats.count(entry.idle)}</td>
      <td class="advice">
        {first === undefined ? null : (
          <>
            <Severity severity={first.severity} name={recommendationName(first.id)} />{' '}
            <bdi class="about">{aboutText(first)}</bdi>
            {others.length > 0 ? <span class="more"> +{formats.count(others.length)}</span> : null}
          </>
        )}
      </td>
    </tr>
  );
};

const Pages = ({ view: { query, from, count, customers }, formats }: { view: PortfolioView; formats: Formats }) => {
  const page = query.page ?? 1;
  const to = from + customers.length;
  return (
    <nav class="pages" aria-label={texts.pages}>
      <span>{texts.range(formats.count(from + 1), formats.count(to), formats.count(count))}</span>
      {page > 1 ? (
        <a rel="prev" href={portfolioHref(query, { page: page - 1 })}>
          {texts.previous}
        </a>
      ) : null}
      {from + PAGE_SIZE < count ? (
        <a rel="next" href={portfolioHref(query, { page: page + 1 })}>
          {texts.next}
        </a>
      ) : null}
    </nav>
  );
};
