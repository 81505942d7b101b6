import { OPERATOR_PORTFOLIO } from '../../../lib/access/caller.ts';
import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import { COUNTING_VERSION } from '../../../lib/insights/count/definitions.ts';
import { FRESHNESS_LIMIT_DAYS } from '../../../lib/insights/count/freshness.ts';
import type { Snapshot } from '../../../lib/insights/count/snapshot.ts';
import { customerFiguresOf } from '../../../lib/insights/view/customer-figures.ts';
import { supportLoadOf, usualLoadOf } from '../../../lib/insights/view/figures/support-load.ts';
import type { View } from '../../../lib/insights/view/figures/view.ts';
import { entryOf } from '../../../lib/portfolio/generation/entry.ts';
import { sumsOf } from '../../../lib/portfolio/generation/sums.ts';
import type { PortfolioDay } from '../../../lib/portfolio/portfolio-day-table.ts';
import { PARTNERS } from './partners.ts';
import type { CustomerProfile } from './profile.ts';

/** A customer with its snapshots of the past, a day each. */
export interface CustomerHistory {
  readonly profile: CustomerProfile;
  readonly snapshots: readonly Snapshot[];
}

/** Whose portfolios there are: the partners', and the operator's of all customers. */
export const PORTFOLIOS: readonly string[] = [...PARTNERS.map(({ partnerId }) => partnerId), OPERATOR_PORTFOLIO];

/** What would have been kept of a portfolio on each day of its customers' histories, oldest first. */
export const portfolioDaysOf = (histories: readonly CustomerHistory[], portfolio: string): PortfolioDay[] => {
  const partnerId = portfolio === OPERATOR_PORTFOLIO ? undefined : portfolio;
  const view: View = {
    partnerId,
    firstDay: undefined,
    catalogue: bundledCatalogue,
    limits: FRESHNESS_LIMIT_DAYS,
    usualSupportLoad: undefined,
    rules: {}, // goes into recommendations only, of which nothing is kept
  };
  const rows = histories
    .filter(({ profile }) => partnerId === undefined || profile.partners.includes(partnerId))
    .flatMap(({ profile, snapshots }) =>
      snapshots.map((snapshot) => {
        const figures = customerFiguresOf(snapshot, profile.name, view);
        return { madeAt: snapshot.processedAt, entry: entryOf(figures), load: supportLoadOf(figures) };
      }),
    );
  return [...Map.groupBy(rows, ({ entry }) => entry.asOf)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([asOf, ofDay]) => {
      const usualSupportLoad = usualLoadOf(ofDay.flatMap(({ load }) => load ?? []));
      return {
        asOf,
        startedAt: ofDay.map(({ madeAt }) => madeAt).reduce((a, b) => (a > b ? a : b)),
        totals: sumsOf(
          ofDay.map(({ entry }) => entry),
          {},
        ).totals,
        countingVersion: COUNTING_VERSION,
        ...(usualSupportLoad ? { usualSupportLoad } : {}),
      };
    });
};
