import { familyName } from '../../../lib/catalogue/names/family-names.ts';
import { workloadName } from '../../../lib/catalogue/names/workload-names.ts';
import type { Comparison } from '../../../lib/insights/view/comparison.ts';
import { ColumnHeads } from '../parts/column-heads.tsx';
import type { Formats } from '../parts/formats.ts';
import { Scroll } from '../parts/parts.tsx';
import { trendTexts as texts } from './trend-texts.ts';

/** What changed product by product and workload by workload, folded away. */
export const ChangesByRow = ({ comparison, formats }: { comparison: Comparison; formats: Formats }) => (
  <>
    <details>
      <summary id="compared-products">{texts.byProduct}</summary>
      <Scroll labelledBy="compared-products">
        <table>
          <ColumnHeads
            words={[texts.product]}
            numbers={[texts.assigned, texts.sold, texts.deployment, texts.activeEntitlements, texts.usage]}
          />
          <tbody>
            {comparison.products.map((product) => (
              <tr key={product.sku}>
                <th scope="row">
                  <bdi>{product.name}</bdi>
                </th>
                <Count change={product.assigned} formats={formats} />
                <Count change={product.sold} formats={formats} />
                <Rate change={product.deploymentPercent} formats={formats} />
                <Count change={product.activeEntitlements} formats={formats} />
                <Rate change={product.usagePercent} formats={formats} />
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </details>
    <details>
      <summary id="compared-workloads">{texts.byWorkload}</summary>
      <Scroll labelledBy="compared-workloads">
        <table>
          <ColumnHeads words={[texts.workload]} numbers={[texts.activePeople, texts.qualified, texts.usage]} />
          <tbody>
            {comparison.workloads.map((row) => (
              <tr key={`${row.family}/${row.workload}`}>
                <th scope="row">
                  {workloadName(row.workload)} <span class="about">{familyName(row.family)}</span>
                </th>
                <Count change={row.active} formats={formats} />
                <Count change={row.qualified} formats={formats} />
                <Rate change={row.usagePercent} formats={formats} />
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </details>
  </>
);

interface Change {
  readonly from: number | null;
  readonly to: number | null;
  readonly change: number | null;
}

const Count = ({ change: { from, to, change }, formats }: { change: Change; formats: Formats }) => (
  <td class="number">
    {texts.fromTo(formats.count(from), formats.count(to))}
    {change ? <span class="about">{formats.change(change)}</span> : null}
  </td>
);

const Rate = ({ change: { from, to, change }, formats }: { change: Change; formats: Formats }) => (
  <td class="number">
    {texts.fromTo(formats.percent(from), formats.percent(to))}
    {change ? <span class="about">{texts.inPoints(formats.points(change))}</span> : null}
  </td>
);
