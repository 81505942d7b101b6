import * as z from 'zod';
import { dayText } from '../../time/day.ts';

const count = z.int().min(0);
const percent = z.number().min(0).meta({ description: 'Rounded for reading; rules compare the counts themselves.' });

const workloadSubject = z.object({ kind: z.literal('workload'), family: z.string(), workload: z.string() });
const productSubject = z.object({ kind: z.literal('product'), sku: z.string(), name: z.string() });
const subscriptionSubject = z.object({
  kind: z.literal('subscription'),
  subscriptionId: z.string(),
  sku: z.string(),
  name: z.string(),
});
const customerSubject = z.object({ kind: z.literal('customer') });

/** How much it matters, and how soon. */
export const severity = z.enum(['high', 'medium', 'low']);

const of = <Id extends string, Subject extends z.ZodType, Evidence extends z.ZodRawShape, Words extends z.ZodRawShape>(
  id: Id,
  subject: Subject,
  evidence: Evidence,
  words: Words,
) =>
  z.object({
    id: z.literal(id),
    severity,
    subject,
    /** Seats × gap to the threshold, rounded up: what findings are ordered by. */
    atStake: count.meta({ description: 'In seats: how far the figure is from its threshold. The order of the list.' }),
    ...words,
    evidence: z.object(evidence),
  });

const kindsWith = <Words extends z.ZodRawShape>(words: Words) =>
  z.discriminatedUnion('id', [
    of(
      'low-usage',
      workloadSubject,
      {
        active: count,
        /** Qualified seats less those beyond the first of one person. */
        seats: count,
        usagePercent: percent,
        thresholdPercent: percent,
      },
      words,
    ),
    of(
      'low-deployment',
      productSubject,
      {
        assigned: count,
        sold: count,
        unassigned: count,
        neverAssigned: count.nullable(),
        deploymentPercent: percent,
        thresholdPercent: percent,
      },
      words,
    ),
    of(
      'support-load',
      customerSubject,
      {
        howToCases: count,
        assignedPeople: count,
        casesPer100People: percent,
        /** What three quarters of the portfolio's customers do not exceed. */
        usualPer100People: percent,
      },
      words,
    ),
    of(
      'falling-usage',
      workloadSubject,
      {
        active: count,
        seats: count,
        usagePercent: percent,
        activeEarlier: count,
        seatsEarlier: count,
        usagePercentEarlier: percent,
      },
      words,
    ),
    of(
      'renewal-at-risk',
      subscriptionSubject,
      {
        renewsOn: dayText,
        days: count,
        quantity: count,
        activeEntitlements: count,
        sold: count,
        usagePercent: percent,
        thresholdPercent: percent,
      },
      words,
    ),
    of(
      'ready-to-grow',
      z.discriminatedUnion('kind', [productSubject, workloadSubject]),
      {
        sold: count,
        assigned: count.nullable(),
        active: count,
        deploymentPercent: percent.nullable(),
        usagePercent: percent,
        /** Active people for whom there is no qualified seat, turnover aside. */
        beyondSeats: count,
      },
      words,
    ),
    of(
      'idle-seats',
      productSubject,
      {
        idle: count,
        assigned: count,
        idlePercent: percent,
      },
      words,
    ),
  ]);

/** A rule that fired at a customer, with the counts it fired on and without words. */
export const finding = kindsWith({});
export type Finding = z.infer<typeof finding>;
export type FindingOf<Id extends Finding['id']> = Extract<Finding, { id: Id }>;

/** A finding put into words. */
export const recommendation = kindsWith({
  problem: z.string().meta({ description: 'What the figures show.' }),
  consider: z.string().meta({ description: 'What to find out before anything is done.' }),
  try: z.array(z.string()).meta({ description: 'What has been found to help.' }),
  links: z.array(z.object({ title: z.string(), url: z.url() })).meta({ description: 'As the operator set them.' }),
}).meta({ id: 'Recommendation' });
export type Recommendation = z.infer<typeof recommendation>;
