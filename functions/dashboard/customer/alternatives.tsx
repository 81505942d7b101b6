import { isLowerBound } from '../../../lib/insights/count/heard-days.ts';
import type { Alternatives } from '../../../lib/insights/view/figures/seen-figures.ts';
import { Bar, sharedScale } from '../parts/bar.tsx';
import { ColumnHeads } from '../parts/column-heads.tsx';
import type { Formats } from '../parts/formats.ts';
import { Heading } from '../parts/heading.tsx';
import { Scroll } from '../parts/parts.tsx';
import { customerTexts as texts } from './customer-texts.ts';
import type { CustomerView } from './customer-view.ts';

/** Products that stand in for one another, side by side; nothing where the customer has no two of a group. */
export const CustomerAlternatives = ({ view, formats }: { view: CustomerView; formats: Formats }) =>
  view.insights.alternatives.map((group) => <Group key={group.group} group={group} view={view} formats={formats} />);

const Group = ({ group, view, formats }: { group: Alternatives; view: CustomerView; formats: Formats }) => {
  const id = `alternatives-${group.group}`;
  const scale = sharedScale(group.products.map(({ usagePercent }) => usagePercent));
  return (
    <section aria-labelledby={id}>
      <Heading id={id} title={texts.alternatives(group.name)} meaning="alternatives" />
      <Scroll labelledBy={id}>
        <table>
          <ColumnHeads
            words={[texts.product]}
            numbers={[texts.usageShort, texts.sold, texts.assigned, texts.entitlements, texts.spare]}
          />
          <tbody>
            {group.products.map((product) => (
              <tr key={product.sku}>
                <th scope="row">{product.name}</th>
                <td class="number rate">
                  {formats.percent(product.usagePercent)}
                  <Bar percent={product.usagePercent} kind="usage" scale={scale} />
                </td>
                <td class="number">{formats.count(product.sold)}</td>
                <td class="number">{formats.count(product.assigned)}</td>
                <td class="number">{formats.count(product.activeEntitlements)}</td>
                <td class="number">{formats.count(product.spare)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <div class="notes">
        {notesOf(group, formats).map((note) => (
          <p key={note} class="note">
            {note}
          </p>
        ))}
        {group.unmatched && view.mayMapIdentities ? (
          <p class="note">
            <a href={`/imports?kind=identities&customer=${encodeURIComponent(view.customer.customerId)}`}>
              {texts.mapIdentities}
            </a>
          </p>
        ) : null}
      </div>
    </section>
  );
};

/** What the products have in common, in sentences. */
const notesOf = (group: Alternatives, { count }: Formats): string[] => {
  const { holders, active, holdSeveral, movableSeats, unmatched, unmeasured, heardDays } = group;
  if (holders === null) return [texts.alternativesUnknown];
  const several = holdSeveral ? holdSeveral.useNone + holdSeveral.useOne + holdSeveral.useSeveral : 0;
  const names = group.products.flatMap(({ sku, name }) => (unmeasured.includes(sku) ? [name] : []));
  return [
    texts.alternativeHolders(count(holders), active === null ? undefined : count(active)),
    ...(holdSeveral && several > 0
      ? [texts.holdSeveral(count(several), count(holdSeveral.useOne), count(holdSeveral.useNone))]
      : []),
    ...(movableSeats === null ? [] : [texts.movableSeats(movableSeats, count(movableSeats))]),
    ...(heardDays !== null && isLowerBound(heardDays) ? [texts.alternativesHeard(count(heardDays))] : []),
    ...(names.length > 0 ? [texts.alternativesUnmeasured(names.join(', '))] : []),
    ...(unmatched ? [texts.unmatched(unmatched, count(unmatched))] : []),
  ];
};
