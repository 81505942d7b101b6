import type { Attention, IndexEntry, ListedRecommendation } from './generation.ts';

/** As many as are read before anything is done. */
const MOST_ATTENTION = 6;

/**
 * Finds what to look at first: one recommendation of each customer, so that a large one does not fill the list. Renewals
 * that are due soon lead, then lapsed seats in use, then what is most at stake.
 */
export const createAttention = () => {
  let first: Attention[] = [];
  return {
    add: ({
      customerId,
      name,
      recommendations: [recommendation],
    }: Pick<IndexEntry, 'customerId' | 'name' | 'recommendations'>): void => {
      if (!recommendation) return;
      const last = first.at(MOST_ATTENTION - 1);
      if (last && byUrgency(last.recommendation, recommendation) <= 0) return;
      // Sorting is stable: of equal ones the first that was added stays first.
      first = [...first, { customerId, name, recommendation }]
        .sort((a, b) => byUrgency(a.recommendation, b.recommendation))
        .slice(0, MOST_ATTENTION);
    },
    result: (): Attention[] => first,
  };
};

const byUrgency = (a: ListedRecommendation, b: ListedRecommendation): number =>
  a.precedence - b.precedence || b.atStake - a.atStake;
