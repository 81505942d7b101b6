import type { z } from 'zod';
import type { Caller } from '../../access/caller.ts';
import { requireCustomer } from '../../customers/customer-access.ts';
import type { Table } from '../../storage/table.ts';
import { dayOf } from '../../time/day.ts';
import { requireStorable, type supportCasesView, viewSupportCases } from './posted-support-cases.ts';
import { mergeCases, type SupportCase } from './support-cases.ts';
import { changeSupportCases, readOwnSupportCases } from './support-cases-table.ts';

type SupportCasesView = z.infer<typeof supportCasesView>;

/**
 * Sets counts of the support cases of a customer that the caller sees, as the caller's own. Returns all its own of the
 * last days. Throws the problems that stand against it, and ContendedError.
 */
export const postSupportCases = async (
  licensing: Table,
  caller: Caller,
  customerId: string,
  cases: readonly SupportCase[],
  now: Date,
): Promise<SupportCasesView> => {
  await requireCustomer(licensing, caller, customerId);
  requireStorable(cases, dayOf(now));
  const stored = await changeSupportCases(licensing, customerId, caller.portfolio, (own) => mergeCases(own, cases));
  return viewSupportCases(stored, dayOf(now));
};

/** The support cases of the last days that the caller posted of a customer it sees. Throws a 404 problem of any other. */
export const readPostedCases = async (
  licensing: Table,
  caller: Caller,
  customerId: string,
  now: Date,
): Promise<SupportCasesView> => {
  await requireCustomer(licensing, caller, customerId);
  return viewSupportCases(await readOwnSupportCases(licensing, customerId, caller.portfolio), dayOf(now));
};
