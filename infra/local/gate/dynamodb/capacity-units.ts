import type { JsonObject } from '../json-body.ts';
import { itemSize } from './item-size.ts';
import { pick } from './store.ts';
import type { IndexShape } from './table-shape.ts';

/*
 * What operations consume, by the rules of DynamoDB's developer guide ("DynamoDB on-demand capacity mode", and "Provisioned
 * throughput considerations for global secondary indexes", which hold for both modes).
 */

const READ_BYTES = 4096;
const WRITE_BYTES = 1024;

/** What a read of so many bytes consumes, in read units; of nothing it is one step as well. */
export const readUnits = (bytes: number, consistent: boolean): number =>
  Math.max(1, Math.ceil(bytes / READ_BYTES)) * (consistent ? 1 : 0.5);

/**
 * What a write consumes of its table, in write units, given the item before and after it (`undefined`: none): the larger one
 * counts, and a write that its condition refused costs as much as one that was done.
 */
export const writeUnits = (before: JsonObject | undefined, after: JsonObject | undefined): number =>
  Math.max(1, ...[before, after].map((item) => (item ? Math.ceil(itemSize(item) / WRITE_BYTES) : 0)));

/**
 * What a write that was done consumes of an index, in write units: nothing where the index shows no change, one write where an
 * entry comes, goes or changes in its place, and two where it changes its place.
 */
export const indexWriteUnits = (
  index: IndexShape,
  before: JsonObject | undefined,
  after: JsonObject | undefined,
): number => {
  const [old, next] = [entryOf(index, before), entryOf(index, after)];
  if (!old && !next) return 0;
  if (!old || !next || !isSame(pick(old, index.keys), pick(next, index.keys)))
    return [old, next].reduce((units, entry) => units + (entry ? writeUnits(undefined, entry) : 0), 0);
  return isSame(old, next) ? 0 : writeUnits(old, next);
};

/** What an index holds of an item; nothing of one that lacks a key. */
const entryOf = ({ keys, attributes }: IndexShape, item: JsonObject | undefined): JsonObject | undefined => {
  if (!item || keys.some((name) => item[name] === undefined)) return undefined;
  return attributes === 'all' ? item : pick(item, attributes);
};

const isSame = (one: JsonObject, other: JsonObject): boolean => sorted(one) === sorted(other);
/** Attributes in the order of their names; values are as they were written. */
const sorted = (item: JsonObject): string =>
  JSON.stringify(Object.entries(item).sort(([one], [other]) => (one < other ? -1 : 1)));
