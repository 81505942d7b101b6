import type { TrendDay } from '../../../lib/insights/view/trend.ts';
import { LineChart, type LineChartProps, LineLegend, type Series } from '../charts/line-chart.tsx';
import { ColumnHeads } from '../parts/column-heads.tsx';
import type { Formats } from '../parts/formats.ts';
import { Heading } from '../parts/heading.tsx';
import { Scroll } from '../parts/parts.tsx';
import { type CustomerView, customerHref } from './customer-view.ts';
import { trendTexts as texts } from './trend-texts.ts';

/** How the headline figures went in the days up to the one shown. */
export const CustomerTrend = ({ view, formats }: { view: CustomerView; formats: Formats }) => {
  const { days, changes } = view.trend;
  return (
    <section aria-labelledby="trend">
      <Heading id="trend" title={texts.trend(view.trend.days.length)} meaning="comparison" />
      {view.historyBegins !== undefined && view.historyBegins >= (days[0]?.day ?? '') ? (
        <p class="note">{texts.historyBegins(formats.day(view.historyBegins))}</p>
      ) : null}
      {days.length < 2 ? (
        <p class="note">{texts.tooShort}</p>
      ) : (
        <>
          <Charts view={view} formats={formats} />
          {changes.map(({ day, differences }) => (
            <p key={day} class="note">
              {texts.definitionsChanged(formats.day(day), differences)}
            </p>
          ))}
          <EveryDay view={view} formats={formats} />
        </>
      )}
    </section>
  );
};

const Charts = ({ view: { trend }, formats }: { view: CustomerView; formats: Formats }) => {
  const rates: Series[] = [
    { kind: 'deployment', name: texts.deployment, values: trend.days.map((one) => one.deploymentPercent) },
    { kind: 'usage', name: texts.usage, values: trend.days.map((one) => one.usagePercent) },
  ];
  const people: Series[] = [
    { kind: 'people', name: texts.activePeople, values: trend.days.map((one) => one.activePeople) },
  ];
  const shared = {
    days: trend.days.map(({ day }) => day),
    marks: trend.changes.map(({ day }) => day),
    dayLabel: formats.axisDay,
  };
  return (
    <div class="charts">
      <Chart
        {...shared}
        id="rates"
        title={texts.rates}
        series={rates}
        most={100}
        limit={100}
        valueLabel={formats.wholePercent}
        read={formats.percent}
        formats={formats}
      />
      <Chart
        {...shared}
        id="active-people"
        title={texts.activePeopleIn28Days}
        series={people}
        most={4}
        valueLabel={formats.count}
        read={formats.count}
        formats={formats}
      />
    </div>
  );
};

const Chart = ({
  read,
  formats,
  ...chart
}: Omit<LineChartProps, 'description'> & { read: Formats['count']; formats: Formats }) => (
  <figure>
    <figcaption>
      <h3>{chart.title}</h3>
      <LineLegend
        entries={chart.series.map(({ kind, name, values }) => ({
          kind,
          text: texts.nameAndValue(name, read(values.at(-1) ?? null)),
        }))}
      />
    </figcaption>
    {chart.series.some(({ values }) => values.some((value) => value !== null)) ? (
      <LineChart {...chart} description={descriptionOf(chart, read, formats)} />
    ) : (
      <p class="note">{texts.unknown(chart.title)}</p>
    )}
  </figure>
);

/** What the lines show, in sentences. */
const descriptionOf = (
  { days, series }: Pick<LineChartProps, 'days' | 'series'>,
  read: Formats['count'],
  formats: Formats,
): string =>
  series
    .map(({ name, values }) => {
      const known = values.flatMap((value, at) => (value === null ? [] : [{ value, day: days[at] ?? '' }]));
      const [first, last] = [known[0], known.at(-1)];
      if (!first || !last) return texts.unknown(name);
      const numbers = known.map(({ value }) => value);
      const [lowest, highest] = [Math.min(...numbers), Math.max(...numbers)];
      return [
        texts.course(name, read(first.value), formats.day(first.day), read(last.value), formats.day(last.day)),
        texts.range(read(lowest), read(highest)),
        ...(known.length < values.length ? [texts.gaps(values.length - known.length)] : []),
      ].join(' ');
    })
    .join(' ');

const EveryDay = ({ view: { trend, customer }, formats }: { view: CustomerView; formats: Formats }) => (
  <details>
    <summary id="every-day">{texts.everyDay}</summary>
    <Scroll labelledBy="every-day">
      <table>
        <ColumnHeads words={[texts.day]} numbers={[texts.deployment, texts.usage, texts.activePeople]} />
        <tbody>
          {trend.days.toReversed().map((one) => (
            <tr key={one.day}>
              <th scope="row">
                {isKnown(one) ? (
                  <a href={`${customerHref(customer.customerId)}?asOf=${one.day}`}>{formats.shortDay(one.day)}</a>
                ) : (
                  formats.shortDay(one.day)
                )}
              </th>
              <td class="number">{formats.percent(one.deploymentPercent)}</td>
              <td class="number">{formats.percent(one.usagePercent)}</td>
              <td class="number">{formats.count(one.activePeople)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  </details>
);

const isKnown = ({ deploymentPercent, usagePercent, activePeople }: TrendDay): boolean =>
  deploymentPercent !== null || usagePercent !== null || activePeople !== null;
