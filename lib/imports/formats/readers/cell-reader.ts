import type * as z from 'zod';
import type { CsvKind } from '../kinds/import-kind.ts';
import { FieldProblem, requireWidth, shorten } from '../report-fields.ts';
import { indexColumns } from './column-index.ts';

/** The cells of one row. */
interface Cells {
  /** What stands in a column, trimmed; empty where the list has no such column. */
  readonly text: (column: string) => string;
  /** What it means by a schema, or what `as` means that is made of it. Throws FieldProblem `bad_cell`. */
  readonly read: <Value>(column: string, schema: z.ZodType<Value>, as?: string) => Value;
}

/** Reads the cells of a list that has columns of our own names. */
export interface CellReader {
  readonly has: (column: string) => boolean;
  /** Throws FieldProblem for a row that is longer than the header, or ends before what it cannot do without. */
  readonly cellsOf: (fields: readonly string[], terminated: boolean) => Cells;
}

/** Makes a reader of cells by a header. Throws FileRefused `wrong_file` when the header is another file's or lacks `required`. */
export const cellReader = (columns: readonly string[], required: readonly string[], kind: CsvKind): CellReader => {
  const { find, at } = indexColumns(columns, required, kind);
  const needed = required.map(at);
  return {
    has: (column) => find(column) !== undefined,
    cellsOf: (fields, terminated) => {
      // Of a last row that no line break ends nobody knows what was cut off: it must be as long as its header.
      requireWidth(fields, columns, terminated ? needed : [columns.length - 1]);
      const text = (column: string): string => (fields[find(column) ?? -1] ?? '').trim();
      const read = <Value>(column: string, schema: z.ZodType<Value>, as = text(column)): Value => {
        const parsed = schema.safeParse(as);
        if (parsed.success) return parsed.data;
        if (as === '') throw new FieldProblem('empty_column', `"${column}" is empty.`);
        const [issue] = parsed.error.issues;
        throw new FieldProblem(
          'bad_cell',
          `"${column}" is "${shorten(text(column))}", which is not understood: ${issue?.message ?? 'unreadable'}.`,
        );
      };
      return { text, read };
    },
  };
};
