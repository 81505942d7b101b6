import { Problem } from '../../lib/problem/problem.ts';

/** History cannot begin on a day that has not come. */
export const sinceInFuture = (partnerId: string, today: string): Problem =>
  new Problem(
    400,
    'since_in_future',
    `The link to partner "${partnerId}" begins after today, ${today} (UTC). Name a day that has come, or leave "since" out.`,
  );
