import { BASES } from '../../insights/count/basis.ts';
import type { ProductInsights, WorkloadInsights } from '../../insights/view/figures/seen-figures.ts';
import { type Group, groupsOf } from '../../insights/view/groups.ts';
import type { RecommendationLinks } from '../../insights/view/recommendation-ids.ts';
import type { AnyFinding } from '../../insights/view/rules/finding-schema.ts';
import type { AnyRule } from '../../insights/view/rules/rule.ts';
import { RULES } from '../../insights/view/rules/rules.ts';
import type { PortfolioRow } from '../../portfolio/generation/generation.ts';
import type { ExportReport } from '../job/export-job.ts';
import type { Cell } from './csv.ts';

/** A customer as the portfolio's owner sees it, with what any rules found. */
type Reported = Omit<PortfolioRow, 'findings'> & { readonly findings: readonly AnyFinding[] };

interface Column<Line> {
  readonly name: string;
  readonly cell: (line: Line, customer: Reported) => Cell;
}

/** One kind of file: its columns, the same for one customer and for all, and the records that a customer adds. */
export interface Report {
  readonly columns: readonly string[];
  readonly recordsOf: (customer: Reported) => Cell[][];
}

type Source = Reported['sources'][number];

/** The sources that speak of all sellers' subscriptions; a caller's own list has a figure of its own. */
const isSubscriptions = (source: Source): boolean => source.source === 'subscriptions' && source.seller !== 'own';
/** What tells who holds a product: its vendor's own list where there is one. */
const isAssignmentsOf =
  (sku: string, { sources }: Reported) =>
  (source: Source): boolean => {
    const own = sources.some((one) => one.source === 'assignments' && one.sku === sku);
    return source.source === 'assignments' && source.sku === (own ? sku : undefined);
  };

/**
 * A fact of a customer that each of its lines asks for, found once: lines come customer by customer.
 */
const onceFor = <Fact>(factOf: (customer: Reported) => Fact): ((customer: Reported) => Fact) => {
  let last: { readonly customer: Reported; readonly fact: Fact } | undefined;
  return (customer) => {
    if (last?.customer !== customer) last = { customer, fact: factOf(customer) };
    return last.fact;
  };
};

/** The day through which all these sources speak: the oldest; unknown when there is none or one of them is unknown. */
const throughOf = ({ sources }: Reported, ...kinds: ((source: Source) => boolean)[]): string | null => {
  const days = sources.filter((source) => kinds.some((kind) => kind(source))).map((source) => source.dataThrough);
  return days.reduce(
    (oldest, day) => (oldest === null || day === null || day < oldest ? day : oldest),
    days[0] ?? null,
  );
};

const isStale = ({ sources }: Reported, ...kinds: ((source: Source) => boolean)[]): boolean =>
  sources.some((source) => source.stale && kinds.some((kind) => kind(source)));

const subscriptionsThrough = onceFor((customer) => throughOf(customer, isSubscriptions));
const isSubscriptionsStale = onceFor((customer) => isStale(customer, isSubscriptions));

/** The workloads of which a family's activity is stale. */
const staleWorkloads = onceFor(({ usage }) =>
  usage.workloads.flatMap(({ family, workload, stale }) => (stale ? [{ family, workload }] : [])),
);

/** Whether the activity behind a product's usage is stale in one of its workloads. */
const isUsageStale = ({ sku, family }: ProductInsights, customer: Reported): boolean =>
  staleWorkloads(customer).some(
    (stale) =>
      stale.family === family &&
      customer.usage.productWorkloads.some((row) => row.sku === sku && row.workload === stale.workload),
  );

/** `overAssigned` as columns are named: `over_assigned`. */
const inSnakeCase = (name: string): string => name.replaceAll(/[A-Z]|\d+/gu, (part) => `_${part.toLowerCase()}`);

const known = new Map<string, string>();

/** The same, found once for each of the few names that there are. */
const snakeCase = (name: string): string => {
  const before = known.get(name) ?? inSnakeCase(name);
  known.set(name, before);
  return before;
};

const CUSTOMER: readonly Column<unknown>[] = [
  { name: 'customer_id', cell: (_, customer) => customer.customerId },
  { name: 'customer_name', cell: (_, customer) => customer.name },
  { name: 'customer_domain', cell: (_, customer) => customer.domain ?? null },
  { name: 'as_of', cell: (_, customer) => customer.asOf },
];

