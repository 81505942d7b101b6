import { daysUntilRenewal } from '../../../lib/insights/count/renewals.ts';
import { THRESHOLDS } from '../../../lib/insights/count/thresholds.ts';
import type { SubscriptionsView } from '../../../lib/licensing/seller-lists.ts';
import { ColumnHeads } from '../parts/column-heads.tsx';
import { type Formats, UNKNOWN } from '../parts/formats.ts';
import { Heading } from '../parts/heading.tsx';
import { Scroll } from '../parts/parts.tsx';
import { customerTexts as texts } from './customer-texts.ts';
import type { CustomerView } from './customer-view.ts';
import { STATE_NAMES } from './names.ts';

type Line = SubscriptionsView['subscriptions'][number];

/** As many as anybody reads on a page. */
const MOST_SHOWN = 100;

/** The viewer's own subscriptions (every seller's for the operator), the next to renew first. */
export const CustomerSubscriptions = ({ view, formats }: { view: CustomerView; formats: Formats }) => {
  const { subscriptions, dataThrough } = view.subscriptions;
  const sorted = subscriptions.toSorted(byRenewal);
  return (
    <section aria-labelledby="subscriptions">
      <Heading
        id="subscriptions"
        title={view.ofAll ? texts.allSubscriptions : texts.subscriptions}
        meaning="subscriptions"
      />
      {sorted.length === 0 ? (
        <p class="note">{view.ofAll ? texts.noSubscriptionsOfAnybody : texts.noSubscriptions}</p>
      ) : (
        <Scroll labelledBy="subscriptions">
          <table>
            <ColumnHeads
              words={[texts.product, ...(view.ofAll ? [texts.seller] : [])]}
              numbers={[texts.seats]}
              after={[texts.state, texts.renews]}
            />
            <tbody>
              {sorted.slice(0, MOST_SHOWN).map((line) => (
                <Row key={`${line.seller} ${line.id}`} line={line} view={view} formats={formats} />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
      {sorted.length > MOST_SHOWN ? (
        <p class="note">{texts.moreSubscriptions(formats.count(sorted.length - MOST_SHOWN))}</p>
      ) : null}
      {dataThrough === null ? null : <p class="note">{texts.subscriptionsThrough(formats.day(dataThrough))}</p>}
    </section>
  );
};

const Row = ({ line, view, formats }: { line: Line; view: CustomerView; formats: Formats }) => {
  const days = line.renewsOn === undefined ? undefined : daysUntilRenewal(line.renewsOn, view.insights.processedAt);
  const isNear = line.state === 'active' && days !== undefined && days >= 0 && days <= THRESHOLDS.renewalDays;
  return (
    <tr>
      <th scope="row">
        <bdi>{view.productName(line.sku)}</bdi>
        {line.isTrial ? <span class="mark plain">{texts.trialMark}</span> : null}
        <span class="about id">{line.id}</span>
      </th>
      {view.ofAll ? <td>{line.seller}</td> : null}
      <td class="number">{formats.count(line.quantity)}</td>
      <td>{STATE_NAMES[line.state]}</td>
      <td class="when">
        {whenText(line, formats)}
        {isNear ? <span class="mark">{texts.inDays(days)}</span> : null}
        <span class="about">{termText(line)}</span>
      </td>
    </tr>
  );
};

/** When it renews or, in grace, until when it still works. */
const whenText = ({ state, renewsOn, graceEndsOn }: Line, formats: Formats): string => {
  if (state === 'grace' && graceEndsOn !== undefined) return texts.graceUntil(formats.shortDay(graceEndsOn));
  return renewsOn === undefined ? UNKNOWN : formats.shortDay(renewsOn);
};

/** What is known of its term, and of whether it renews by itself. */
const termText = ({ term, autoRenew, movesMonthly }: Line): string =>
  [
    term === undefined ? (movesMonthly ? texts.takenForMonthly : '') : texts.terms[term],
    autoRenew === false ? texts.endsByItself : '',
  ]
    .filter((text) => text !== '')
    .join(', ');

/** Running ones first, by the day they renew on; those that never do, after them. */
const byRenewal = (a: Line, b: Line): number => {
  const [endedA, endedB] = [isOver(a), isOver(b)];
  if (endedA !== endedB) return endedA ? 1 : -1;
  const [onA, onB] = [a.renewsOn ?? '9', b.renewsOn ?? '9'];
  if (onA !== onB) return onA < onB ? -1 : 1;
  return b.quantity - a.quantity;
};

const isOver = ({ state }: Line): boolean => state === 'cancelled' || state === 'upgraded' || state === 'deprovisioned';
