import { OPERATOR_PORTFOLIO } from '../access/caller.ts';
import type { Customer } from '../customers/customer.ts';

/** A partner that is to hold a customer, and from which day it may read its history. */
export interface WantedLink {
  readonly id: string;
  readonly since?: string | undefined;
}

/** The links that are wanted. Without a `since` of its own a link keeps the one it has; a new one begins today. */
export const linksOf = (
  stored: Customer['partners'],
  wanted: readonly WantedLink[],
  today: string,
): Customer['partners'] =>
  Object.fromEntries(wanted.map(({ id, since }) => [id, { since: since ?? stored[id]?.since ?? today }]));

/** The portfolios that show something else after a change of a customer: who holds it, its name, its domain, its end. */
export const portfoliosChanged = (before: Customer | undefined, after: Customer): string[] => {
  const was = before?.partners ?? {};
  const ids = [...new Set([...Object.keys(was), ...Object.keys(after.partners)])];
  const isShownOtherwise = before?.name !== after.name || before.domain !== after.domain;
  if (isShownOtherwise || before.erasing !== after.erasing) return [...ids, OPERATOR_PORTFOLIO];
  return ids.filter((id) => was[id]?.since !== after.partners[id]?.since);
};
