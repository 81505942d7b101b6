import { OPERATOR_PORTFOLIO } from '../access/caller.ts';
import { WINDOW_DAYS } from '../activity/calendar.ts';
import { readShownVersion } from '../catalogue/store/shown-version.ts';
import type { CatalogueVersions } from '../catalogue/store/version-table.ts';
import { readPartner } from '../customers/partner-table.ts';
import { COUNTING_VERSION } from '../insights/count/definitions.ts';
import { readSettings } from '../settings/settings-table.ts';
import type { Table } from '../storage/table.ts';
import { formatDay, parseDay } from '../time/day.ts';
import type { Generation } from './generation/generation.ts';
import { movePointer, readPointer } from './generation-pointer.ts';
import { readPortfolioDay, readUsualLoads, storePortfolioDay } from './portfolio-day-table.ts';
import { makeGeneration, type PublicationStores, type PublicationView } from './publication.ts';
import type { PublishMessage } from './publish-message.ts';
import { readStillReadable } from './still-readable.ts';

/** Looks again after 1, 2, 4 … seconds, about 17 minutes in all; then it publishes what there is and says how many are pending. */
const MOST_ATTEMPTS = 10;

/** How long a generation that shows a customer who has left waits to be made anew. */
const REBUILD_SECONDS = 5;

/** Where portfolios are published from, with the versions of the catalogue. */
export interface PublishStores extends PublicationStores {
  readonly versions: CatalogueVersions;
}

/** What came of a message: a generation, nothing, or the message that is to follow, in how many seconds and why. */
export type PublishOutcome =
  | { readonly published: Generation; readonly moved: boolean }
  /**
   * It is the portfolio of nobody, a generation answers the message already, or the run is of some customers on a day of
   * which the others have no figures yet.
   */
  | { readonly ended: 'nobody' | 'answered' | 'too-early' }
  | { readonly next: PublishMessage; readonly delaySeconds: number; readonly reason: string };

/**
 * Publishes one portfolio: a new immutable generation, then the pointer to it. Looks again later while snapshots of the
 * run are missing, and makes it anew when a customer left meanwhile. Returns what came of it.
 */
export const publish = async (stores: PublishStores, message: PublishMessage, now: Date): Promise<PublishOutcome> => {
  const { licensing, insights } = stores;
  const { portfolio, run, attempt } = message;
  if (!(await exists(licensing, portfolio))) return { ended: 'nobody' };
  const shown = await readPointer(insights, portfolio);
  const asOf = run ? message.asOf : (shown?.asOf ?? message.asOf);
  if (shown && isAnsweredBy({ ...message, asOf }, shown)) return { ended: 'answered' };

  const mayWait = run !== undefined && attempt < MOST_ATTEMPTS;
  const view = await viewOf(stores, portfolio, asOf);
  const showsEarlierDay = run !== undefined && shown !== undefined && shown.asOf < asOf;
  const made = await makeGeneration(stores, { ...message, asOf }, view, now, { mayWait, showsEarlierDay });
  if (made === 'too-early') return { ended: 'too-early' };
  const next = { ...message, attempt: attempt + 1 };
  if (made === 'waiting') return { next, delaySeconds: 2 ** attempt, reason: 'snapshots are still missing' };
  const { generation, day } = made;
  if (!(await readStillReadable(licensing, portfolio))(generation.startedAt))
    return { next, delaySeconds: REBUILD_SECONDS, reason: 'a customer left while the portfolio was made' };

  await storePortfolioDay(insights, portfolio, day);
  return { published: generation, moved: await movePointer(insights, generation) };
};

/** Whether there is anybody to show a portfolio to. */
const exists = async (licensing: Table, portfolio: string): Promise<boolean> =>
  portfolio === OPERATOR_PORTFOLIO || (await readPartner(licensing, portfolio)) !== undefined;

/**
 * Whether a generation already shows what was asked for: of many requests at once the first publication answers all. A run
 * is answered when all that is shown was computed after it was asked for too.
 */
const isAnsweredBy = ({ asOf, requestedAt, run }: PublishMessage, shown: Generation): boolean => {
  if (shown.asOf !== asOf || shown.startedAt <= requestedAt) return false;
  return run === undefined || (shown.oldestSnapshot !== undefined && shown.oldestSnapshot > requestedAt);
};

/**
 * What the portfolio is shown with. Days made before a customer left it are not looked at any more, nor those that were
 * counted by other rules.
 */
const viewOf = async (
  { licensing, insights, versions }: PublishStores,
  portfolio: string,
  asOf: string,
): Promise<PublicationView> => {
  const mayShow = await readStillReadable(licensing, portfolio);
  const { freshnessLimitDays: limits, recommendationRules: rules } = await readSettings(licensing);
  const usualSupportLoad = await readUsualLoads(insights, portfolio, { from: asOf, to: asOf }, mayShow);
  const earlier = await readPortfolioDay(insights, portfolio, formatDay(parseDay(asOf) - WINDOW_DAYS));
  return {
    catalogueOf: (version) => readShownVersion(versions, version),
    limits,
    rules,
    usualSupportLoad: usualSupportLoad(asOf),
    earlier:
      earlier && earlier.countingVersion === COUNTING_VERSION && mayShow(earlier.startedAt)
        ? { asOf: earlier.asOf, totals: earlier.totals }
        : undefined,
  };
};
