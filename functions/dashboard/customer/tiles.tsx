import { WINDOW_DAYS } from '../../../lib/activity/calendar.ts';
import { leastHeardDays } from '../../../lib/insights/view/figures/least-heard-days.ts';
import { reachesBack } from '../../../lib/insights/view/figures/peak-history.ts';
import type { TrendDay } from '../../../lib/insights/view/trend.ts';
import { formatDay, parseDay } from '../../../lib/time/day.ts';
import type { Formats } from '../parts/formats.ts';
import { Tile } from '../parts/parts.tsx';
import { customerTexts as texts } from './customer-texts.ts';
import type { CustomerView } from './customer-view.ts';

/** The headline figures, with what changed in 28 days. */
export const CustomerTiles = ({ view, formats }: { view: CustomerView; formats: Formats }) => {
  const { deployment, usage } = view.insights;
  const earlier = comparableDay(view);
  const points = (now: number | null, before: number | null | undefined) =>
    now === null || before == null ? undefined : texts.pointsIn28Days(formats.points(now - before));
  const count = (now: number | null, before: number | null | undefined) =>
    now === null || before == null ? undefined : texts.changeIn28Days(formats.change(now - before));
  const heard = leastHeardDays(usage);
  return (
    <>
      <dl class="tiles">
        <Tile
          name={texts.deployment}
          value={formats.percent(deployment.deploymentPercent)}
          note={texts.deploymentCounts(formats.count(deployment.assigned), formats.count(deployment.sold))}
          change={points(deployment.deploymentPercent, earlier?.deploymentPercent)}
        />
        <Tile
          name={texts.usage}
          value={formats.percent(usage.usagePercent)}
          note={texts.usageCounts(formats.count(usage.activeEntitlements), formats.count(usage.qualified))}
          change={points(usage.usagePercent, earlier?.usagePercent)}
        />
        <Tile
          name={texts.activePeople}
          value={formats.count(usage.activePeople)}
          note={
            usage.activePeople7 === null && usage.activePeople1 === null
              ? texts.activePeopleOnly28
              : texts.activePeopleNote(formats.count(usage.activePeople7), formats.count(usage.activePeople1))
          }
          change={count(usage.activePeople, earlier?.activePeople)}
        />
        <Tile
          name={texts.unassigned}
          value={formats.count(deployment.unassigned)}
          note={
            deployment.neverAssigned && isLongKnown(view)
              ? texts.neverAssignedNote(formats.count(deployment.neverAssigned))
              : texts.unassignedNote
          }
        />
        <Tile name={texts.idle} value={formats.count(deployment.idle)} note={texts.idleNote} />
      </dl>
      {heard !== null && heard < WINDOW_DAYS ? <p class="note">{texts.partlyHeard(formats.count(heard))}</p> : null}
    </>
  );
};

/** Whether it means anything that a seat was never assigned: of the first days it only says that nothing is known yet. */
const isLongKnown = ({ insights: { asOf, deployment } }: CustomerView): boolean =>
  deployment.products.every((product) => !product.neverAssigned || reachesBack(product, asOf));

/** The day 28 days earlier, unless figures are made by other definitions since. */
const comparableDay = ({ insights: { asOf }, trend }: CustomerView): TrendDay | undefined => {
  const day = formatDay(parseDay(asOf) - 28);
  if (trend.changes.some((change) => change.day > day)) return undefined;
  return trend.days.find((one) => one.day === day);
};
