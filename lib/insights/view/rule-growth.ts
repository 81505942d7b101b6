import { percentOf } from '../count/percent.ts';
import { THRESHOLDS } from '../count/thresholds.ts';
import type { ProductInsights, WorkloadInsights } from './figures/seen-figures.ts';
import type { FindingOf } from './finding.ts';

/** `ready-to-grow` of a product: nearly all of its seats are assigned, and most of them used. */
export const growingProduct = (product: ProductInsights): FindingOf<'ready-to-grow'>[] => {
  const { sku, name, sold, assigned, activeEntitlements: active } = product;
  const { growDeploymentPercent, growUsagePercent } = THRESHOLDS;
  if (sold === null || assigned === null || active === null) return [];
  if (100 * assigned < growDeploymentPercent * sold || 100 * active < growUsagePercent * sold) return [];
  return [
    {
      id: 'ready-to-grow',
      severity: 'low',
      subject: { kind: 'product', sku, name },
      atStake: Math.ceil((100 * active - growUsagePercent * sold) / 100),
      evidence: {
        sold,
        assigned,
        active,
        deploymentPercent: percentOf(assigned, sold) ?? 0,
        usagePercent: percentOf(active, sold) ?? 0,
        beyondSeats: Math.max(0, active - sold),
      },
    },
  ];
};

/**
 * `ready-to-grow` of a workload: more people use it than there are qualified seats, and not because seats went from
 * one person to the next. Whoever cannot be told apart might be turnover and is left out too.
 */
export const growingWorkload = (row: WorkloadInsights): FindingOf<'ready-to-grow'>[] => {
  const { family, workload, active, qualified, excess, basis } = row;
  if (active === null || qualified === null || excess === null || basis === null) return [];
  const beyondSeats = Math.max(0, excess - basis.reassigned - basis.unknown);
  if (beyondSeats === 0) return [];
  return [
    {
      id: 'ready-to-grow',
      severity: 'medium',
      subject: { kind: 'workload', family, workload },
      atStake: beyondSeats,
      evidence: {
        sold: qualified,
        assigned: null,
        active,
        deploymentPercent: null,
        usagePercent: percentOf(active, qualified) ?? 0,
        beyondSeats,
      },
    },
  ];
};
