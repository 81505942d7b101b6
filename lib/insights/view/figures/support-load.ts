import * as z from 'zod';
import { THRESHOLDS } from '../../count/thresholds.ts';
import type { SeenFigures } from './seen-figures.ts';

/** How-to cases of the window, and the people whose cases they are. */
export const supportLoad = z.object({ howToCases: z.int().min(0), assignedPeople: z.int().positive() });
export type SupportLoad = Readonly<z.infer<typeof supportLoad>>;

/** The load of a customer as one viewer sees it; `undefined` without cases or without people whose cases they are. */
export const supportLoadOf = ({
  supportCases,
  deployment: { assignedPeople },
}: Pick<SeenFigures, 'supportCases' | 'deployment'>): SupportLoad | undefined =>
  supportCases && assignedPeople ? { howToCases: supportCases['how-to'], assignedPeople } : undefined;

/** Whether `a` has more cases per person than `b`; compared crosswise, without rounding. */
export const isHeavier = (a: SupportLoad, b: SupportLoad): boolean =>
  a.howToCases * b.assignedPeople > b.howToCases * a.assignedPeople;

/**
 * The load that three quarters of a portfolio's customers do not exceed (75th percentile, nearest rank: the load of
 * one of them); `undefined` of fewer than 4 customers.
 */
export const usualLoadOf = (loads: readonly SupportLoad[]): SupportLoad | undefined => {
  if (loads.length < THRESHOLDS.customersForQuartile) return undefined;
  const sorted = loads.toSorted((a, b) => (isHeavier(a, b) ? 1 : isHeavier(b, a) ? -1 : 0));
  return sorted[Math.ceil(loads.length * 0.75) - 1];
};
