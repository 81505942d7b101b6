import { WINDOW_DAYS } from '../../../activity/calendar.ts';
import { workloadName } from '../../../catalogue/names/workload-names.ts';
import { parseDay } from '../../../time/day.ts';
import { percentOf } from '../../count/percent.ts';
import type { Snapshot } from '../../count/snapshot.ts';
import { THRESHOLDS } from '../../count/thresholds.ts';
import type { WorkloadInsights } from '../figures/seen-figures.ts';
import { maySee } from '../figures/viewer-history.ts';
import { count, percent, workloadSubject } from './finding-schema.ts';
import { judgedWorkloads } from './judged-figures.ts';
import { counted, listed, number, percentText } from './numbers-in-words.ts';
import { OFF_BY_DEFAULT } from './off-by-default.ts';
import { defineRule } from './rule.ts';

const earlierOf = ({ family, workload }: WorkloadInsights, { workloads }: Snapshot) =>
  workloads.find((row) => row.family === family && row.workload === workload)?.earlier;

/** Usage of a workload is at least 10 points below that of 28 days earlier. */
export const fallingUsage = defineRule({
  id: 'falling-usage',
  name: 'Usage is falling',
  stake: 'How many more people would have to use it for usage to be what it was 28 days earlier.',
  subject: workloadSubject,
  evidence: {
    active: count,
    seats: count,
    usagePercent: percent,
    activeEarlier: count,
    seatsEarlier: count,
    usagePercentEarlier: percent,
  },
  evidenceNames: {
    active: 'Active people',
    seats: 'Seats, one per person',
    usagePercent: 'Usage',
    activeEarlier: 'Active people 28 days earlier',
    seatsEarlier: 'Seats 28 days earlier',
    usagePercentEarlier: 'Usage 28 days earlier',
  },
  threshold: {
    description: 'Percentage points that usage has lost within 28 days, from which it fires.',
    value: THRESHOLDS.fallingPoints,
    least: 1,
    most: 100,
    apart: ['workloads'],
    workloads: OFF_BY_DEFAULT,
  },
  fires: (figures, snapshot, view, thresholds) => {
    if (!maySee(view, parseDay(figures.asOf) - WINDOW_DAYS)) return [];
    return judgedWorkloads(figures, view).flatMap((row) => {
      const { family, workload, active, qualified: seats } = row;
      const earlier = earlierOf(row, snapshot);
      const [activeEarlier, seatsEarlier] = [earlier?.active ?? null, earlier?.qualified ?? null];
      if (active === null || seats === null || activeEarlier === null || seatsEarlier === null) return [];
      if (seats === 0 || seatsEarlier < THRESHOLDS.smallSampleSeats) return [];
      // What is lost, as a share of the seats of both days multiplied.
      const lost = activeEarlier * seats - active * seatsEarlier;
      const points = thresholds.ofWorkload(workload);
      if (100 * lost < points * seats * seatsEarlier) return [];
      return [
        {
          id: 'falling-usage',
          severity: 100 * lost >= 2 * points * seats * seatsEarlier ? 'high' : 'medium',
          subject: { kind: 'workload', family, workload },
          atStake: Math.ceil(lost / seatsEarlier),
          evidence: {
            active,
            seats,
            usagePercent: percentOf(active, seats) ?? 0,
            activeEarlier,
            seatsEarlier,
            usagePercentEarlier: percentOf(activeEarlier, seatsEarlier) ?? 0,
          },
        },
      ];
    });
  },
  words: {
    problem: ({ subject, evidence: { usagePercent, usagePercentEarlier, active, activeEarlier } }) =>
      `Usage of ${workloadName(subject.workload)} fell from ${percentText(usagePercentEarlier)} to ${percentText(usagePercent)} within 28 days: ${counted(active, 'active person', 'active people')} instead of ${number(activeEarlier)}.`,
    together: (findings) =>
      `Usage of ${counted(findings.length, 'workload', 'workloads')} fell within 28 days: ${listed(findings.map(({ subject, evidence }) => `${workloadName(subject.workload)} from ${percentText(evidence.usagePercentEarlier)} to ${percentText(evidence.usagePercent)}`))}.`,
    consider:
      'Holidays, people who left, a move to another product, or trouble with the service? Have seats been added that are not handed out yet?',
    try: [
      'Call before you write: ask what changed, and for whom.',
      'Look at who stopped, by team, and offer help to that team first.',
      'If another product took over, talk about which of the two to keep.',
    ],
  },
});
