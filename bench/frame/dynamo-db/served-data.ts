import type { WireItem } from './item-size.ts';

/** Many items of one partition that are made when they are asked for, in the byte order of their sort keys. */
export interface Series {
  /** Sort keys of the series, and no others of the partition, begin with it. */
  readonly prefix: string;
  readonly count: number;
  readonly itemAt: (index: number) => WireItem;
  /** Where in the series the first item after a sort key stands. */
  readonly indexAfter: (sort: string) => number;
}

/** One partition: items that are stored as they are, by their sort keys, and a series beside them. */
export interface Partition {
  readonly items: Map<string, WireItem>;
  readonly series?: Series;
}

/** A table: the names of its key, and its partitions, made when they are first asked for. */
export interface ServedTable {
  readonly keys: readonly [partition: string, sort: string];
  readonly partitionOf: (value: string) => Partition;
}

/** Tables by their names. */
export type ServedTables = Readonly<Record<string, ServedTable>>;

/** A table whose partitions begin as `begin` makes them, and keep what is put into them. */
export const servedTable = (keys: ServedTable['keys'], begin: (value: string) => Partition): ServedTable => {
  const partitions = new Map<string, Partition>();
  return {
    keys,
    partitionOf: (value) => {
      const known = partitions.get(value) ?? begin(value);
      partitions.set(value, known);
      return known;
    },
  };
};
