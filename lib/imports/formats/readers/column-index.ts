import { FileRefused } from '../findings.ts';
import type { CsvKind } from '../kinds/import-kind.ts';
import { foldColumn, type KnownFile, likeness, recogniseHeader } from '../kinds/recognise-header.ts';

/** Where the columns of a header are. */
export interface ColumnIndex {
  /** Where a named column is; `undefined` when the header has none of that name. */
  readonly find: (name: string) => number | undefined;
  /** Where a column is that the header was required to have. */
  readonly at: (name: string) => number;
}

/**
 * Finds the columns of a file that the import `kind` takes, by name, in any order and among any others. Throws
 * FileRefused `wrong_file` when the header is another file's, which it names, lacks one of `required`, or has one twice.
 */
export const indexColumns = (columns: readonly string[], required: readonly string[], kind: CsvKind): ColumnIndex => {
  const index = new Map(columns.map((name, at) => [foldColumn(name), at]));
  const missing = required.filter((name) => !index.has(foldColumn(name)));
  const file = recogniseHeader(columns);
  const other = file?.kind === kind.kind ? undefined : file;
  if (other) throw otherFile(other, missing, kind);
  if (missing.length > 0) throw wrongFile(`${lacking(missing)}.`, kind);
  const twice = required.find((name) => columns.filter((one) => foldColumn(one) === foldColumn(name)).length > 1);
  if (twice) throw wrongFile(`The column "${twice}" appears twice.`, kind);
  const find = (name: string) => index.get(foldColumn(name));
  return { find, at: (name) => find(name) ?? -1 };
};

/** The refusal of a file that is not the one that the import `kind` takes. */
export const wrongFile = (reason: string, { signs }: CsvKind): FileRefused =>
  new FileRefused('wrong_file', `${reason} Export ${signs.file} as CSV and upload it as it is.`, 1);

const otherFile = (other: KnownFile, missing: readonly string[], { signs }: CsvKind): FileRefused => {
  const reason = missing.length > 0 ? lacking(missing) : 'The file has columns of another one';
  const otherwise = other.kind === undefined ? 'Export' : 'Import it as that kind, or export';
  return new FileRefused(
    'wrong_file',
    `${reason}; ${likeness(other)}. ${otherwise} ${signs.file} as CSV and upload it as it is.`,
    1,
  );
};

const lacking = (missing: readonly string[]): string =>
  `The file lacks the ${missing.length > 1 ? 'columns' : 'column'} ${missing.map((name) => `"${name}"`).join(', ')}`;
