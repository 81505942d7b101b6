import type { ProductInsights } from '../../../lib/insights/view/figures/seen-figures.ts';
import { Bar, sharedScale } from '../parts/bar.tsx';
import { ColumnHeads } from '../parts/column-heads.tsx';
import type { Formats } from '../parts/formats.ts';
import { Heading } from '../parts/heading.tsx';
import { Scroll } from '../parts/parts.tsx';
import { customerTexts as texts } from './customer-texts.ts';
import type { CustomerView } from './customer-view.ts';
import { SEAT_SOURCE_NAMES } from './names.ts';

/** What was sold of each product, and what came of it. */
export const CustomerDeployment = ({ view, formats }: { view: CustomerView; formats: Formats }) => {
  const { deployment } = view.insights;
  const { members, of } = deployment.counted;
  return (
    <section aria-labelledby="deployment">
      <Heading id="deployment" title={texts.byProduct} meaning="deployment" />
      {deployment.products.length === 0 ? (
        <p class="note">{texts.noProducts}</p>
      ) : (
        <>
          <Scroll labelledBy="deployment">
            <ProductTable view={view} formats={formats} />
          </Scroll>
          <div class="notes">
            <p class="note">{texts.deploymentNote}</p>
            {deployment.assignedBeyondSold ? (
              <p class="note">{texts.assignedBeyondSold(formats.count(deployment.assignedBeyondSold))}</p>
            ) : null}
            {members < of ? <p class="note">{texts.counted(formats.count(members), formats.count(of))}</p> : null}
            {deployment.products.some(({ smallSample, sold }) => smallSample && sold) ? (
              <p class="note">{texts.smallSampleNote}</p>
            ) : null}
          </div>
        </>
      )}
    </section>
  );
};

const ProductTable = ({ view: { insights, ofAll }, formats }: { view: CustomerView; formats: Formats }) => {
  const { products, ...sum } = insights.deployment;
  const scale = sharedScale(products.map(({ deploymentPercent }) => deploymentPercent));
  return (
    <table class="products">
      <ColumnHeads
        words={[texts.product]}
        numbers={[
          texts.deploymentShort,
          texts.assigned,
          texts.sold,
          ofAll ? texts.soldDirectly : texts.soldByYou,
          texts.unassignedShort,
          texts.neverAssigned,
          texts.idleShort,
          texts.usageShort,
          texts.grace,
          texts.trial,
        ]}
      />
      <tbody>
        {products.map((product) => (
          <tr key={product.sku}>
            <th scope="row">
              <bdi>{product.name}</bdi>
              {product.smallSample && product.sold ? <span class="mark">{texts.smallSample}</span> : null}
              <SeatSource product={product} />
            </th>
            <td class="number rate">
              {formats.percent(product.deploymentPercent)}
              <Bar percent={product.deploymentPercent} kind="deployment" scale={scale} />
            </td>
            <td class="number">{formats.count(product.assigned)}</td>
            <td class="number">{formats.count(product.sold)}</td>
            <td class="number">{formats.count(product.soldByYou)}</td>
            <td class="number">{formats.count(product.unassigned)}</td>
            <td class="number">{formats.count(product.neverAssigned)}</td>
            <td class="number">{formats.count(product.idle)}</td>
            <td class="number">{formats.percent(product.usagePercent)}</td>
            <td class="number beside">
              {formats.count(product.grace)}
              {product.grace ? (
                <span class="about">
                  {product.graceEndsOn === null
                    ? texts.graceNotTold
                    : texts.graceUntil(formats.shortDay(product.graceEndsOn))}
                </span>
              ) : null}
            </td>
            <td class="number beside">{formats.count(product.trial)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{texts.all}</th>
          <td class="number rate">{formats.percent(sum.deploymentPercent)}</td>
          <td class="number">{formats.count(sum.assigned)}</td>
          <td class="number">{formats.count(sum.sold)}</td>
          <td />
          <td class="number">{formats.count(sum.unassigned)}</td>
          <td class="number">{formats.count(sum.neverAssigned)}</td>
          <td class="number">{formats.count(sum.idle)}</td>
          <td class="number">{formats.percent(insights.usage.usagePercent)}</td>
          <td />
          <td />
        </tr>
      </tfoot>
    </table>
  );
};

/** Named where the seats do not come from the sellers' lists. */
const SeatSource = ({ product: { seatSource } }: { product: ProductInsights }) =>
  seatSource === null || seatSource === 'subscriptions' ? null : (
    <span class="about">{texts.seatsFrom(SEAT_SOURCE_NAMES[seatSource])}</span>
  );
