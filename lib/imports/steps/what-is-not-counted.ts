import type { NotCounted } from '../../licensing/not-counted.ts';
import type { PortfolioStep } from './import-step.ts';

/**
 * What the import could not name, as it is stored with the list that its file makes: so it follows the list's own rules,
 * and goes when another takes its place. `undefined` when everything was named; `day` is that of the list.
 */
export const whatIsNotCounted = (
  { job, found }: Pick<PortfolioStep, 'job' | 'found'>,
  day: string,
): NotCounted | undefined => {
  const { seatsNotCounted: products, moreNotCounted: more = 0 } = found;
  if (!products) return undefined;
  return { importId: job.importId, portfolio: job.portfolio, source: job.kind, day, products, more };
};
