import { type ListName, NO_WORD, UNKNOWN } from './index-columns.ts';
import type { Columns } from './sections.ts';

/** What stands in a row of a column. */
type At<Value> = (row: number) => Value;

/** The columns of an index by name. One that nothing was added to is empty. */
export interface ColumnReader {
  readonly numbers: (name: string) => Uint32Array;
  readonly figures: (name: string) => Float64Array;
  readonly bytes: (name: string) => Uint8Array;
  readonly words: (name: string) => At<string | undefined>;
  readonly known: (name: string) => At<number | null>;
  readonly texts: (name: string) => At<string>;
  /** The rows of a list that belong to a place, made by `rowAt`. */
  readonly rows: <Row>(list: ListName, rowAt: At<Row>) => At<Row[]>;
}

/** Where the part of a place begins that ends at `ends[place]`. */
export const startOf = (ends: Uint32Array, place: number): number => (place === 0 ? 0 : (ends[place - 1] ?? 0));

/** Makes the reader of columns that name words by their number. */
export const createColumnReader = (columns: Columns, words: readonly string[]): ColumnReader => {
  const numbers = (name: string): Uint32Array => {
    const column = columns[name];
    return column instanceof Uint32Array ? column : new Uint32Array();
  };
  const figures = (name: string): Float64Array => {
    const column = columns[name];
    return column instanceof Float64Array ? column : new Float64Array();
  };
  const bytes = (name: string): Uint8Array => {
    const column = columns[name];
    return column instanceof Uint8Array ? column : new Uint8Array();
  };
  return {
    numbers,
    figures,
    bytes,
    words: (name) => {
      const column = numbers(name);
      return (row) => words[(column[row] ?? NO_WORD) - 1];
    },
    known: (name) => {
      const column = figures(name);
      return (row) => {
        const figure = column[row] ?? UNKNOWN;
        return figure === UNKNOWN ? null : figure;
      };
    },
    texts: (name) => {
      const [text, ends] = [
        Buffer.from(bytes(name).buffer, bytes(name).byteOffset, bytes(name).length),
        numbers(`${name}.end`),
      ];
      return (place) => text.toString('utf8', startOf(ends, place), ends[place]);
    },
    rows: (list, rowAt) => {
      const ends = numbers(`${list}.end`);
      return (place) => {
        const found: ReturnType<typeof rowAt>[] = [];
        for (let row = startOf(ends, place); row < (ends[place] ?? 0); row += 1) found.push(rowAt(row));
        return found;
      };
    },
  };
};
