import { percentOf } from '../count/percent.ts';
import type { SnapshotWorkload } from '../count/snapshot.ts';
import { THRESHOLDS } from '../count/thresholds.ts';
import type { WorkloadInsights } from './figures/seen-figures.ts';
import type { FindingOf } from './finding.ts';

const subjectOf = ({ family, workload }: WorkloadInsights) => ({ kind: 'workload' as const, family, workload });

/** `low-usage`: fewer than 40 % of the seats are used, seats beyond the first of one person left out. */
export const lowUsage = (row: WorkloadInsights): FindingOf<'low-usage'>[] => {
  const { active, qualified, overlapSeats } = row;
  const threshold = THRESHOLDS.lowUsagePercent;
  if (active === null || qualified === null) return [];
  const seats = qualified - overlapSeats;
  if (seats <= 0 || 100 * active >= threshold * seats) return [];
  return [
    {
      id: 'low-usage',
      severity: 200 * active < threshold * seats ? 'high' : 'medium',
      subject: subjectOf(row),
      atStake: Math.ceil((threshold * seats - 100 * active) / 100),
      evidence: { active, seats, usagePercent: percentOf(active, seats) ?? 0, thresholdPercent: threshold },
    },
  ];
};

/** `falling-usage`: at least 10 points below the usage of 28 days earlier. */
export const fallingUsage = (
  row: WorkloadInsights,
  earlier: SnapshotWorkload['earlier'],
): FindingOf<'falling-usage'>[] => {
  const { active, qualified: seats } = row;
  const [activeEarlier, seatsEarlier] = [earlier?.active ?? null, earlier?.qualified ?? null];
  if (active === null || seats === null || activeEarlier === null || seatsEarlier === null) return [];
  if (seats === 0 || seatsEarlier < THRESHOLDS.smallSampleSeats) return [];
  // What is lost, as a share of the seats of both days multiplied.
  const lost = activeEarlier * seats - active * seatsEarlier;
  if (100 * lost < THRESHOLDS.fallingPoints * seats * seatsEarlier) return [];
  return [
    {
      id: 'falling-usage',
      severity: 100 * lost >= 2 * THRESHOLDS.fallingPoints * seats * seatsEarlier ? 'high' : 'medium',
      subject: subjectOf(row),
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
};
