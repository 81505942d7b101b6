import { revealed } from '../values/hidden-characters.ts';
import type { ActivityRejection } from './activity-event.ts';

/** Why an entry is not taken. */
export type Reason = Pick<ActivityRejection, 'code' | 'message'>;

/** Entries that passed a check, and the rejections of those that did not. */
export interface Screened<Kept> {
  readonly kept: readonly Kept[];
  readonly rejected: readonly ActivityRejection[];
}

/** What a check says of one entry. */
export type Verdict<Kept> = { readonly keep: Kept } | { readonly reject: Reason };

/** Puts each entry through a check that is told the entry and its index in the request's list. */
export const screen = <Entry, Kept>(
  entries: readonly Entry[],
  indexOf: (entry: Entry, position: number) => number,
  check: (entry: Entry, index: number) => Verdict<Kept>,
): Screened<Kept> => {
  const kept: Kept[] = [];
  const rejected: ActivityRejection[] = [];
  entries.forEach((entry, position) => {
    const index = indexOf(entry, position);
    const verdict = check(entry, index);
    if ('keep' in verdict) kept.push(verdict.keep);
    else rejected.push({ index, ...verdict.reject });
  });
  return { kept, rejected };
};

/** A verdict against an entry. */
export const reject = (code: Reason['code'], message: string): { readonly reject: Reason } => ({
  reject: { code, message },
});

/** The verdict on a customer that does not exist and on one outside the caller's portfolio: they read alike. */
export const rejectCustomer = (customerId: string) =>
  reject('unknown_customer', `There is no customer "${revealed(customerId)}" in your portfolio. Check the id.`);

/** The verdict on a workload that the catalogue does not hold. */
export const rejectWorkload = (workload: string) =>
  reject(
    'unknown_workload',
    `There is no workload ${workload}. Ids are lower case without spaces or hyphens, such as "teams"; GET /v1/products lists them.`,
  );
