import type { ExportJob } from '../../../lib/exports/job/export-job.ts';
import type { Generation, PortfolioRow } from '../../../lib/portfolio/generation/generation.ts';

type Product = PortfolioRow['deployment']['products'][number];
type WorkloadRow = PortfolioRow['usage']['workloads'][number];

/** A product with every figure known. */
export const product = (more: Partial<Product> = {}): Product => ({
  sku: '6fd2c87f-b296-42f0-b197-1e91e994b900',
  name: 'Office 365 E3',
  family: 'office365',
  sold: 40,
  soldByYou: 25,
  grace: 0,
  graceEndsOn: null,
  onGrace: 0,
  trial: 5,
  assigned: 35,
  unassigned: 5,
  neverAssigned: 3,
  peakSince: '2026-01-01',
  idle: 4,
  deploymentPercent: 87.5,
  restsOn: ['exchange'],
  activeEntitlements: 28,
  usagePercent: 70,
  activeOfAssignedPercent: 80,
  seatSource: 'subscriptions',
  seatsThrough: '2026-03-07',
  seatsStale: false,
  smallSample: false,
  ...more,
});

/** A workload with every figure known. */
export const workload = (more: Partial<WorkloadRow> = {}): WorkloadRow => ({
  family: 'office365',
  workload: 'exchange',
  qualified: 40,
  active: 28,
  active7: 20,
  active1: 12,
  activeOnFree: 0,
  overlapSeats: 0,
  heardDays: 28,
  basis: { qualified: 28, lapsed: 0, trial: 0, overAssigned: 0, reassigned: 0, unlicensed: 0, unknown: 0 },
  excess: 0,
  excessReasons: [],
  idleQualifiedSeats: 12,
  usagePercent: 70,
  activeDays: null,
  dataThrough: '2026-03-08',
  stale: false,
  smallSample: false,
  ...more,
});

/** A customer of a generation with one product and one workload. */
export const customerRow = (more: Partial<PortfolioRow> = {}): PortfolioRow => ({
  customerId: 'fabrikam',
  name: 'Fabrikam GmbH',
  domain: 'fabrikam.example',
  asOf: '2026-03-09',
  processedAt: '2026-03-10T02:00:00.000Z',
  window: { from: '2026-02-10', to: '2026-03-09', days: 28 },
  alternatives: [],
  seatsNotCounted: [],
  moreNotCounted: 0,
  catalogVersion: 'c1',
  sources: [
    { source: 'activity', workload: 'exchange', dataThrough: '2026-03-08', stale: false },
    { source: 'subscriptions', seller: 'all', dataThrough: '2026-03-07', stale: false },
    { source: 'subscriptions', seller: 'own', dataThrough: '2026-03-01', stale: true },
    { source: 'assignments', dataThrough: '2026-03-06', stale: false },
  ],
  deployment: {
    sold: 40,
    assigned: 35,
    unassigned: 5,
    assignedBeyondSold: 0,
    neverAssigned: 3,
    idle: 4,
    assignedPeople: 35,
    deploymentPercent: 87.5,
    counted: { members: 1, of: 1 },
    products: [product()],
  },
  usage: {
    activePeople: 28,
    activePeople7: 20,
    activePeople1: 12,
    activeEntitlements: 28,
    qualified: 40,
    usagePercent: 70,
    counted: { members: 1, of: 1 },
    families: [],
    workloads: [workload()],
    productWorkloads: [],
    reported: [],
  },
  flows: null,
  supportCases: null,
  findings: [],
  ...more,
});

/** A generation of the partner `contoso`. */
export const generationOfContoso = (more: Partial<Generation> = {}): Generation => ({
  portfolio: 'contoso',
  generationId: '00000000-0000-4000-8000-000000000001',
  asOf: '2026-03-09',
  startedAt: '2026-03-10T02:10:00.000Z',
  totals: {
    customers: 2,
    staleCustomers: 1,
    partlyHeardCustomers: 0,
    neverAssigned: 80,
    idle: 60,
    activePeople: 590,
    sold: 1240,
    assigned: 1000,
    unassigned: 240,
    assignedBeyondSold: 0,
    deploymentPercent: 80.6,
    deploymentCounted: { members: 1, of: 2 },
    activeEntitlements: 620,
    qualified: 1240,
    usagePercent: 50,
    usageCounted: { members: 2, of: 2 },
  },
  pending: 0,
  ...more,
});

/** A queued export of both reports of Contoso's whole portfolio. */
export const exportOfContoso = (more: Partial<ExportJob> = {}): ExportJob => ({
  exportId: '10000000-0000-4000-8000-000000000001',
  portfolio: 'contoso',
  createdAt: '2026-03-10T09:30:00.000Z',
  requestedBy: 'anna@contoso.example',
  reports: ['deployment', 'usage'],
  recipients: [],
  generation: generationOfContoso(),
  status: 'queued',
  progress: 0,
  progressedAt: '2026-03-10T09:30:00.000Z',
  ...more,
});
