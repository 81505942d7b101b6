import type { WantedLink } from '../../lib/portfolio/customer-links.ts';
import { Problem } from '../../lib/problem/problem.ts';

/** Throws a 400 problem where a link begins after `today` (`YYYY-MM-DD`): history cannot begin on a day that has not come. */
export const requireNoLinkAhead = (links: readonly WantedLink[], today: string): void => {
  const ahead = links.find(({ since }) => since !== undefined && since > today);
  if (!ahead) return;
  throw new Problem(
    400,
    'since_in_future',
    `The link to partner "${ahead.id}" begins after today, ${today} (UTC). Name a day that has come, or leave "since" out.`,
  );
};
