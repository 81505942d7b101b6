import { createAttention } from '../generation/attention.ts';
import type { Attention, IndexEntry } from '../generation/generation.ts';
import { createSums, type PortfolioSums } from '../generation/sums.ts';
import type { PortfolioIndex } from './open-index.ts';
import { type Selection, select } from './select.ts';

/** The customers of a portfolio that a selection shows. */
export interface Selected {
  readonly count: number;
  /** Those from a place of the list to the one before another, the first is 0. */
  readonly entries: (from: number, to: number) => IndexEntry[];
  readonly sums: () => PortfolioSums;
  /** What to look at first of them. */
  readonly attention: () => readonly Attention[];
}

/** The selections of a generation that an instance keeps: those whose pages are being turned. */
const MOST_KEPT = 8;
const kept = new WeakMap<PortfolioIndex, Map<string, Selected>>();

/** What a selection shows of a generation. Of all customers the sums are those that were stored with it. */
export const selectedOf = (index: PortfolioIndex, selection: Selection): Selected => {
  const known = kept.get(index) ?? new Map<string, Selected>();
  kept.set(index, known);
  const { sort, descending, search, stale, family, product, workload, recommendation } = selection;
  const key = JSON.stringify([sort, descending, search, stale, family, product, workload, recommendation]);
  const selected = known.get(key) ?? readSelected(index, select(index, selection));
  known.delete(key);
  known.set(key, selected);
  for (const oldest of [...known.keys()].slice(0, -MOST_KEPT)) known.delete(oldest);
  return selected;
};

const readSelected = (index: PortfolioIndex, places: Uint32Array): Selected => {
  const isWhole = places.length === index.customers;
  let sums: PortfolioSums | undefined = isWhole
    ? { totals: index.generation.totals, breakdown: index.breakdown }
    : undefined;
  let attention: readonly Attention[] | undefined = isWhole ? index.attention : undefined;
  return {
    count: places.length,
    entries: (from, to) => Array.from(places.subarray(from, to), index.entryAt),
    sums: () => (sums ??= sumsOf(index, places)),
    attention: () => (attention ??= attentionOf(index, places)),
  };
};

const sumsOf = ({ addTo, productNames }: PortfolioIndex, places: Uint32Array): PortfolioSums => {
  const sums = createSums();
  addTo(sums, places);
  return sums.result(productNames);
};

const attentionOf = ({ considerAll }: PortfolioIndex, places: Uint32Array): readonly Attention[] => {
  const attention = createAttention();
  considerAll(attention, places);
  return attention.result();
};
