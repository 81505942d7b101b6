import { percentOf } from '../../../lib/insights/count/percent.ts';
import type { Snapshot } from '../../../lib/insights/count/snapshot.ts';
import { asOfDay } from '../../../lib/insights/run/as-of.ts';
import { comparisonOf } from '../../../lib/insights/view/comparison.ts';
import type { Finding } from '../../../lib/insights/view/finding.ts';
import type { CustomerFigures } from '../../../lib/insights/view/insights.ts';
import { entryOf } from '../../../lib/portfolio/generation/entry.ts';
import { sumsOf } from '../../../lib/portfolio/generation/sums.ts';
import { dayOf, formatDay } from '../../../lib/time/day.ts';
import { A, daysBefore, fullCoverage, seats, snapshotFor } from '../../fixtures/adoption.ts';
import { smallCatalogue } from '../../fixtures/catalogue.ts';
import { documentedSeats } from './documented-tables.ts';
import { coveredWith, documented, documentedPosts, documentedUsualLoad, METRICS, seenByYou } from './metrics-page.ts';

/** Numbers that the text gives an example, besides its tables. */
export const GIVEN = {
  seatsWithoutHolders: 40,
  seatsByFile: 24,
  firstKnownDay: 20,
  daysPastLimit: 8,
  lastTeamsDay: 3,
  firstHeardDay: 9,
} as const;

const usual = documentedUsualLoad();
const sixDaysBefore = documented('contoso', { asOf: A - 6 });
const dayBefore = documented('contoso', { asOf: A - 1, previous: sixDaysBefore });
const snapshot = documented('contoso', { previous: dayBefore, posted: documentedPosts() });
const contoso = seenByYou(snapshot, { usualSupportLoad: usual });
const fabrikam = seenByYou(documented('fabrikam'));
const tailspin = seenByYou(documented('tailspin'));
const wingtip = seenByYou(documented('wingtip', { earlier: documented('wingtip', { asOf: A - 28 }) }));

const rowOf = ({ usage }: CustomerFigures, workload: string, family = 'office365') =>
  usage.workloads.find((row) => row.workload === workload && row.family === family);
const productsOf = ({ deployment }: CustomerFigures) =>
  Object.fromEntries(deployment.products.map((product) => [product.sku, product]));
const familiesOf = ({ usage }: CustomerFigures) => Object.fromEntries(usage.families.map((one) => [one.family, one]));
const byWorkload = ({ usage }: CustomerFigures, sku: string) =>
  Object.fromEntries(usage.productWorkloads.filter((row) => row.sku === sku).map((row) => [row.workload, row]));

/** The recommendation of a kind about a product or a workload, with its evidence. */
const found = ({ findings }: CustomerFigures, id: Finding['id'], about = '') => {
  const finding = findings.find((one) => one.id === id && Object.values<string>(one.subject).includes(about));
  return finding && { ...finding, ...finding.evidence };
};

/** Contoso with a product that a list of all users does not tell the holders of. */
const withVisio = (): CustomerFigures => {
  const visio = { sku: 'visio', partNumber: 'VISIO', name: 'Visio', family: 'office365', workloads: ['visio'] };
  const products = new Map([...smallCatalogue.products, ['visio', { ...visio, offer: 'paid' as const }]]);
  const catalogue = { ...smallCatalogue, products };
  const { lists, totals } = documentedSeats(METRICS, 'contoso');
  const third = { day: formatDay(A), subscriptions: [seats('visio', GIVEN.seatsWithoutHolders)] };
  const coverage = {
    ...fullCoverage,
    assignmentList: { firstDay: formatDay(A - 60), day: formatDay(A), undecided: ['visio'] },
  };
  const told = documented('contoso', { catalogue, coverage, seats: { lists: { ...lists, third }, totals } });
  return seenByYou(told, { catalogue });
};

/** Contoso with a tenant-wide file that tells of E3's seats. */
const withFile = (): CustomerFigures => {
  const e3 = {
    sku: 'e3',
    active: GIVEN.seatsByFile,
    grace: 0,
    trial: null,
    suspended: 0,
    lockedOut: 0,
    assigned: null,
  };
  const file = { source: 'graph.subscribedSkus' as const, day: formatDay(A), totals: [e3] };
  return seenByYou(documented('contoso', { seats: { ...documentedSeats(METRICS, 'contoso'), totals: [file] } }));
};

const teamsThrough = (through?: string): CustomerFigures =>
  seenByYou(documented('contoso', { coverage: coveredWith('teams', through) }));
const lateFeed = coveredWith('teams', daysBefore(GIVEN.lastTeamsDay));
const late = seenByYou(documented('contoso', { coverage: lateFeed }, 'joiner'));
const stopped = (days: number) => teamsThrough(daysBefore(days)).sources.find(({ workload }) => workload === 'teams');

/** Proseware, of which nobody told who holds what. */
const proseware = (): CustomerFigures => {
  const { assignments: _, assignmentList: _list, ...coverage } = coveredWith('teams', daysBefore(GIVEN.daysPastLimit));
  return seenByYou(snapshotFor([], { seats: documentedSeats(METRICS, 'proseware'), coverage }));
};
const entries = [contoso, fabrikam, proseware()].map(entryOf);

