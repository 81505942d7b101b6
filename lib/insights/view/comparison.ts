import * as z from 'zod';
import { dayText } from '../../time/day.ts';
import { type Flows, flows } from '../count/figures.ts';
import type { CustomerFigures } from './insights.ts';

const countChange = z
  .object({ from: z.int().nullable(), to: z.int().nullable(), change: z.int().nullable() })
  .meta({ id: 'CountChange' });
const percentChange = z
  .object({
    from: z.number().nullable(),
    to: z.number().nullable(),
    change: z.number().nullable().meta({ description: 'in percentage points' }),
  })
  .meta({ id: 'PercentChange' });

const deploymentChange = { assigned: countChange, sold: countChange, deploymentPercent: percentChange };
const usageChange = { activeEntitlements: countChange, qualified: countChange, usagePercent: percentChange };

/** What changed at a customer from one day to another: numerators, denominators and rates apart. */
export const comparison = z
  .object({
    customerId: z.string(),
    name: z.string(),
    from: dayText,
    to: dayText,
    deployment: z.object(deploymentChange),
    usage: z.object({ ...usageChange, activePeople: countChange }),
    products: z.array(
      z.object({
        sku: z.string(),
        name: z.string(),
        ...deploymentChange,
        activeEntitlements: countChange,
        usagePercent: percentChange,
      }),
    ),
    workloads: z.array(
      z.object({
        family: z.string(),
        workload: z.string(),
        active: countChange,
        qualified: countChange,
        usagePercent: percentChange,
      }),
    ),
    flows: flows
      .nullable()
      .meta({ description: 'Summed over the days after `from` up to `to`; null when those of a day are not known.' }),
    otherwise: z.int().nullable().meta({
      description:
        'What of the change of active entitlements is not `activated - lapsed`: activity that came to light late, or a product whose users are known since, or no longer.',
    }),
  })
  .meta({ id: 'Comparison' });
export type Comparison = z.infer<typeof comparison>;

const counts = (from: number | null | undefined, to: number | null | undefined) => ({
  from: from ?? null,
  to: to ?? null,
  change: from == null || to == null ? null : to - from,
});

/** Percentages have one decimal, and so has their difference. */
const percents = (from: number | null | undefined, to: number | null | undefined) => ({
  from: from ?? null,
  to: to ?? null,
  change: from == null || to == null ? null : Math.round(10 * to - 10 * from) / 10,
});

/** Compares two days of one customer; `flowsOfDays` are those of each day after the first up to the second. */
export const comparisonOf = (
  from: CustomerFigures,
  to: CustomerFigures,
  flowsOfDays: readonly (Flows | null)[],
): Comparison => {
  const [was, is] = [from.usage, to.usage];
  const usage = {
    activeEntitlements: counts(was.activeEntitlements, is.activeEntitlements),
    qualified: counts(was.qualified, is.qualified),
    usagePercent: percents(was.usagePercent, is.usagePercent),
    activePeople: counts(was.activePeople, is.activePeople),
  };
  const summed = sumOf(flowsOfDays);
  const { change } = usage.activeEntitlements;
  return {
    customerId: to.customerId,
    name: to.name,
    from: from.asOf,
    to: to.asOf,
    deployment: {
      assigned: counts(from.deployment.assigned, to.deployment.assigned),
      sold: counts(from.deployment.sold, to.deployment.sold),
      deploymentPercent: percents(from.deployment.deploymentPercent, to.deployment.deploymentPercent),
    },
    usage,
    products: pairs(from.deployment.products, to.deployment.products, ({ sku }) => sku).map(([a, b]) => ({
      sku: (b ?? a)?.sku ?? '',
      name: (b ?? a)?.name ?? '',
      assigned: counts(a?.assigned, b?.assigned),
      sold: counts(a?.sold, b?.sold),
      deploymentPercent: percents(a?.deploymentPercent, b?.deploymentPercent),
      activeEntitlements: counts(a?.activeEntitlements, b?.activeEntitlements),
      usagePercent: percents(a?.usagePercent, b?.usagePercent),
    })),
    workloads: pairs(was.workloads, is.workloads, (row) => `${row.family}/${row.workload}`).map(([a, b]) => ({
      family: (b ?? a)?.family ?? '',
      workload: (b ?? a)?.workload ?? '',
      active: counts(a?.active, b?.active),
      qualified: counts(a?.qualified, b?.qualified),
      usagePercent: percents(a?.usagePercent, b?.usagePercent),
    })),
    flows: summed,
    otherwise: summed === null || change === null ? null : change - (summed.activated - summed.lapsed),
  };
};

const sumOf = (days: readonly (Flows | null)[]): Flows | null => {
  const sum = { assigned: 0, reclaimed: 0, activated: 0, lapsed: 0 };
  for (const day of days) {
    if (day === null) return null;
    sum.assigned += day.assigned;
    sum.reclaimed += day.reclaimed;
    sum.activated += day.activated;
    sum.lapsed += day.lapsed;
  }
  return sum;
};

/** Rows of both days that have the same key, in the order of the later day; `undefined` where a day has none. */
const pairs = <Row>(
  from: readonly Row[],
  to: readonly Row[],
  keyOf: (row: Row) => string,
): [Row | undefined, Row | undefined][] => {
  const before = new Map(from.map((row) => [keyOf(row), row]));
  const after = new Set(to.map(keyOf));
  return [
    ...to.map((row): [Row | undefined, Row] => [before.get(keyOf(row)), row]),
    ...from.filter((row) => !after.has(keyOf(row))).map((row): [Row, undefined] => [row, undefined]),
  ];
};
