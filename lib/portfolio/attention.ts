import type { Attention, IndexEntry } from './generation.ts';

/** As many as are read before anything is done. */
const MOST_ATTENTION = 6;

/**
 * What to look at first: one recommendation of each customer, so that a large one does not fill the list. Renewals that
 * are due soon lead, then lapsed seats in use, then what is most at stake.
 */
export const attentionOf = (
  entries: readonly Pick<IndexEntry, 'customerId' | 'name' | 'recommendations'>[],
): Attention[] =>
  entries
    .flatMap(({ customerId, name, recommendations: [recommendation] }) =>
      recommendation ? [{ customerId, name, recommendation }] : [],
    )
    .sort(({ recommendation: a }, { recommendation: b }) => a.precedence - b.precedence || b.atStake - a.atStake)
    .slice(0, MOST_ATTENTION);