const assignments = { from: daysBefore(GIVEN.firstKnownDay), through: formatDay(A) };
const younger = seenByYou(documented('fabrikam', { coverage: { ...fullCoverage, assignments } }));

const young = seenByYou(
  documented('fabrikam', { coverage: { ...fullCoverage, heardFrom: { teams: daysBefore(GIVEN.firstHeardDay) } } }),
);

/** Litware, with a group of two of its products. */
const litware = (): unknown => {
  const group = { id: 'mailers', name: 'Mail', products: ['e1', 'mail'] };
  const catalogue = { ...smallCatalogue, groups: new Map([[group.id, group]]) };
  const [alternatives] = seenByYou(documented('litware', { catalogue }), { catalogue }).alternatives;
  return { ...alternatives, ...Object.fromEntries((alternatives?.products ?? []).map((one) => [one.sku, one])) };
};

const now = new Date(contoso.processedAt);
const comparedWith = (from: Snapshot) => comparisonOf(seenByYou(from), contoso, [contoso.flows]);

/** By the name of an example: the figures that its lines speak of. */
export const EXAMPLES: Readonly<Record<string, unknown>> = {
  window: { ...contoso, today: formatDay(dayOf(now)), asOf: formatDay(asOfDay(now, 1)) },
  rounding: { part: 1, whole: 16, percent: percentOf(1, 16) },
  'contoso without teams, row teams': rowOf(teamsThrough(), 'teams'),
  'contoso e1, sharepoint': byWorkload(contoso, 'e1').sharepoint,
  'contoso with unknown holders': { ...withVisio(), ...productsOf(withVisio()) },
  contoso,
  'contoso e3': {
    ...productsOf(contoso).e3,
    peakAssigned: snapshot.products.find(({ sku }) => sku === 'e3')?.peakAssigned,
  },
  litware: litware(),
  'contoso e1': productsOf(contoso).e1,
  'contoso e3 by file': productsOf(withFile()).e3,
  'contoso deployment': { ...contoso.deployment, ...productsOf(contoso) },
  'contoso usage': { ...contoso.usage, ...productsOf(contoso), ...familiesOf(contoso) },
  'contoso sharepoint': {
    office365: rowOf(contoso, 'sharepoint'),
    dynamics365: rowOf(contoso, 'sharepoint', 'dynamics365'),
  },
  'contoso row teams': rowOf(contoso, 'teams'),
  'contoso row exchange': rowOf(contoso, 'exchange'),
  'contoso row yammer': rowOf(contoso, 'yammer'),
  'contoso with late teams, row teams': rowOf(late, 'teams'),
  'contoso e3 by workload': { ...productsOf(contoso).e3, ...byWorkload(contoso, 'e3') },
  'contoso sales': {
    ...productsOf(contoso).sales,
    reported: contoso.usage.reported,
    monthsShown: contoso.usage.reported.length,
  },
  'contoso with stopped teams': { at7: stopped(7), at8: stopped(GIVEN.daysPastLimit) },
  'contoso compared with the day before': comparedWith(dayBefore),
  'contoso compared with a day that knew less': comparedWith(
    documented('contoso', { asOf: A - 1, previous: sixDaysBefore }, 'both'),
  ),
  tailspin: { ...productsOf(tailspin), teams: rowOf(tailspin, 'teams') },
  'fabrikam row exchange': rowOf(fabrikam, 'exchange'),
  'fabrikam with young assignments, row exchange': rowOf(younger, 'exchange'),
  'fabrikam with young feed, row teams': rowOf(young, 'teams'),
  portfolio: {
    ...sumsOf(entries, {}).totals,
    contoso: entries[0],
    fabrikam: entries[1],
  },
  'portfolio by product': Object.fromEntries(sumsOf(entries, {}).breakdown.products.map((one) => [one.sku, one])),
  'contoso low-usage of sharepoint': {
    ...found(contoso, 'low-usage', 'sharepoint'),
    row: rowOf(contoso, 'sharepoint'),
  },
  'contoso low-deployment of sales': found(contoso, 'low-deployment', 'sales'),
  'contoso support-load': { ...found(contoso, 'support-load', 'customer'), usual },
  'wingtip falling-usage of teams': found(wingtip, 'falling-usage', 'teams'),
  'contoso renewal-at-risk of sales': found(contoso, 'renewal-at-risk', 'sales'),
  'fabrikam lapsed-in-use of e3': { ...found(fabrikam, 'lapsed-in-use', 'e3'), row: rowOf(fabrikam, 'exchange') },
  'contoso ready-to-grow of mail': found(contoso, 'ready-to-grow', 'mail'),
  'fabrikam ready-to-grow of exchange': {
    ...found(fabrikam, 'ready-to-grow', 'exchange'),
    row: rowOf(fabrikam, 'exchange'),
  },
  'contoso idle-seats of e3': found(contoso, 'idle-seats', 'e3'),
};
