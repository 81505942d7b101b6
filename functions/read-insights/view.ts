import { type Caller, partnerOf } from '../../lib/access/caller.ts';
import { bundledCatalogue } from '../../lib/catalogue/bundled-catalogue.ts';
import type { View } from '../../lib/insights/customer-figures.ts';
import { FRESHNESS_LIMIT_DAYS } from '../../lib/insights/freshness.ts';
import type { RecommendationLinks } from '../../lib/insights/recommendations.ts';
import type { Snapshot } from '../../lib/insights/snapshot.ts';
import { readUsualLoads } from '../../lib/portfolio/portfolio-day-table.ts';
import { readStillReadable } from '../../lib/portfolio/still-readable.ts';
import type { Table } from '../../lib/storage/table.ts';

/** Where figures are read from. */
export interface Stores {
  readonly licensing: Table;
  readonly insights: Table;
  readonly portfoliosBucket: string;
}

/** How the caller sees each snapshot of some days, and the operator's links. */
export const viewsOf = async (
  { licensing, insights }: Stores,
  caller: Caller,
  span: { readonly from: string; readonly to: string },
  _now: Date,
): Promise<{ viewOf: (snapshot: Snapshot) => Promise<View>; links: RecommendationLinks }> => {
  const mayShow = await readStillReadable(licensing, caller.portfolio);
  const usualLoadOn = await readUsualLoads(insights, caller.portfolio, span, mayShow);
  const viewOf = async ({ asOf }: Snapshot): Promise<View> => ({
    partnerId: partnerOf(caller),
    catalogue: bundledCatalogue,
    limits: FRESHNESS_LIMIT_DAYS,
    usualSupportLoad: usualLoadOn(asOf),
  });
  return { viewOf, links: {} };
};
