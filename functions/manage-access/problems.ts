import { Problem } from '../../lib/problem/problem.ts';

/** An access record without a partner would see nobody's customers. */
export const partnerNeeded = (): Problem =>
  new Problem(
    400,
    'partner_needed',
    'Name the "partnerId" it acts for; only with the scope "operator" it may go without.',
  );

/** History cannot begin on a day that has not come. */
export const sinceInFuture = (partnerId: string, today: string): Problem =>
  new Problem(
    400,
    'since_in_future',
    `The link to partner "${partnerId}" begins after today, ${today} (UTC). Name a day that has come, or leave "since" out.`,
  );