const DEPLOYMENT: readonly Column<ProductInsights>[] = [
  ...CUSTOMER,
  { name: 'sku', cell: (product) => product.sku },
  { name: 'product_name', cell: (product) => product.name },
  { name: 'family', cell: (product) => product.family },
  { name: 'seat_source', cell: (product) => product.seatSource },
  { name: 'sold', cell: (product) => product.sold },
  { name: 'sold_by_you', cell: (product) => product.soldByYou },
  { name: 'grace', cell: (product) => product.grace },
  { name: 'grace_ends_on', cell: (product) => product.graceEndsOn },
  { name: 'on_grace', cell: (product) => product.onGrace },
  { name: 'trial', cell: (product) => product.trial },
  { name: 'assigned', cell: (product) => product.assigned },
  { name: 'unassigned', cell: (product) => product.unassigned },
  { name: 'never_assigned', cell: (product) => product.neverAssigned },
  { name: 'idle', cell: (product) => product.idle },
  { name: 'deployment_percent', cell: (product) => product.deploymentPercent },
  { name: 'rests_on', cell: (product) => product.restsOn.join(' ') },
  { name: 'active_entitlements', cell: (product) => product.activeEntitlements },
  { name: 'usage_percent', cell: (product) => product.usagePercent },
  { name: 'active_of_assigned_percent', cell: (product) => product.activeOfAssignedPercent },
  { name: 'subscriptions_through', cell: (_, customer) => subscriptionsThrough(customer) },
  { name: 'assignments_through', cell: ({ sku }, customer) => throughOf(customer, isAssignmentsOf(sku, customer)) },
  {
    name: 'stale',
    cell: (product, customer) =>
      isSubscriptionsStale(customer) ||
      isStale(customer, isAssignmentsOf(product.sku, customer)) ||
      isUsageStale(product, customer),
  },
];

const USAGE: readonly Column<WorkloadInsights>[] = [
  ...CUSTOMER,
  { name: 'family', cell: (row) => row.family },
  { name: 'workload', cell: (row) => row.workload },
  { name: 'qualified', cell: (row) => row.qualified },
  { name: 'overlap_seats', cell: (row) => row.overlapSeats },
  { name: 'heard_days', cell: (row) => row.heardDays },
  { name: 'active_28_days', cell: (row) => row.active },
  { name: 'active_7_days', cell: (row) => row.active7 },
  { name: 'active_1_day', cell: (row) => row.active1 },
  { name: 'active_on_free', cell: (row) => row.activeOnFree },
  { name: 'usage_percent', cell: (row) => row.usagePercent },
  { name: 'excess', cell: (row) => row.excess },
  ...BASES.map((basis) => ({
    name: `on_${snakeCase(basis)}`,
    cell: (row: WorkloadInsights) => row.basis?.[basis] ?? null,
  })),
  { name: 'activity_through', cell: (row) => row.dataThrough },
  { name: 'subscriptions_through', cell: (_, customer) => subscriptionsThrough(customer) },
  { name: 'stale', cell: (row, customer) => row.stale || isSubscriptionsStale(customer) },
];

type ProductWorkload = Reported['usage']['productWorkloads'][number];

const productOf = ({ sku }: ProductWorkload, { deployment }: Reported): ProductInsights | undefined =>
  deployment.products.find((product) => product.sku === sku);

/** The row of the workload in the product's family, which says how far its activity is known. */
const rowOf = (line: ProductWorkload, customer: Reported): WorkloadInsights | undefined =>
  customer.usage.workloads.find(
    ({ family, workload }) => workload === line.workload && family === productOf(line, customer)?.family,
  );

const PRODUCT_USAGE: readonly Column<ProductWorkload>[] = [
  ...CUSTOMER,
  { name: 'sku', cell: (line) => line.sku },
  { name: 'product_name', cell: (line, customer) => productOf(line, customer)?.name ?? null },
  { name: 'family', cell: (line, customer) => productOf(line, customer)?.family ?? null },
  { name: 'workload', cell: (line) => line.workload },
  { name: 'qualified', cell: (line) => line.qualified },
  { name: 'assigned', cell: (line, customer) => productOf(line, customer)?.assigned ?? null },
  { name: 'active_28_days', cell: (line) => line.active },
  { name: 'usage_percent', cell: (line) => line.usagePercent },
  { name: 'heard_days', cell: (line, customer) => rowOf(line, customer)?.heardDays ?? null },
  { name: 'activity_through', cell: (line, customer) => rowOf(line, customer)?.dataThrough ?? null },
  { name: 'subscriptions_through', cell: (_, customer) => subscriptionsThrough(customer) },
  {
    name: 'stale',
    cell: (line, customer) => (rowOf(line, customer)?.stale ?? false) || isSubscriptionsStale(customer),
  },
];

/** One finding, and the recommendation that it is a row of, with its place in the customer's list, from 1. */
interface AdviceLine {
  readonly place: number;
  readonly group: Group<AnyFinding>;
  readonly finding: AnyFinding;
  readonly rule: AnyRule;
  readonly prose: Prose;
}

