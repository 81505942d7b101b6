import type { Comparison } from '../../../lib/insights/view/comparison.ts';
import { formatDay, parseDay } from '../../../lib/time/day.ts';
import { ColumnHeads } from '../parts/column-heads.tsx';
import { type Formats, UNKNOWN } from '../parts/formats.ts';
import { Heading } from '../parts/heading.tsx';
import { Scroll } from '../parts/parts.tsx';
import { ChangesByRow } from './comparison-rows.tsx';
import { type CustomerView, customerHref } from './customer-view.ts';
import { trendTexts as texts } from './trend-texts.ts';

/** Asks for two days, and shows what changed between them. */
export const CustomerComparison = ({ view, formats }: { view: CustomerView; formats: Formats }) => (
  <section aria-labelledby="compare" class="comparison">
    <Heading id="compare" title={texts.compare} meaning="comparison" />
    <CompareForm view={view} />
    {typeof view.compared === 'string' ? (
      <p class="notice" role="status">
        {view.compared}
      </p>
    ) : null}
    {typeof view.compared === 'object' ? <Result comparison={view.compared} formats={formats} /> : null}
  </section>
);

/** How far apart the days are that are proposed: two windows that do not overlap. */
const PROPOSED_DAYS = 28;

const CompareForm = ({ view: { customer, asked, historyBegins, insights, trend, today } }: { view: CustomerView }) => {
  const proposed = formatDay(parseDay(insights.asOf) - PROPOSED_DAYS);
  const oldest = trend.days[0]?.day ?? proposed;
  return (
    <form class="filters" method="get" action={`${customerHref(customer.customerId)}#compare`}>
      {asked.asOf === undefined ? null : <input type="hidden" name="asOf" value={asked.asOf} />}
      <div class="field">
        <label for="compare-from">{texts.from}</label>
        <input
          id="compare-from"
          name="from"
          type="date"
          required
          value={asked.from ?? (proposed > oldest ? proposed : oldest)}
          min={historyBegins}
          max={today}
        />
      </div>
      <div class="field">
        <label for="compare-to">{texts.to}</label>
        <input
          id="compare-to"
          name="to"
          type="date"
          required
          value={asked.to ?? insights.asOf}
          min={historyBegins}
          max={today}
        />
      </div>
      <div class="buttons">
        <button type="submit">{texts.compareButton}</button>
      </div>
    </form>
  );
};

const Result = ({ comparison, formats }: { comparison: Comparison; formats: Formats }) => {
  const { deployment, usage } = comparison;
  return (
    <>
      <Scroll labelledBy="compare">
        <table>
          <ColumnHeads
            words={[texts.figure]}
            numbers={[formats.shortDay(comparison.from), formats.shortDay(comparison.to), texts.change]}
          />
          <tbody>
            <Row name={texts.assigned} change={deployment.assigned} formats={formats} />
            <Row name={texts.sold} change={deployment.sold} formats={formats} />
            <Row name={texts.deployment} change={deployment.deploymentPercent} isRate formats={formats} />
            <Row name={texts.activeEntitlements} change={usage.activeEntitlements} formats={formats} />
            <Row name={texts.qualified} change={usage.qualified} formats={formats} />
            <Row name={texts.usage} change={usage.usagePercent} isRate formats={formats} />
            <Row name={texts.activePeopleIn28Days} change={usage.activePeople} formats={formats} />
          </tbody>
        </table>
      </Scroll>
      <h3>{texts.inBetween}</h3>
      <Flows comparison={comparison} formats={formats} />
      <ChangesByRow comparison={comparison} formats={formats} />
    </>
  );
};

/** A figure on two days; a rate changes in points. */
const Row = ({
  name,
  change: { from, to, change },
  isRate = false,
  formats,
}: {
  name: string;
  change: Comparison['usage']['activePeople'];
  isRate?: boolean;
  formats: Formats;
}) => {
  const read = isRate ? formats.percent : formats.count;
  const changed = change === null ? UNKNOWN : isRate ? texts.inPoints(formats.points(change)) : formats.change(change);
  return (
    <tr class={isRate ? 'rate-row' : undefined}>
      <th scope="row">{name}</th>
      <td class="number">{read(from)}</td>
      <td class="number">{read(to)}</td>
      <td class="number">{changed}</td>
    </tr>
  );
};

const Flows = ({ comparison: { flows, otherwise }, formats }: { comparison: Comparison; formats: Formats }) => {
  if (flows === null) return <p>{texts.flowsUnknown}</p>;
  return (
    <ul>
      <li>{texts.seatFlows(formats.count(flows.assigned), formats.count(flows.reclaimed))}</li>
      <li>{texts.useFlows(formats.count(flows.activated), formats.count(flows.lapsed))}</li>
      {otherwise === null ? null : (
        <li>{otherwise === 0 ? texts.noOtherwise : texts.otherwise(formats.change(otherwise))}</li>
      )}
    </ul>
  );
};
