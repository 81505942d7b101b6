import { leastHeardDays } from '../../insights/view/figures/least-heard-days.ts';
import type { Finding } from '../../insights/view/finding.ts';
import { type Group, groupsOf } from '../../insights/view/groups.ts';
import { RULES } from '../../insights/view/rules/rules.ts';
import type { IndexEntry, ListedRecommendation, PortfolioEntry, PortfolioRow } from './generation.ts';

/** What a portfolio's index holds of one customer. */
export const entryOf = (row: PortfolioRow): IndexEntry => {
  const recommendations = listedRecommendationsOf(row.findings);
  return {
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
    heardDays: leastHeardDays(row.usage),
    recommendations,
    atStake: Math.max(0, ...recommendations.map(({ atStake }) => atStake)),
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
  };
};

/** A customer's findings as a list shows them, each group once. */
export const listedRecommendationsOf = (findings: readonly Finding[]): ListedRecommendation[] =>
  groupsOf(findings, RULES).map(listed);

const listed = ({ rows, severity, atStake, precedence }: Group<Finding>): ListedRecommendation => ({
  id: rows[0].id,
  severity,
  atStake,
  ...aboutOf(rows[0]),
  precedence,
  rows: rows.map((row) => ({ ...aboutOf(row), severity: row.severity, atStake: row.atStake })),
});

const aboutOf = ({ subject }: Finding): { about?: string } => {
  if (subject.kind === 'customer') return {};
  return { about: subject.kind === 'workload' ? subject.workload : subject.name };
};

/** The entry as the API lists it. */
export const listedEntry = ({ products: _p, workloads: _w, families: _f, ...entry }: IndexEntry): PortfolioEntry =>
  entry;
