import { WINDOW_DAYS } from '../../activity/calendar.ts';
import { parseDay } from '../../time/day.ts';
import { isStale } from '../count/freshness.ts';
import { isHeardEnough } from '../count/heard-days.ts';
import { percentOf } from '../count/percent.ts';
import type { Snapshot } from '../count/snapshot.ts';
import { THRESHOLDS } from '../count/thresholds.ts';
import type { Finding } from './finding.ts';
import type { CustomerFigures, ProductInsights, WorkloadInsights } from './insights.ts';
import { growingProduct, growingWorkload } from './rule-growth.ts';
import { idleSeats, lowDeployment, renewalAtRisk } from './rule-seats.ts';
import { fallingUsage, lowUsage } from './rule-workloads.ts';
import { dayOfList } from './sources.ts';
import { isHeavier } from './support-load.ts';
import type { View } from './view.ts';
import { maySee } from './viewer-history.ts';

type Figures = Omit<CustomerFigures, 'findings'>;

/**
 * The rules that fire at a customer, what is most at stake first. What is unknown or stale fires nothing, and below 10
 * seats only renewals are spoken of.
 */
export const findingsOf = (figures: Figures, snapshot: Snapshot, view: View): Finding[] => {
  const { workloads } = figures.usage;
  const seatsAreFresh = isFresh(figures, 'subscriptions');
  const assignmentsAreFresh = isFresh(figures, 'assignments');
  const rows = seatsAreFresh ? workloads.filter((row) => !row.stale && !row.smallSample && isHeard(row, figures)) : [];
  const products = seatsAreFresh ? figures.deployment.products.filter(({ sold }) => sold !== null) : [];
  const counted = products.filter(({ smallSample }) => assignmentsAreFresh && !smallSample);
  const isUsed = (product: ProductInsights) => activityIsFresh(product, figures, view);
  const used = counted.filter(isUsed);
  const renewals = ownRenewals(snapshot, view);
  const comparable = maySee(view, parseDay(figures.asOf) - WINDOW_DAYS) ? rows : [];
  const knowsOverlaps = assignmentsAreFresh && figures.deployment.assignedPeople !== null;
  const found = [
    ...rows.filter((row) => knowsOverlaps || !isInSeveral(row, figures, view)).flatMap((row) => lowUsage(row)),
    ...comparable.flatMap((row) => fallingUsage(row, earlierOf(row, snapshot))),
    ...(assignmentsAreFresh ? rows.flatMap((row) => growingWorkload(row)) : []),
    ...counted.flatMap((product) => lowDeployment(product)),
    ...used.flatMap((product) => growingProduct(product)),
    ...used.flatMap((product) => idleSeats(product)),
    ...(assignmentsAreFresh ? products : [])
      .filter(isUsed)
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

const isHeard = ({ heardDays, dataThrough }: WorkloadInsights, { asOf }: Figures): boolean =>
  isHeardEnough(heardDays, dataThrough, asOf);

const contains = (sku: string, workload: string, { catalogue }: View): boolean =>
  catalogue.products.get(sku)?.workloads.includes(workload) ?? false;

/** Whether what is known of a product's users speaks long enough, and up to lately, of all its workloads that anybody ever told of. */
const activityIsFresh = ({ sku, family }: ProductInsights, figures: Figures, view: View): boolean =>
  figures.usage.workloads.every(
    (row) => row.family !== family || (!row.stale && isHeard(row, figures)) || !contains(sku, row.workload, view),
  );

/** Whether several products contain a workload, so that one person may have more than one seat with it. */
const isInSeveral = ({ family, workload }: WorkloadInsights, { deployment }: Figures, view: View): boolean =>
  deployment.products.filter((one) => one.family === family && one.sold && contains(one.sku, workload, view)).length >
  1;

const earlierOf = ({ family, workload }: WorkloadInsights, snapshot: Snapshot) =>
  snapshot.workloads.find((row) => row.family === family && row.workload === workload)?.earlier ?? null;

/** A partner's own renewals, the operator's view has those of all sellers; a list that is stale tells of none. */
const ownRenewals = (snapshot: Snapshot, { partnerId, limits }: View): Snapshot['renewals'][string] =>
  Object.entries(snapshot.renewals).flatMap(([seller, renewals]) => {
    const day = dayOfList(snapshot, seller);
    const isOwn = partnerId === undefined || seller === partnerId;
    return isOwn && day !== null && !isStale(day, parseDay(snapshot.asOf), limits.subscriptions) ? renewals : [];
  });

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
