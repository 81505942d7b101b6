import { isJsonObject, type JsonObject } from '../json-body.ts';

/** A batch request in two: what is done and what is left. Either is undefined if it would be empty. */
export interface SplitBatch {
  readonly done: JsonObject | undefined;
  readonly left: JsonObject | undefined;
}

interface Entry {
  readonly table: string;
  readonly item: unknown;
}

/** Splits the `RequestItems` of a batch after the first half, rounded down. */
export const splitBatch = (items: JsonObject): SplitBatch => {
  const entries = entriesOf(items);
  const half = Math.floor(entries.length / 2);
  return { done: rebuild(entries.slice(0, half), items), left: rebuild(entries.slice(half), items) };
};

/** BatchGetItem lists its keys below options that hold for all of them, BatchWriteItem lists the requests alone. */
const entriesOf = (items: JsonObject): readonly Entry[] =>
  Object.entries(items).flatMap(([table, value]) => {
    const list: unknown = isJsonObject(value) ? value.Keys : value;
    return Array.isArray(list) ? list.map((item: unknown) => ({ table, item })) : [];
  });

const rebuild = (entries: readonly Entry[], items: JsonObject): JsonObject | undefined => {
  if (entries.length === 0) return undefined;
  const byTable = Object.groupBy(entries, ({ table }) => table);
  return Object.fromEntries(
    Object.entries(byTable).map(([table, list = []]) => {
      const value = items[table];
      const kept = list.map(({ item }) => item);
      return [table, isJsonObject(value) ? { ...value, Keys: kept } : kept];
    }),
  );
};
