import * as z from 'zod';
import type { Caller } from '../access/caller.ts';
import { recommendationId } from '../insights/view/recommendation-ids.ts';
import { listedEntry } from '../portfolio/generation/entry.ts';
import { readPointer } from '../portfolio/generation-pointer.ts';
import { readIndex } from '../portfolio/generation-store.ts';
import type { PortfolioIndex } from '../portfolio/index/open-index.ts';
import { type Selection, SORT_FIELDS } from '../portfolio/index/select.ts';
import { selectedOf } from '../portfolio/index/selected.ts';
import { noPortfolioYet, portfolioBeingRebuilt } from '../portfolio/portfolio-problems.ts';
import { isStillReadable } from '../portfolio/still-readable.ts';
import { Problem } from '../problem/problem.ts';
import { dayText } from '../time/day.ts';
import { decodeCursor, encodeCursor } from '../values/cursor.ts';
import type { Stores } from './views.ts';

/** A place in one generation's list, with the selection it was made by. */
const cursor = z.object({
  generationId: z.string(),
  asOf: dayText,
  offset: z.int().min(0),
  sort: z.enum(SORT_FIELDS),
  descending: z.boolean(),
  search: z.string().optional(),
  stale: z.boolean().optional(),
  family: z.string().optional(),
  product: z.string().optional(),
  workload: z.string().optional(),
  recommendation: recommendationId.optional(),
});
type Place = z.infer<typeof cursor>;

/** Which page of which list: a selection from the start, or the place where the page before ended. */
export interface WantedPage {
  readonly selection: Selection;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** One page of the caller's portfolio; every page of one cursor shows the same generation. */
export const readPortfolioPage = async (stores: Stores, caller: Caller, wanted: WantedPage) => {
  const place = wanted.cursor === undefined ? undefined : decodeCursor(cursor, wanted.cursor);
  const index = await readGeneration(stores, caller.portfolio, place);
  const selection = place ?? wanted.selection;
  const selected = selectedOf(index, selection);
  const offset = place?.offset ?? 0;
  const next = offset + wanted.limit;
  const { generation } = index;
  const { generationId, asOf } = generation;
  return {
    generation: generationId,
    asOf,
    publishedAt: generation.startedAt,
    pending: generation.pending,
    ...selected.sums(),
    earlier: generation.earlier ?? null,
    customers: selected.entries(offset, next).map(listedEntry),
    ...(next < selected.count ? { cursor: encodeCursor({ ...selection, generationId, asOf, offset: next }) } : {}),
  };
};

/**
 * The index of the generation that a portfolio shows now, or of a pinned one. Throws problems: none yet, gone, or not to be
 * shown any more because a customer left.
 */
export const readGeneration = async (
  { licensing, insights, portfoliosBucket }: Pick<Stores, 'licensing' | 'insights' | 'portfoliosBucket'>,
  portfolio: string,
  place: Pick<Place, 'asOf' | 'generationId'> | undefined,
): Promise<PortfolioIndex> => {
  const pinned = place && { portfolio, asOf: place.asOf, generationId: place.generationId };
  const wanted = pinned ?? (await readPointer(insights, portfolio));
  if (!wanted) throw noPortfolioYet();
  const index = await readIndex(portfoliosBucket, wanted);
  if (!index)
    throw new Problem(410, 'cursor_expired', 'The list this cursor belongs to is gone. Start again without it.');
  // A generation begun before a customer left the portfolio may show that customer.
  if (!(await isStillReadable(licensing, portfolio, index.generation.startedAt))) throw portfolioBeingRebuilt();
  return index;
};
