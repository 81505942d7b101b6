import { familyName } from '../../../lib/catalogue/names/family-names.ts';
import { workloadName } from '../../../lib/catalogue/names/workload-names.ts';
import type { PortfolioBreakdown } from '../../../lib/portfolio/generation/breakdown.ts';
import { Bar } from '../parts/bar.tsx';
import { ColumnHeads } from '../parts/column-heads.tsx';
import type { Formats } from '../parts/formats.ts';
import { Heading } from '../parts/heading.tsx';
import { Scroll } from '../parts/parts.tsx';
import { portfolioTexts as texts } from './portfolio-texts.ts';

/** The portfolio's sums by family, by product and by workload. */
export const PortfolioBreakdownTables = ({
  breakdown: { families, products, workloads },
  formats,
}: {
  breakdown: PortfolioBreakdown;
  formats: Formats;
}) => {
  const seats = families.map(({ family, ...sums }) => ({ key: family, name: familyName(family), ...sums }));
  return (
    <div class="breakdown">
      <div>
        <SeatTable id="by-family" title={texts.byFamily} first={texts.family} rows={seats} formats={formats} />
        <section aria-labelledby="by-workload">
          <Heading id="by-workload" title={texts.byWorkload} meaning="breakdown" />
          <Scroll labelledBy="by-workload">
            <table>
              <ColumnHeads words={[texts.workload]} numbers={[texts.sold, texts.active, texts.usage]} />
              <tbody>
                {workloads.map(({ family, workload, qualified, active, usagePercent }) => (
                  <tr key={`${family}/${workload}`}>
                    <th scope="row">
                      {workloadName(workload)} <span class="about">{familyName(family)}</span>
                    </th>
                    <td class="number">{formats.count(qualified)}</td>
                    <td class="number">{formats.count(active)}</td>
                    <td class="number rate">
                      {formats.percent(usagePercent)}
                      <Bar percent={usagePercent} kind="usage" />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
          <p class="note">{texts.workloadNote}</p>
        </section>
      </div>
      <SeatTable
        id="by-product"
        title={texts.byProduct}
        first={texts.product}
        rows={products.map(({ sku, ...sums }) => ({ key: sku, ...sums }))}
        formats={formats}
      />
    </div>
  );
};

interface SeatRow {
  readonly key: string;
  readonly name: string;
  readonly customers: number;
  readonly sold: number | null;
  readonly assigned: number | null;
  readonly deploymentPercent: number | null;
  readonly usagePercent: number | null;
}

const SeatTable = ({
  id,
  title,
  first,
  rows,
  formats,
}: {
  id: string;
  title: string;
  first: string;
  rows: readonly SeatRow[];
  formats: Formats;
}) => (
  <section aria-labelledby={id}>
    <Heading id={id} title={title} meaning="breakdown" />
    <Scroll labelledBy={id}>
      <table>
        <ColumnHeads
          words={[first]}
          numbers={[texts.table, texts.sold, texts.assigned, texts.deployment, texts.usage]}
        />
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">
                <bdi>{row.name}</bdi>
              </th>
              <td class="number">{formats.count(row.customers)}</td>
              <td class="number">{formats.count(row.sold)}</td>
              <td class="number">{formats.count(row.assigned)}</td>
              <td class="number rate">
                {formats.percent(row.deploymentPercent)}
                <Bar percent={row.deploymentPercent} kind="deployment" />
              </td>
              <td class="number rate">
                {formats.percent(row.usagePercent)}
                <Bar percent={row.usagePercent} kind="usage" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  </section>
);