/** What is said alike of all that a rule finds: made once, as it is most of the file. */
interface Prose {
  readonly consider: string;
  readonly try: string;
  readonly links: string;
}

const RECOMMENDATIONS: readonly Column<AdviceLine>[] = [
  ...CUSTOMER,
  { name: 'place', cell: ({ place }) => place },
  { name: 'recommendation', cell: ({ rule }) => rule.id },
  { name: 'rows', cell: ({ group }) => group.rows.length },
  { name: 'at_stake_together', cell: ({ group }) => group.atStake },
  { name: 'severity', cell: ({ finding }) => finding.severity },
  { name: 'at_stake', cell: ({ finding }) => finding.atStake },
  { name: 'workload', cell: ({ finding: { subject } }) => (subject.kind === 'workload' ? subject.workload : null) },
  { name: 'sku', cell: ({ finding: { subject } }) => ('sku' in subject ? subject.sku : null) },
  { name: 'product_name', cell: ({ finding: { subject } }) => ('name' in subject ? subject.name : null) },
  {
    name: 'subscription_id',
    cell: ({ finding: { subject } }) => ('subscriptionId' in subject ? subject.subscriptionId : null),
  },
  { name: 'problem', cell: ({ rule, finding }) => rule.problem(finding) },
  { name: 'consider', cell: ({ prose }) => prose.consider },
  { name: 'try', cell: ({ prose }) => prose.try },
  { name: 'links', cell: ({ prose }) => prose.links },
  { name: 'evidence', cell: ({ finding }) => evidenceText(finding.evidence) },
];

const proseOf = ({ id, advice }: AnyRule, links: Readonly<RecommendationLinks>): Prose => {
  const known: Readonly<Record<string, readonly { title: string; url: string }[] | undefined>> = links;
  return {
    consider: advice.consider,
    try: advice.try.join('\n'),
    links: (known[id] ?? []).map(({ title, url }) => `${title}: ${url}`).join('\n'),
  };
};

/** A customer's findings, by the place of the recommendation that tells of them. */
const adviceLines = (rules: readonly AnyRule[], links: RecommendationLinks) => {
  const known = new Map(rules.map((rule) => [rule.id, { rule, prose: proseOf(rule, links) }]));
  return ({ findings }: Reported): AdviceLine[] =>
    groupsOf(findings, rules).flatMap((group, index) =>
      group.rows.map((finding) => {
        const { rule, prose } = known.get(finding.id) ?? {};
        if (!rule || !prose) throw new Error(`there is no rule ${finding.id}`);
        return { place: index + 1, group, finding, rule, prose };
      }),
    );
};

/** The counts a rule fired on, as `name=value` pairs; what is not known is left out. */
const evidenceText = (evidence: AnyFinding['evidence']): string => {
  let text = '';
  for (const [name, value] of Object.entries(evidence))
    if (value !== null) text += `${text === '' ? '' : '; '}${snakeCase(name)}=${value}`;
  return text;
};

const report = <Line>(columns: readonly Column<Line>[], linesOf: (customer: Reported) => readonly Line[]): Report => ({
  columns: columns.map((column) => column.name),
  recordsOf: (customer) => linesOf(customer).map((line) => columns.map((column) => column.cell(line, customer))),
});

/** The record of a customer of whom a report has no line: what tells of the customer alone, and blanks. */
const blankRecord = ({ columns }: Report, customer: Reported): Cell[] => [
  ...CUSTOMER.map((column) => column.cell(null, customer)),
  ...columns.slice(CUSTOMER.length).map(() => null),
];

/** The report with a blank record for each customer of whom it has no line, so that it names all customers. */
const ofEverybody = (one: Report): Report => ({
  columns: one.columns,
  recordsOf: (customer) => {
    const records = one.recordsOf(customer);
    return records.length > 0 ? records : [blankRecord(one, customer)];
  },
});

/** Every report by its name. */
export type Reports = Readonly<Record<ExportReport, Report>>;

/**
 * The reports: `deployment` has a record per customer and product (a blank one of a customer without any), `usage` per
 * customer, family and workload, `product-usage` per customer, product and workload (the grain of Partner Center), and
 * `recommendations` one per row of a recommendation, each customer's in the order in which they are to be read, in the
 * words of its rule.
 */
export const createReports = (links: RecommendationLinks, rules: readonly AnyRule[] = RULES): Reports => ({
  deployment: ofEverybody(report(DEPLOYMENT, (customer) => customer.deployment.products)),
  usage: report(USAGE, (customer) => customer.usage.workloads),
  'product-usage': report(PRODUCT_USAGE, (customer) => customer.usage.productWorkloads),
  recommendations: report(RECOMMENDATIONS, adviceLines(rules, links)),
});
