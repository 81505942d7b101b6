import { parseDay } from '../time/day.ts';
import type { View } from './customer-figures.ts';
import type { Finding } from './finding.ts';
import type { CustomerFigures, ProductInsights, WorkloadInsights } from './insights.ts';
import { percentOf } from './percent.ts';
import { growingProduct, growingWorkload } from './rule-growth.ts';
import { idleSeats, lowDeployment, renewalAtRisk } from './rule-seats.ts';
import { fallingUsage, lowUsage } from './rule-workloads.ts';
import type { Snapshot } from './snapshot.ts';
import { isHeavier } from './support-load.ts';
import { THRESHOLDS } from './thresholds.ts';

type Figures = Omit<CustomerFigures, 'findings'>;

/**
 * The rules that fire at a customer, what is most at stake first. What is unknown or stale fires nothing, and below 10
 * seats only renewals are spoken of.
 */
export const findingsOf = (figures: Figures, snapshot: Snapshot, view: View): Finding[] => {
  const { workloads } = figures.usage;
  const seatsAreFresh = isFresh(figures, 'subscriptions');
  const assignmentsAreFresh = isFresh(figures, 'assignments');
  const rows = seatsAreFresh ? workloads.filter((row) => !row.stale && !row.smallSample) : [];
  const products = seatsAreFresh ? figures.deployment.products : [];
  const counted = products.filter(({ smallSample }) => assignmentsAreFresh && !smallSample);
  const used = counted.filter((product) => activityIsFresh(product, figures));
  const renewals = ownRenewals(snapshot, view);
  const found = [
    ...rows.flatMap((row) => lowUsage(row)),
    ...rows.flatMap((row) => fallingUsage(row, earlierOf(row, snapshot))),
    ...(assignmentsAreFresh ? rows.flatMap((row) => growingWorkload(row)) : []),
    ...counted.flatMap((product) => lowDeployment(product)),
    ...used.flatMap((product) => growingProduct(product)),
    ...used.flatMap((product) => idleSeats(product)),
    ...(assignmentsAreFresh ? products : [])
      .filter((product) => activityIsFresh(product, figures))
      .flatMap((product) =>
        renewals
          .filter(({ sku }) => sku === product.sku)
          .flatMap((renewal) => renewalAtRisk(product, renewal, parseDay(figures.asOf))),
      ),
    ...supportLoad(figures, view),
  ];
  return found.sort((a, b) => b.atStake - a.atStake || (orderKey(a) < orderKey(b) ? -1 : 1));
};

const orderKey = ({ id, subject }: Finding): string => `${id} ${JSON.stringify(subject)}`;

/** Whether a source was ever told of and is not stale. */
const isFresh = ({ sources }: Figures, wanted: Figures['sources'][number]['source']): boolean =>
  sources
    .filter(({ source, seller }) => source === wanted && seller !== 'own')
    .every(({ dataThrough, stale }) => dataThrough !== null && !stale);

/** Whether what is known of a product's users speaks of all its measured workloads up to lately. */
const activityIsFresh = ({ sku, family }: ProductInsights, { usage }: Figures): boolean => {
  const measured = new Set(usage.productWorkloads.flatMap((row) => (row.sku === sku ? [row.workload] : [])));
  return usage.workloads.every((row) => row.family !== family || !measured.has(row.workload) || !row.stale);
};

const earlierOf = ({ family, workload }: WorkloadInsights, snapshot: Snapshot) =>
  snapshot.workloads.find((row) => row.family === family && row.workload === workload)?.earlier ?? null;

/** A partner's own renewals; the operator's view has those of all sellers. */
const ownRenewals = ({ renewals }: Snapshot, { partnerId }: View): Snapshot['renewals'][string] => {
  if (partnerId === undefined) return Object.values(renewals).flat();
  return Object.hasOwn(renewals, partnerId) ? (renewals[partnerId] ?? []) : [];
};

/** `support-load`: many how-to cases, and more per person than at three quarters of the portfolio's customers. */
const supportLoad = (figures: Figures, { usualSupportLoad: usual }: View): Finding[] => {
  const { assignedPeople, sold } = figures.deployment;
  const howToCases = figures.supportCases?.['how-to'] ?? 0;
  if (!usual || !assignedPeople || sold === null || sold < THRESHOLDS.smallSampleSeats) return [];
  if (!isFresh(figures, 'supportCases') || !isFresh(figures, 'assignments')) return [];
  if (howToCases < THRESHOLDS.howToCases || !isHeavier({ howToCases, assignedPeople }, usual)) return [];
  const isTwice = isHeavier({ howToCases, assignedPeople: assignedPeople * 2 }, usual);
  return [
    {
      id: 'support-load',
      severity: isTwice ? 'high' : 'medium',
      subject: { kind: 'customer' },
      atStake: Math.ceil(howToCases - (usual.howToCases * assignedPeople) / usual.assignedPeople),
      evidence: {
        howToCases,
        assignedPeople,
        casesPer100People: percentOf(howToCases, assignedPeople) ?? 0,
        usualPer100People: percentOf(usual.howToCases, usual.assignedPeople) ?? 0,
      },
    },
  ];
};
