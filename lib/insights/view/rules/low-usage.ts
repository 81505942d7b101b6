import { workloadName } from '../../../catalogue/names/workload-names.ts';
import { percentOf } from '../../count/percent.ts';
import { THRESHOLDS } from '../../count/thresholds.ts';
import { isInSeveral } from './containing-products.ts';
import { count, percent, workloadSubject } from './finding-schema.ts';
import { isFresh } from './fresh-sources.ts';
import { judgedWorkloads } from './judged-figures.ts';
import { counted, listed, number, percentText } from './numbers-in-words.ts';
import { OFF_BY_DEFAULT } from './off-by-default.ts';
import { defineRule } from './rule.ts';

/** Microsoft's own line at which a workload counts as deployed, which the words say of no other threshold. */
const DEPLOYED_PERCENT = THRESHOLDS.lowUsagePercent;

const lineText = (percent: number): string =>
  percent === DEPLOYED_PERCENT
    ? `the ${percent} % at which a workload counts as deployed`
    : `the ${percent} % set for it`;

/** Fewer than 40 % of a workload's seats are used, seats beyond the first of one person left out. */
export const lowUsage = defineRule({
  id: 'low-usage',
  name: 'Low usage',
  stake: 'How many more people would have to use it for usage to reach the threshold.',
  subject: workloadSubject,
  evidence: {
    active: count,
    /** Qualified seats less those beyond the first of one person. */
    seats: count,
    usagePercent: percent,
    thresholdPercent: percent,
  },
  evidenceNames: {
    active: 'Active people',
    seats: 'Seats, one per person',
    usagePercent: 'Usage',
    thresholdPercent: 'Threshold',
  },
  threshold: {
    description: 'Usage in percent of the seats, one per person, below which it fires.',
    value: THRESHOLDS.lowUsagePercent,
    least: 0,
    most: 100,
    apart: ['workloads'],
    workloads: OFF_BY_DEFAULT,
  },
  fires: (figures, _snapshot, view, thresholds) => {
    const knowsOverlaps = isFresh(figures, 'assignments') && figures.deployment.assignedPeople !== null;
    const rows = judgedWorkloads(figures, view).filter((row) => knowsOverlaps || !isInSeveral(row, figures, view));
    return rows.flatMap(({ family, workload, active, qualified, overlapSeats }) => {
      if (active === null || qualified === null) return [];
      const threshold = thresholds.ofWorkload(workload);
      const seats = qualified - overlapSeats;
      if (seats <= 0 || 100 * active >= threshold * seats) return [];
      return [
        {
          id: 'low-usage',
          severity: 200 * active < threshold * seats ? 'high' : 'medium',
          subject: { kind: 'workload', family, workload },
          atStake: Math.ceil((threshold * seats - 100 * active) / 100),
          evidence: { active, seats, usagePercent: percentOf(active, seats) ?? 0, thresholdPercent: threshold },
        },
      ];
    });
  },
  words: {
    problem: ({ subject, evidence: { active, seats, usagePercent, thresholdPercent } }) =>
      `${counted(active, 'person uses', 'people use')} ${workloadName(subject.workload)} on ${counted(seats, 'seat that contains', 'seats that contain')} it: ${percentText(usagePercent)}, below ${lineText(thresholdPercent)}.`,
    together: (findings) =>
      `${counted(findings.length, 'workload is', 'workloads are')} used too little: ${listed(findings.map(({ subject, evidence }) => `${workloadName(subject.workload)} by ${number(evidence.active)} on ${counted(evidence.seats, 'seat', 'seats')} (${percentText(evidence.usagePercent)})`))}. A workload counts as deployed at ${DEPLOYED_PERCENT} %.`,
    consider:
      'Do people know what it would do for them in their own work, and do they use something else for it today?',
    try: [
      "Show two or three stories from the customer's own trade: who does what with it, and what that saves.",
      'Offer short trainings of half an hour, one task each, and videos of a few minutes to look up later.',
      'Win a few people in each team who use it first and help the others.',
    ],
  },
});
