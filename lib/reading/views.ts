import { type Caller, partnerOf } from '../access/caller.ts';
import { readShownVersion } from '../catalogue/store/shown-version.ts';
import type { CatalogueVersions } from '../catalogue/store/version-table.ts';
import type { Snapshot } from '../insights/count/snapshot.ts';
import type { View } from '../insights/view/figures/view.ts';
import type { RecommendationLinks } from '../insights/view/recommendation-ids.ts';
import { readUsualLoads } from '../portfolio/portfolio-day-table.ts';
import { readStillReadable } from '../portfolio/still-readable.ts';
import type { Settings } from '../settings/settings.ts';
import type { Table } from '../storage/table.ts';

/** Where figures are read from. */
export interface Stores {
  readonly licensing: Table;
  readonly insights: Table;
  readonly portfoliosBucket: string;
  readonly versions: CatalogueVersions;
  readonly settings: (now: Date) => Promise<Settings>;
}

/** How the caller, whose history of the customer begins on `firstDay`, sees each snapshot of some days; and the operator's links. */
export const viewsOf = async (
  { licensing, insights, settings, versions }: Stores,
  caller: Caller,
  firstDay: string,
  span: { readonly from: string; readonly to: string },
  now: Date,
): Promise<{ viewOf: (snapshot: Snapshot) => Promise<View>; links: RecommendationLinks }> => {
  const { freshnessLimitDays: limits, recommendationLinks: links, recommendationRules: rules } = await settings(now);
  const isReadable = await readStillReadable(licensing, caller.portfolio);
  const usualLoadOn = await readUsualLoads(insights, caller.portfolio, span, isReadable);
  const viewOf = async ({ asOf, catalogVersion }: Snapshot): Promise<View> => ({
    partnerId: partnerOf(caller),
    firstDay,
    catalogue: await readShownVersion(versions, catalogVersion),
    limits,
    rules,
    usualSupportLoad: usualLoadOn(asOf),
  });
  return { viewOf, links };
};
