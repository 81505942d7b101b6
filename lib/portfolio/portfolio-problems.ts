import { Problem } from '../problem/problem.ts';

/**
 * Publishing anew is asked for within a second of a customer's leaving, and takes seconds. Where it takes longer,
 * asking too early costs two reads; waiting too long costs whoever waits.
 */
const REBUILD_SECONDS = 5;

/** Nothing can be shown or made of a portfolio before its first publication: what is asked for does not exist, as a day without figures does not. */
export const noPortfolioYet = (): Problem =>
  new Problem(
    404,
    'no_portfolio_yet',
    'The portfolio has not been published yet. It is published daily; POST /v1/recalculations starts that now.',
  );

/** What is published of a portfolio may hold a customer who has left it, and the next publication is on its way. */
export const portfolioBeingRebuilt = (): Problem =>
  new Problem(
    503,
    'portfolio_being_rebuilt',
    `A customer was taken out of the portfolio, which is being published anew. Try again in ${REBUILD_SECONDS} seconds, a list from its start, without a cursor.`,
    { headers: { 'retry-after': String(REBUILD_SECONDS) } },
  );
