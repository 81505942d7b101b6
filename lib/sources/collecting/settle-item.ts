import { type CollectedItem, type Collection, withGiven, withItem } from '../store/collection.ts';
import type { Fetched, FetchRefusal } from './fetch-item.ts';

/** What stands against everything of a tenant, and not against one thing alone. */
const OF_THE_WHOLE: ReadonlySet<FetchRefusal> = new Set<FetchRefusal>([
  'credentials_refused',
  'consent_missing',
  'consent_refused',
  'consent_withdrawn',
  'tenant_unknown',
  'address_refused',
]);

/** How often an item may break off a step: by then its file is one that never ends. */
const MOST_BROKEN_OFF = 4;

/** What holds for a report of any day: those that wait for their turn are not asked for in vain. */
const OF_ALL_DAYS: ReadonlySet<FetchRefusal> = new Set<FetchRefusal>(['names_concealed', 'permission_missing']);

const secondsLater = (now: Date, seconds: number): string => new Date(now.getTime() + seconds * 1000).toISOString();

/** An item that waits for nothing any more. */
const settled = (waiting: CollectedItem): CollectedItem => {
  const { notBefore: _, waitsFor: __, ...item } = waiting;
  return item;
};

/** A collection after one of its items was fetched, or was not. An item that somebody settled meanwhile stays so. */
export const settleItem = (
  collection: Collection,
  id: string,
  { importId, fetched }: { readonly importId: string; readonly fetched: Fetched },
  now: Date,
): Collection => {
  const current = collection.items?.find((item) => item.id === id);
  if (current?.outcome !== 'open') return collection;
  return withGiven(settledBy(collection, current, { importId, fetched }, now));
};

const settledBy = (
  collection: Collection,
  current: CollectedItem,
  { importId, fetched }: { readonly importId: string; readonly fetched: Fetched },
  now: Date,
): Collection => {
  const { id } = current;
  const become = (next: (item: CollectedItem) => CollectedItem) => withItem(collection, id, next);
  switch (fetched.outcome) {
    case 'fetched': {
      const next = become((item) => ({ ...settled(item), outcome: 'fetched', importId }));
      // Days of a first collection are not fetched again: their tags are of no use.
      const keepsTag = fetched.tag !== undefined && !id.includes('@');
      return {
        ...next,
        lastCollectedAt: now.toISOString(),
        ...(keepsTag ? { tags: { ...next.tags, [id]: fetched.tag } } : {}),
      };
    }
    case 'unchanged':
      return {
        ...become((item) => ({ ...settled(item), outcome: 'unchanged' })),
        lastCollectedAt: now.toISOString(),
      };
    case 'later': {
      const wait = { notBefore: secondsLater(now, fetched.seconds), waitsFor: fetched.why };
      const next = become((item) => ({ ...item, ...wait }));
      // A budget is of one sort of calls; a service that is busy or away is so for all.
      return fetched.why === 'budget' ? next : { ...next, ...wait };
    }
    case 'consented':
      return {
        ...collection,
        consentAsked: true,
        consentKnownBy: secondsLater(now, fetched.knownWithinSeconds),
        notBefore: secondsLater(now, fetched.seconds),
        waitsFor: 'unavailable',
      };
    case 'refused': {
      const { state, detail } = fetched;
      if (OF_THE_WHOLE.has(state)) return { ...collection, state, detail };
      const next = become((item) => ({ ...settled(item), outcome: 'refused', state, detail }));
      // The days of a report that is not given are asked for once it is.
      if (id.includes('@') && !OF_ALL_DAYS.has(state)) return next;
      const days = `${id.split('@')[0]}@`;
      const isInVain = (item: CollectedItem) => item.outcome === 'open' && item.id.startsWith(days);
      return { ...next, items: (next.items ?? []).filter((item) => !isInVain(item)) };
    }
    case 'broken-off': {
      const brokenOff = (current.brokenOff ?? 0) + 1;
      if (brokenOff < MOST_BROKEN_OFF) return become((item) => ({ ...item, brokenOff }));
      const detail = 'It took longer than a function may run, several times.';
      return become((item) => ({ ...settled(item), outcome: 'refused', brokenOff, state: 'answer_unusable', detail }));
    }
  }
};
