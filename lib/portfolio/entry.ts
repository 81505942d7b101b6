import type { Finding } from '../insights/view/finding.ts';
import type { IndexEntry, ListedFinding, PortfolioEntry, PortfolioRow } from './generation.ts';

/** What a portfolio's index holds of one customer. */
export const entryOf = (row: PortfolioRow): IndexEntry => ({
  customerId: row.customerId,
  name: row.name,
  ...(row.domain === undefined ? {} : { domain: row.domain }),
  asOf: row.asOf,
  sold: row.deployment.sold,
  assigned: row.deployment.assigned,
  unassigned: row.deployment.unassigned,
  assignedBeyondSold: row.deployment.assignedBeyondSold,
  neverAssigned: row.deployment.neverAssigned,
  idle: row.deployment.idle,
  deploymentPercent: row.deployment.deploymentPercent,
  activePeople: row.usage.activePeople,
  activeEntitlements: row.usage.activeEntitlements,
  qualified: row.usage.qualified,
  usagePercent: row.usage.usagePercent,
  stale: row.sources.some(({ stale }) => stale),
  recommendations: row.findings.map(listed),
  atStake: row.findings[0]?.atStake ?? 0,
  products: row.deployment.products.map(({ sku, family, sold, assigned, activeEntitlements }) => ({
    sku,
    family,
    sold,
    assigned,
    active: activeEntitlements,
  })),
  workloads: row.usage.workloads.map(({ family, workload, qualified, active }) => ({
    family,
    workload,
    qualified,
    active,
  })),
  families: row.usage.families.map(({ family, activePeople }) => ({ family, people: activePeople })),
});

const listed = ({ id, severity, atStake, subject }: Finding): ListedFinding => {
  if (subject.kind === 'customer') return { id, severity, atStake };
  return { id, severity, atStake, about: subject.kind === 'workload' ? subject.workload : subject.name };
};

/** The entry as the API lists it. */
export const listedEntry = ({ products: _p, workloads: _w, families: _f, ...entry }: IndexEntry): PortfolioEntry =>
  entry;
