import { workloadName } from '../../../lib/catalogue/names/workload-names.ts';
import type { CustomerInsights } from '../../../lib/insights/view/insights.ts';
import { ColumnHeads } from '../parts/column-heads.tsx';
import type { Formats } from '../parts/formats.ts';
import { Heading } from '../parts/heading.tsx';
import { Scroll } from '../parts/parts.tsx';
import { customerTexts as texts } from './customer-texts.ts';
import type { CustomerView } from './customer-view.ts';
import { SOURCE_NAMES } from './names.ts';

type Source = CustomerInsights['sources'][number];

/** How far each source speaks, and which of them too long ago. */
export const CustomerSources = ({ view, formats }: { view: CustomerView; formats: Formats }) => (
  <section aria-labelledby="data">
    <Heading id="data" title={texts.data} meaning="freshness" />
    <Scroll labelledBy="data">
      <table>
        <ColumnHeads words={[texts.source, texts.dataThrough, texts.dataState]} numbers={[]} />
        <tbody>
          {view.insights.sources.map((source) => (
            <tr key={nameOf(source, view)}>
              <th scope="row">{nameOf(source, view)}</th>
              <td>{source.dataThrough === null ? texts.never : formats.shortDay(source.dataThrough)}</td>
              <td>{stateOf(source)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
    <p class="note">{texts.staleNote}</p>
  </section>
);

const nameOf = ({ source, workload, seller, sku }: Source, view: Pick<CustomerView, 'productName'>): string => {
  if (sku !== undefined) return `${SOURCE_NAMES[source]}: ${view.productName(sku)}`;
  if (seller !== undefined) return seller === 'own' ? texts.ownList : texts.allLists;
  return workload === undefined ? SOURCE_NAMES[source] : `${SOURCE_NAMES[source]}: ${workloadName(workload)}`;
};

const stateOf = ({ dataThrough, stale }: Source) => {
  if (stale) return <span class="mark">{texts.stale}</span>;
  return dataThrough === null ? null : texts.fresh;
};

/** Who uses what of which product: rows that overlap, folded away so that nobody adds them up. */
export const CustomerProductWorkloads = ({ view, formats }: { view: CustomerView; formats: Formats }) => {
  const { productWorkloads } = view.insights.usage;
  if (productWorkloads.length === 0) return null;
  return (
    <details>
      <summary id="product-workloads">{texts.productWorkloads}</summary>
      <p class="note">{texts.productWorkloadsNote}</p>
      <Scroll labelledBy="product-workloads">
        <table>
          <ColumnHeads
            words={[texts.product, texts.workload]}
            numbers={[texts.qualified, texts.activeHolders, texts.usageShort]}
          />
          <tbody>
            {productWorkloads.map(({ sku, workload, qualified, active, usagePercent }) => (
              <tr key={`${sku} ${workload}`}>
                <th scope="row">
                  <bdi>{view.productName(sku)}</bdi>
                </th>
                <td>{workloadName(workload)}</td>
                <td class="number">{formats.count(qualified)}</td>
                <td class="number">{formats.count(active)}</td>
                <td class="number">{formats.percent(usagePercent)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </details>
  );
};
