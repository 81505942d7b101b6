import type { Coverage } from '../../licensing/coverage.ts';
import type { NotCounted } from '../../licensing/not-counted.ts';
import type { SeatRecords } from './seats.ts';

/** What a file could not name, and whose alone it is: that seller's or poster's own, or everybody's who sees the customer. */
export type NotCountedOfFile = NotCounted & { readonly of?: string | undefined };

/**
 * What the newest files of a customer's sources could not name: lists of all users, tenant-wide lists of seats, sellers'
 * lists, and reports of usage (`reported`, by poster). A list that somebody sent by the API names everything.
 */
export const notCountedIn = (
  { assignmentList }: Pick<Coverage, 'assignmentList'>,
  { lists, totals }: Pick<SeatRecords, 'lists' | 'totals'>,
  reported: Readonly<Record<string, NotCounted | undefined>> = {},
): NotCountedOfFile[] => {
  const ofAll = [assignmentList, ...totals].flatMap((one) => one?.notCounted ?? []);
  const ofSellers = Object.entries(lists).map(([seller, { notCounted }]) => [seller, notCounted] as const);
  const own = [...ofSellers, ...Object.entries(reported)].flatMap(([of, one]) => (one ? [{ ...one, of }] : []));
  return [...ofAll, ...own];
};
