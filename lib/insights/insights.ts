import * as z from 'zod';
import { dayText } from '../time/day.ts';

const count = z.int().min(0);
const unknownable = count.nullable().meta({ description: 'null when it is not known; never 0 in its place' });
const percent = z.number().min(0).nullable().meta({
  description: 'Made from the two counts at the end, half up to one decimal, not capped; null when it cannot be told',
});

/** Over how many of the members of a roll-up both counts were known. */
const counted = z.object({ members: count, of: count });

/** How far one source speaks. */
const insightsSource = z
  .object({
    source: z.enum(['activity', 'subscriptions', 'assignments']),
    workload: z.string().optional().meta({ description: 'activity only' }),
    seller: z.enum(['own', 'all']).optional().meta({ description: 'subscriptions only' }),
    dataThrough: dayText.nullable(),
    stale: z.boolean(),
  })
  .meta({ id: 'InsightsSource' });

/** Which source gave a product's seats: the sellers' own lists, or a tenant-wide file. */
export const seatSource = z.enum(['subscriptions', 'graph.directorySubscriptions', 'graph.subscribedSkus']);
export type SeatSource = z.infer<typeof seatSource>;

const productInsights = z
  .object({
    sku: z.string(),
    name: z.string(),
    family: z.string(),
    sold: unknownable,
    soldByYou: unknownable,
    grace: unknownable,
    trial: unknownable,
    assigned: unknownable,
    unassigned: unknownable,
    idle: unknownable.meta({ description: 'assigned for over 30 days and not active in the window' }),
    deploymentPercent: percent,
    activeEntitlements: unknownable,
    usagePercent: percent,
    activeOfAssignedPercent: percent,
    seatSource: seatSource.nullable(),
    smallSample: z.boolean().meta({ description: 'fewer than 10 sold seats' }),
  })
  .meta({ id: 'ProductInsights' });
export type ProductInsights = z.infer<typeof productInsights>;

const familyInsights = z
  .object({
    family: z.string(),
    activePeople: unknownable,
    activePeople7: unknownable,
    activePeople1: unknownable,
    activeEntitlements: unknownable,
    qualified: unknownable,
    usagePercent: percent,
  })
  .meta({ id: 'FamilyInsights' });

/** On what the active people of a row stand; adds up to `active`. */
export const basis = z
  .object({
    qualified: count,
    lapsed: count,
    trial: count,
    overAssigned: count,
    reassigned: count,
    unlicensed: count,
    unknown: count,
  })
  .meta({ id: 'Basis' });

const workloadInsights = z
  .object({
    family: z.string(),
    workload: z.string(),
    qualified: unknownable,
    overlapSeats: count.meta({
      description: 'seats beyond the first of people who hold several qualified products with the workload',
    }),
    active: unknownable,
    active7: unknownable,
    active1: unknownable,
    activeOnFree: unknownable,
    usagePercent: percent,
    basis: basis.nullable(),
    excess: unknownable.meta({ description: 'active people beyond the qualified seats' }),
    excessReasons: z.array(
      z.object({
        basis: z.enum(['lapsed', 'trial', 'overAssigned', 'reassigned', 'unlicensed', 'unknown']),
        users: count,
        text: z.string(),
      }),
    ),
    idleQualifiedSeats: unknownable.meta({
      description:
        'qualified seats on which no active person sits: they offset the reasons, which add up to the excess and these',
    }),
    smallSample: z.boolean(),
  })
  .meta({ id: 'WorkloadInsights' });
export type WorkloadInsights = z.infer<typeof workloadInsights>;

/** What one caller sees of one customer on one day. */
export const customerInsights = z
  .object({
    customerId: z.string(),
    name: z.string(),
    asOf: dayText,
    processedAt: z.iso.datetime(),
    window: z.object({ from: dayText, to: dayText, days: z.literal(28) }),
    catalogVersion: z.string(),
    sources: z.array(insightsSource),
    deployment: z.object({
      sold: unknownable,
      assigned: unknownable,
      unassigned: unknownable,
      assignedBeyondSold: unknownable,
      deploymentPercent: percent,
      counted,
      products: z.array(productInsights),
    }),
    usage: z.object({
      activeEntitlements: unknownable,
      qualified: unknownable,
      usagePercent: percent,
      counted,
      families: z.array(familyInsights),
      workloads: z.array(workloadInsights),
    }),
  })
  .meta({ id: 'CustomerInsights' });
export type CustomerInsights = z.infer<typeof customerInsights>;
