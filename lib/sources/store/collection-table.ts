import { jobExpiry } from '../../jobs/retention.ts';
import { batchGet } from '../../storage/batch-get.ts';
import { deleteItem } from '../../storage/delete-item.ts';
import { changeUnderRevision, readRevised } from '../../storage/revision.ts';
import type { Table } from '../../storage/table.ts';
import { type CollectedTenant, type Collection, collection, isUnderWay, newCollection } from './collection.ts';
import type { CustomerPlace } from './source.ts';

const PREFIX = 'collection#';
const keyOf = ({ customerId, portfolio, name }: CustomerPlace) => ({
  job: `${PREFIX}${customerId}`,
  item: `${portfolio}#${name}`,
});

/** Kept as long as jobs are after its last beginning: a source that is collected every day never loses it. */
const stored = collection.transform((one) => ({ ...one, expiresAt: jobExpiry(one.startedAt) }));

/** The newest collection of a customer's source, read consistently; `undefined` before there was one. */
export const readCollection = async (jobs: Table, place: CustomerPlace): Promise<Collection | undefined> =>
  (await readRevised({ table: jobs, key: keyOf(place), schema: collection }))?.value;

/** The newest collections of sources, in no particular order. */
export const readCollections = async (jobs: Table, places: readonly CustomerPlace[]): Promise<Collection[]> =>
  (await batchGet(jobs, places.map(keyOf))).map((item) => collection.parse(item));

/**
 * Begins a collection of that id, unless one is under way or one of the same or a later id was begun. Returns the one that
 * counts then. Throws ContendedError.
 */
export const beginCollection = async (
  jobs: Table,
  of: CollectedTenant,
  collectionId: string,
  now: Date,
): Promise<Collection> => {
  let counts: Collection | undefined;
  await changeUnderRevision({ table: jobs, key: keyOf(of), schema: stored }, (current) => {
    const before = current && collection.parse(current);
    const stays = before && (before.collectionId >= collectionId || isUnderWay(before, now));
    counts = stays ? before : newCollection(of, before, collectionId, now);
    return stays ? undefined : stored.parse(counts);
  });
  if (!counts) throw new Error('A collection was neither begun nor found');
  return counts;
};

/**
 * Changes the collection of that id, if it is still the newest one; `change` answers `undefined` to leave it. Returns the one
 * that is stored then, or `undefined` where another took its place. Throws ContendedError.
 */
export const changeCollection = async (
  jobs: Table,
  place: CustomerPlace,
  collectionId: string,
  change: (current: Collection) => Collection | undefined,
): Promise<Collection | undefined> => {
  let now: Collection | undefined;
  await changeUnderRevision({ table: jobs, key: keyOf(place), schema: stored }, (current) => {
    now = undefined;
    if (current?.collectionId !== collectionId) return undefined;
    const before = collection.parse(current);
    const next = change(before);
    now = next ?? before;
    return next && stored.parse(next);
  });
  return now;
};

/** Forgets what is known of collections of a source. Returns whether there was any. */
export const dropCollection = (jobs: Table, place: CustomerPlace): Promise<boolean> => deleteItem(jobs, keyOf(place));

/** The collection that an item of the table of jobs is; `undefined` for any other item. */
export const collectionIn = (item: Readonly<Record<string, unknown>>): Collection | undefined =>
  String(item.job).startsWith(PREFIX) ? collection.parse(item) : undefined;
