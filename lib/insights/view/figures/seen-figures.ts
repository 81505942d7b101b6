import * as z from 'zod';
import { unnamedProduct } from '../../../licensing/not-counted.ts';
import { dayText } from '../../../time/day.ts';
import { basis, flows, reportedUsage, seatSource, supportCounts } from '../../count/figures.ts';

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
    source: z.enum(['activity', 'subscriptions', 'assignments', 'supportCases']),
    workload: z.string().optional().meta({ description: 'activity only' }),
    sku: z.string().optional().meta({
      description: 'assignments only: of this product its vendor’s own list tells, and the other entry does not',
    }),
    seller: z.enum(['own', 'all']).optional().meta({ description: 'subscriptions only' }),
    dataThrough: dayText.nullable(),
    stale: z.boolean().meta({ description: 'older than the limit that the operator set for the source' }),
  })
  .meta({ id: 'InsightsSource' });

const productInsights = z
  .object({
    sku: z.string(),
    name: z.string(),
    family: z.string(),
    sold: unknownable,
    soldByYou: unknownable,
    grace: unknownable,
    graceEndsOn: dayText.nullable().default(null).meta({
      description: 'the first day on which seats in grace stop working; null when nobody told you',
    }),
    onGrace: unknownable.default(null).meta({
      description:
        'people who find no sold seat and work on one in grace, in the workload in which there are most of them',
    }),
    trial: unknownable,
    assigned: unknownable,
    unassigned: unknownable,
    neverAssigned: unknownable.meta({
      description: 'sold seats beyond the most that were ever assigned at once, as far as the daily figures reach back',
    }),
    peakSince: dayText.nullable().default(null).meta({
      description: 'the first of the daily figures that neverAssigned looks back to',
    }),
    idle: unknownable.meta({ description: 'assigned for over 30 days and not active in the window' }),
    deploymentPercent: percent,
    restsOn: z.array(z.string()).default([]).meta({
      description: 'the measured workloads of the product, on which its usage and idle seats rest',
    }),
    activeEntitlements: unknownable,
    usagePercent: percent,
    activeOfAssignedPercent: percent,
    seatSource: seatSource.nullable(),
    seatsThrough: dayText.nullable().default(null).meta({
      description: 'the day through which the source of the seats speaks: the oldest, where sellers told of them',
    }),
    seatsStale: z.boolean().default(false).meta({ description: 'that day is longer ago than the source allows' }),
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

const workloadInsights = z
  .object({
    family: z.string(),
    workload: z.string(),
    qualified: unknownable,
    overlapSeats: count.meta({
      description: 'seats beyond the first of people who hold several qualified products with the workload',
    }),
    heardDays: z.int().min(0).max(28).nullable().default(null).meta({
      description:
        'of the 28 days of the window, how many the workload is heard of: with fewer, active people are at least so many; null when it is not covered, or nobody knows any more',
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
    activeDays: z.array(count).length(28).nullable().meta({
      description:
        'how many people were active on 1, 2 … 28 days of the window; null when not every day is known, or for fewer than 5 people',
    }),
    dataThrough: dayText.nullable(),
    stale: z.boolean(),
    smallSample: z.boolean(),
  })
  .meta({ id: 'WorkloadInsights' });
export type WorkloadInsights = z.infer<typeof workloadInsights>;

const productWorkload = z
  .object({
    sku: z.string(),
    workload: z.string(),
    qualified: unknownable,
    active: count.meta({ description: 'holders of the product who used the workload' }),
    usagePercent: percent,
  })
  .meta({ id: 'ProductWorkload' });

const alternatives = z
  .object({
    group: z.string(),
    name: z.string(),
    holders: unknownable.meta({ description: 'distinct people who hold at least one of the products' }),
    active: unknownable.meta({ description: 'of those, how many used at least one within the window' }),
    unmatched: unknownable.meta({
      description:
        'holders known by an id that is no mail address, and to which no other id is mapped: the same people may hold others of the products, so that the counts are at least so many',
    }),
    holdSeveral: z.object({ useNone: count, useOne: count, useSeveral: count }).nullable().meta({
      description: 'people who hold several of the products, by how many of them they need for what they used',
    }),
    movableSeats: unknownable.meta({
      description: 'seats that could be given to others while nobody lacks what was used within the window',
    }),
    heardDays: z.int().min(0).max(28).nullable().meta({ description: 'of the least heard of their workloads' }),
    products: z.array(
      z.object({
        sku: z.string(),
        name: z.string(),
        family: z.string(),
        sold: unknownable,
        assigned: unknownable,
        activeEntitlements: unknownable,
        usagePercent: percent,
        spare: unknownable.meta({
          description:
            'holders of several of the products who used others within the window, and would lack nothing without this one',
        }),
      }),
    ),
    unmeasured: z
      .array(z.string())
      .meta({ description: 'products of whose use nothing is told: nobody is said to do without' }),
  })
  .meta({ id: 'Alternatives' });
export type Alternatives = z.infer<typeof alternatives>;

const seatsNotCounted = unnamedProduct
  .extend({
    source: z.string().meta({ description: 'the kind of import' }),
    day: dayText.meta({ description: 'that the file speaks of' }),
    importId: z.string().optional().meta({ description: 'where the caller may look at the import' }),
    toldBy: z.string().optional().meta({ description: 'for operators, where it is what one partner sold' }),
  })
  .meta({ id: 'SeatsNotCounted' });

/** What one caller sees of one customer on one day in numbers. */
export const seenFigures = z.object({
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
    neverAssigned: unknownable,
    idle: unknownable,
    assignedPeople: unknownable.meta({ description: 'distinct people who hold at least one product' }),
    deploymentPercent: percent,
    counted,
    products: z.array(productInsights),
  }),
  usage: z.object({
    activePeople: unknownable.meta({ description: 'distinct people of all families' }),
    activePeople7: unknownable,
    activePeople1: unknownable,
    activeEntitlements: unknownable,
    qualified: unknownable,
    usagePercent: percent,
    counted,
    families: z.array(familyInsights),
    workloads: z.array(workloadInsights),
    productWorkloads: z.array(productWorkload).meta({
      description:
        'Who holds several products, or uses several workloads, is in several rows: these rows do not add up to people.',
    }),
    reported: z
      .array(reportedUsage.extend({ reportedBy: z.string().optional().meta({ description: 'for operators' }) }))
      .meta({ description: 'Monthly counts without users, as a source reported them; in no other figure.' }),
  }),
  alternatives: z.array(alternatives).default([]).meta({
    description:
      'Products that stand in for one another, side by side, where the customer has several of a group. In no total.',
  }),
  flows: flows.nullable().meta({ description: 'of the products that count in usage, since the day before' }),
  seatsNotCounted: z.array(seatsNotCounted).default([]).meta({
    description:
      'What the newest files could not name, with most seats first: in no figure, until it is mapped to a product.',
  }),
  moreNotCounted: count.default(0).meta({ description: 'how many further names there are, which are not listed' }),
  supportCases: supportCounts.nullable().meta({ description: 'of the window, as the caller posted them' }),
});
export type SeenFigures = z.infer<typeof seenFigures>;
