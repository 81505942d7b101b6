import { continuationAt, readContinuation } from '../http/continuation.ts';

/** A page of a list, and where the next one begins. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: URL | undefined;
}

/**
 * The page of a list of `length` items that a call asks for by `$top` and `$skiptoken`, or `undefined` for a token that
 * no page has; items are made by `itemAt`.
 */
export const pageOf = <Item>(
  url: URL,
  { length, itemAt, usual, most }: { length: number; itemAt: (at: number) => Item; usual: number; most: number },
): Page<Item> | undefined => {
  const top = Number(url.searchParams.get('$top') ?? usual);
  if (!Number.isInteger(top) || top < 1 || top > most) return undefined;
  const token = url.searchParams.get('$skiptoken');
  const from = token === null ? 0 : readContinuation(token);
  if (from === undefined || from > length) return undefined;
  const to = Math.min(length, from + top);
  const items = Array.from({ length: to - from }, (_, at) => itemAt(from + at));
  if (to === length) return { items, next: undefined };
  const next = new URL(url);
  next.searchParams.set('$skiptoken', continuationAt(to));
  return { items, next };
};
