import { type Day, parseDay } from '../../time/day.ts';
import { percentOf } from '../count/percent.ts';
import type { Snapshot } from '../count/snapshot.ts';
import { THRESHOLDS } from '../count/thresholds.ts';
import type { ProductInsights } from './figures/seen-figures.ts';
import type { FindingOf } from './finding.ts';

/** `low-deployment`: fewer than 85 % of the sold seats are assigned. */
export const lowDeployment = (product: ProductInsights): FindingOf<'low-deployment'>[] => {
  const { sku, name, sold, assigned, unassigned, neverAssigned } = product;
  const threshold = THRESHOLDS.lowDeploymentPercent;
  if (sold === null || assigned === null || unassigned === null || 100 * assigned >= threshold * sold) return [];
  return [
    {
      id: 'low-deployment',
      severity: 200 * assigned < threshold * sold ? 'high' : 'medium',
      subject: { kind: 'product', sku, name },
      atStake: Math.ceil((threshold * sold - 100 * assigned) / 100),
      evidence: {
        assigned,
        sold,
        unassigned,
        neverAssigned,
        deploymentPercent: percentOf(assigned, sold) ?? 0,
        thresholdPercent: threshold,
      },
    },
  ];
};

/** `idle-seats`: held for over 30 days by people who are not active. */
export const idleSeats = ({ sku, name, idle, assigned }: ProductInsights): FindingOf<'idle-seats'>[] => {
  if (idle === null || assigned === null || idle === 0) return [];
  return [
    {
      id: 'idle-seats',
      severity: 100 * idle >= THRESHOLDS.manyIdlePercent * assigned ? 'medium' : 'low',
      subject: { kind: 'product', sku, name },
      atStake: idle,
      evidence: { idle, assigned, idlePercent: percentOf(idle, assigned) ?? 0 },
    },
  ];
};

/** `renewal-at-risk`: a subscription renews within 90 days and fewer than 40 % of the product's seats are used. */
export const renewalAtRisk = (
  { sku, name, activeEntitlements, sold }: ProductInsights,
  { id, quantity, renewsOn }: Snapshot['renewals'][string][number],
  asOf: Day,
): FindingOf<'renewal-at-risk'>[] => {
  const threshold = THRESHOLDS.renewalUsagePercent;
  if (activeEntitlements === null || !sold || 100 * activeEntitlements >= threshold * sold) return [];
  const days = parseDay(renewsOn) - asOf;
  return [
    {
      id: 'renewal-at-risk',
      severity: days <= THRESHOLDS.renewalUrgentDays ? 'high' : 'medium',
      subject: { kind: 'subscription', subscriptionId: id, sku, name },
      atStake: Math.ceil((quantity * (threshold * sold - 100 * activeEntitlements)) / (100 * sold)),
      evidence: {
        renewsOn,
        days,
        quantity,
        activeEntitlements,
        sold,
        usagePercent: percentOf(activeEntitlements, sold) ?? 0,
        thresholdPercent: threshold,
      },
    },
  ];
};
