import { familyName } from '../../../lib/catalogue/names/family-names.ts';
import { workloadName } from '../../../lib/catalogue/names/workload-names.ts';
import { THRESHOLDS } from '../../../lib/insights/count/thresholds.ts';
import type { WorkloadInsights } from '../../../lib/insights/view/figures/seen-figures.ts';
import { Histogram } from '../charts/histogram.tsx';
import { ColumnHeads } from '../parts/column-heads.tsx';
import type { Formats } from '../parts/formats.ts';
import { Heading } from '../parts/heading.tsx';
import { Scroll } from '../parts/parts.tsx';
import { customerTexts as texts } from './customer-texts.ts';

interface Distribution extends WorkloadInsights {
  readonly activeDays: number[];
}

const isKnown = (row: WorkloadInsights): row is Distribution => row.activeDays !== null;

/** On how many days of the window people used each workload; where that cannot be told, why. */
export const CustomerActiveDays = ({
  workloads,
  asOf,
  formats,
}: {
  workloads: readonly WorkloadInsights[];
  asOf: string;
  formats: Formats;
}) => {
  if (workloads.length === 0) return null;
  const known = workloads.filter(isKnown);
  const unknown = workloads.filter((row) => !isKnown(row));
  return (
    <section aria-labelledby="active-days">
      <Heading id="active-days" title={texts.activeDays} meaning="activeDays" />
      {known.length > 0 ? (
        <>
          <p class="note">{texts.activeDaysNote}</p>
          <div class="histograms">
            {known.map((row) => (
              <Distributed key={keyOf(row)} row={row} formats={formats} />
            ))}
          </div>
        </>
      ) : null}
      {[...Map.groupBy(unknown, (row) => reasonOf(row, asOf))].map(([reason, rows]) => (
        <p key={reason} class="note">
          {texts.noDistribution[reason](
            formats.list(rows.map((row) => texts.inFamily(workloadName(row.workload), familyName(row.family)))),
          )}
        </p>
      ))}
      {known.length > 0 ? <InNumbers rows={known} formats={formats} /> : null}
    </section>
  );
};

const keyOf = ({ family, workload }: WorkloadInsights): string => `${family}-${workload}`;

const reasonOf = ({ active, dataThrough }: WorkloadInsights, asOf: string): keyof typeof texts.noDistribution => {
  if (active === null) return 'unknown';
  if (active < THRESHOLDS.peopleInDistribution) return 'few';
  return dataThrough !== null && dataThrough < asOf ? 'behind' : 'lastOnly';
};

const Distributed = ({ row, formats }: { row: Distribution; formats: Formats }) => {
  const { activeDays } = row;
  const summary = texts.histogramMedian(
    texts.people(formats.count(row.active), row.active ?? 0),
    formats.count(usualDays(activeDays)),
  );
  return (
    <div>
      <h3>
        {workloadName(row.workload)} <span class="about">{familyName(row.family)}</span>
      </h3>
      <Histogram
        id={`days-${keyOf(row)}`}
        title={texts.histogramTitle(workloadName(row.workload))}
        description={weeksOf(activeDays, formats)}
        counts={activeDays}
        countLabel={formats.count}
      />
      <p class="note">{summary}</p>
    </div>
  );
};

/** The most days that half of the people, or more, reach. */
const usualDays = (counts: readonly number[]): number => {
  const people = counts.reduce((sum, count) => sum + count, 0);
  let reached = 0;
  for (let days = counts.length; days > 0; days -= 1) {
    reached += counts[days - 1] ?? 0;
    if (2 * reached >= people) return days;
  }
  return 0;
};

const WEEK = 7;

const weeksOf = (counts: readonly number[], formats: Formats): string =>
  Array.from({ length: counts.length / WEEK }, (_, week) => {
    const sum = counts.slice(WEEK * week, WEEK * (week + 1)).reduce((total, count) => total + count, 0);
    return texts.histogramWeek(WEEK * week + 1, WEEK * (week + 1), texts.people(formats.count(sum), sum));
  }).join(' ');

const InNumbers = ({ rows, formats }: { rows: readonly Distribution[]; formats: Formats }) => (
  <details>
    <summary id="active-days-numbers">{texts.inNumbers}</summary>
    <Scroll labelledBy="active-days-numbers">
      <table>
        <ColumnHeads words={[texts.daysOfActivity]} numbers={rows.map(({ workload }) => workloadName(workload))} />
        <tbody>
          {rows[0]?.activeDays.map((_, at) => (
            <tr key={`${at + 1}`}>
              <th scope="row">{formats.count(at + 1)}</th>
              {rows.map((row) => (
                <td key={keyOf(row)} class="number">
                  {formats.count(row.activeDays[at] ?? null)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  </details>
);
