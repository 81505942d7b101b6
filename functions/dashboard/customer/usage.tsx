import { familyName } from '../../../lib/catalogue/names/family-names.ts';
import { workloadName } from '../../../lib/catalogue/names/workload-names.ts';
import { BASES } from '../../../lib/insights/count/basis.ts';
import { isLowerBound } from '../../../lib/insights/count/heard-days.ts';
import type { WorkloadInsights } from '../../../lib/insights/view/figures/seen-figures.ts';
import { StackedBar } from '../charts/stacked-bar.tsx';
import { Bar, sharedScale } from '../parts/bar.tsx';
import { ColumnHeads } from '../parts/column-heads.tsx';
import type { Formats } from '../parts/formats.ts';
import { Heading } from '../parts/heading.tsx';
import { Scroll } from '../parts/parts.tsx';
import { customerTexts as texts } from './customer-texts.ts';
import { BASIS_NAMES } from './names.ts';

/** Who uses which workload, on which seats; why more do than there are seats stands right below the row. */
export const CustomerUsage = ({ workloads, formats }: { workloads: readonly WorkloadInsights[]; formats: Formats }) => {
  const scale = sharedScale(workloads.map(({ usagePercent }) => usagePercent));
  return (
    <section aria-labelledby="usage">
      <Heading id="usage" title={texts.byWorkload} meaning="usage" />
      {workloads.length === 0 ? (
        <p class="note">{texts.noWorkloads}</p>
      ) : (
        <>
          <Scroll labelledBy="usage">
            <table class="workloads">
              <ColumnHeads
                words={[texts.workload]}
                numbers={[texts.usageShort, texts.days28, texts.qualified, texts.days7, texts.days1]}
                after={[texts.basis]}
              />
              {workloads.map((row) => (
                <Workload key={`${row.family}/${row.workload}`} row={row} scale={scale} formats={formats} />
              ))}
            </table>
          </Scroll>
          <p class="note">
            {texts.workloadNote} {scale > 100 ? texts.lineNote : null}
          </p>
        </>
      )}
    </section>
  );
};

const Workload = ({ row, scale, formats }: { row: WorkloadInsights; scale: number; formats: Formats }) => (
  <tbody>
    <tr>
      <th scope="row">
        {workloadName(row.workload)}
        {row.stale ? <span class="mark">{texts.stale}</span> : null}
        {row.smallSample && row.qualified ? <span class="mark">{texts.smallSample}</span> : null}
        <span class="about">{familyName(row.family)}</span>
      </th>
      <td class="number rate">
        {formats.percent(row.usagePercent)}
        <Bar percent={row.usagePercent} kind="usage" scale={scale} />
      </td>
      <td class="number">
        {isLowerBound(row.heardDays) && row.active !== null
          ? texts.atLeast(formats.count(row.active))
          : formats.count(row.active)}
        {isLowerBound(row.heardDays) ? <span class="about">{texts.heard(formats.count(row.heardDays))}</span> : null}
        {row.activeOnFree ? <span class="about">{texts.onFree(formats.count(row.activeOnFree))}</span> : null}
      </td>
      <td class="number">
        {formats.count(row.qualified)}
        {row.overlapSeats > 0 ? <span class="about">{texts.overlap(formats.count(row.overlapSeats))}</span> : null}
      </td>
      <td class="number">{formats.count(row.active7)}</td>
      <td class="number">{formats.count(row.active1)}</td>
      <td class="basis">
        <Basis row={row} formats={formats} />
      </td>
    </tr>
    {row.excess ? <Excess row={row} formats={formats} /> : null}
  </tbody>
);

const Basis = ({ row: { basis }, formats }: { row: WorkloadInsights; formats: Formats }) => {
  if (basis === null) return <span class="about">{texts.unknownActive}</span>;
  const shown = BASES.filter((name) => basis[name] > 0);
  return (
    <>
      <ul class="parts">
        {shown.map((kind) => (
          <li key={kind} class={kind}>
            {formats.count(basis[kind])} {BASIS_NAMES[kind]}
          </li>
        ))}
      </ul>
      <StackedBar parts={shown.map((kind) => ({ kind, count: basis[kind] }))} />
    </>
  );
};

const Excess = ({ row, formats }: { row: WorkloadInsights; formats: Formats }) => {
  const { excess, excessReasons, idleQualifiedSeats, qualified } = row;
  const explained = excessReasons.reduce((sum, { users }) => sum + users, 0);
  return (
    <tr class="excess">
      <td colSpan={7}>
        <div class="reasons">
          <p>
            <strong>
              {qualified === 0
                ? texts.noQualified(formats.count(excess))
                : texts.excess(formats.count(excess), formats.count(qualified))}
            </strong>{' '}
            {idleQualifiedSeats ? texts.excessSum(formats.count(explained), formats.count(idleQualifiedSeats)) : null}
          </p>
          <ul>
            {excessReasons.map(({ basis, text }) => (
              <li key={basis}>{text}</li>
            ))}
          </ul>
        </div>
      </td>
    </tr>
  );
};
