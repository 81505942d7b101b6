import type { Attention, IndexEntry, ListedRecommendation } from './generation.ts';

/** As many as are read before anything is done. */
const MOST_ATTENTION = 6;

type Urgency = Pick<ListedRecommendation, 'precedence' | 'atStake'>;

/**
 * Finds what to look at first: one recommendation of each customer, so that a large one does not fill the list. Renewals
 * that are due soon lead, then lapsed seats in use, then what is most at stake.
 */
export interface AttentionFinder {
  /** Takes the leading recommendation of a customer; it is `made` only if it is among the first by now. */
  readonly consider: (urgency: Urgency, made: () => Attention) => void;
  readonly result: () => Attention[];
}

/** Makes a finder that has seen nobody. */
export const createAttention = (): AttentionFinder => {
  let first: Attention[] = [];
  return {
    consider: (urgency, made) => {
      const last = first.at(MOST_ATTENTION - 1);
      if (last && byUrgency(last.recommendation, urgency) <= 0) return;
      // Sorting is stable: of equal ones the one that came first stays first.
      first = [...first, made()].sort((a, b) => byUrgency(a.recommendation, b.recommendation)).slice(0, MOST_ATTENTION);
    },
    result: () => first,
  };
};

/** Has a finder consider an entry, if anything is recommended to its customer. */
export const considerEntry = (
  { consider }: AttentionFinder,
  { customerId, name, recommendations: [recommendation] }: Pick<IndexEntry, 'customerId' | 'name' | 'recommendations'>,
): void => {
  if (recommendation) consider(recommendation, () => ({ customerId, name, recommendation }));
};

const byUrgency = (a: Urgency, b: Urgency): number => a.precedence - b.precedence || b.atStake - a.atStake;
