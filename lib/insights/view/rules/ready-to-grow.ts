import * as z from 'zod';
import { workloadName } from '../../../catalogue/names/workload-names.ts';
import { percentOf } from '../../count/percent.ts';
import { THRESHOLDS } from '../../count/thresholds.ts';
import type { ProductInsights, SeenFigures, WorkloadInsights } from '../figures/seen-figures.ts';
import type { View } from '../figures/view.ts';
import { contains } from './containing-products.ts';
import { count, type Found, percent, productSubject, workloadSubject } from './finding-schema.ts';
import { activityIsFresh, isFresh } from './fresh-sources.ts';
import { judgedSamples, judgedWorkloads } from './judged-figures.ts';
import { counted, listed, number, percentText } from './numbers-in-words.ts';
import { OFF_BY_DEFAULT } from './off-by-default.ts';
import { defineRule } from './rule.ts';

const subject = z.discriminatedUnion('kind', [productSubject, workloadSubject]);
const evidence = {
  sold: count,
  assigned: count.nullable(),
  active: count,
  deploymentPercent: percent.nullable(),
  usagePercent: percent,
  /** Active people for whom there is no qualified seat, turnover aside. */
  beyondSeats: count,
};

type Growth = Found<'ready-to-grow', typeof subject, typeof evidence>;

/**
 * Whether people work on lapsed seats of a product, or more people use it than were sold seats while some in its workloads
 * work on lapsed ones: that is a renewal and no growth (design 6, ruling 12).
 */
const isOnLapsedSeats = (product: ProductInsights, { usage }: SeenFigures, view: View): boolean => {
  if (product.onGrace) return true;
  const isBeyond = (product.activeEntitlements ?? 0) > (product.sold ?? 0);
  const rows = usage.workloads.filter(
    ({ family, workload }) => family === product.family && contains(product.sku, workload, view),
  );
  return isBeyond && rows.some(({ basis }) => basis !== null && basis.lapsed > 0);
};

/**
 * Whether seats are bought before they are assigned. Of a product that is billed for each seat that is assigned, nearly all
 * always are: that says nothing of how many more are wanted.
 */
const isBoughtAhead = ({ sku }: ProductInsights, { catalogue }: View): boolean =>
  catalogue.products.get(sku)?.billedPer !== 'assigned-seat';

/** Nearly all of a product's seats are assigned, and most of them used. */
const growingProduct = (product: ProductInsights, growUsagePercent: number): Growth[] => {
  const { sku, name, sold, assigned, activeEntitlements: active } = product;
  const { growDeploymentPercent } = THRESHOLDS;
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
 * More people use a workload than there are qualified seats, and not because seats went from one person to the next.
 * Whoever cannot be told apart might be turnover and is left out too; so is who works on a lapsed seat, which has to be
 * renewed and not sold anew.
 */
const growingWorkload = (row: WorkloadInsights, growUsagePercent: number): Growth[] => {
  const { family, workload, active, qualified, excess, basis } = row;
  if (active === null || qualified === null || excess === null || basis === null) return [];
  const beyondSeats = Math.max(0, excess - basis.reassigned - basis.lapsed - basis.unknown);
  if (beyondSeats === 0 || 100 * active < growUsagePercent * qualified) return [];
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

/** Room for more: a product that is nearly full and well used, or a workload with more people than seats. */
export const readyToGrow = defineRule({
  id: 'ready-to-grow',
  name: 'Ready to grow',
  stake:
    'Of a product, how many more seats are used than the threshold of usage asks for; of a workload, how many people have no seat.',
  subject,
  evidence,
  evidenceNames: {
    sold: 'Seats sold',
    assigned: 'Assigned',
    active: 'Active people',
    deploymentPercent: 'Deployment',
    usagePercent: 'Usage',
    beyondSeats: 'People beyond the seats',
  },
  threshold: {
    description:
      'Usage in percent of the sold seats from which it fires; of a workload with more people than seats it is beyond 100.',
    value: THRESHOLDS.growUsagePercent,
    least: 0,
    most: 1000,
    apart: ['workloads', 'products'],
    workloads: OFF_BY_DEFAULT,
  },
  fires: (figures, _snapshot, view, thresholds) => [
    ...(isFresh(figures, 'assignments') ? judgedWorkloads(figures, view) : []).flatMap((row) =>
      growingWorkload(row, thresholds.ofWorkload(row.workload)),
    ),
    ...judgedSamples(figures)
      .filter((product) => isBoughtAhead(product, view))
      .filter((product) => activityIsFresh(product, figures, view) && !isOnLapsedSeats(product, figures, view))
      .flatMap((product) => growingProduct(product, thresholds.ofProduct(product.sku))),
  ],
  words: {
    problem: ({ subject, evidence }) =>
      subject.kind === 'product'
        ? `${subject.name} is nearly full and well used: ${number(evidence.assigned ?? 0)} of ${counted(evidence.sold, 'seat', 'seats')} assigned, ${percentText(evidence.usagePercent)} of them used.`
        : `${counted(evidence.beyondSeats, 'more person uses', 'more people use')} ${workloadName(subject.workload)} than there are qualified seats, turnover left out.`,
    together: (findings) =>
      findings.some(({ subject }) => subject.kind === 'product')
        ? `${counted(findings.length, 'product is', 'products are')} nearly full and well used: ${listed(findings.flatMap(({ subject, evidence }) => (subject.kind === 'product' ? [`${subject.name} (${number(evidence.assigned ?? 0)} of ${number(evidence.sold)} assigned, ${percentText(evidence.usagePercent)} used)`] : [])))}.`
        : `More people use ${counted(findings.length, 'workload', 'workloads')} than there are qualified seats, turnover left out: ${listed(findings.flatMap(({ subject, evidence }) => (subject.kind === 'workload' ? [`${workloadName(subject.workload)} ${number(evidence.beyondSeats)} more`] : [])))}.`,
    consider:
      'Are there people who wait for a seat, teams that do not have the product yet, or a larger one that would fit?',
    try: [
      'Ask who else would use it, and offer the seats before they are missed.',
      'Offer trainings for the next step: advanced use, or what the larger product adds.',
      'Where people work on trial, lapsed or missing seats, put that in order together first.',
    ],
  },
});
