import { stringify } from 'csv-stringify/sync';

/** A cell of a report; `null` is unknown and stays blank. */
export type Cell = string | number | boolean | null;

/** UTF-8 with a byte order mark, by which Excel knows the encoding. */
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * Where a program that reads another separator, or a line break inside quotes as an end, would begin a cell with what it
 * takes for a formula. Full-width signs are taken for theirs.
 */
const FORMULA_WITHIN = /([;\t\r\n]["\s]*)([=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/gu;

/** A text in which no separator is followed by a formula: an apostrophe stands between them. */
const guarded = (text: string): string => text.replaceAll(FORMULA_WITHIN, "$1'$2");

/**
 * RFC 4180 ends each record with CRLF. Text that a spreadsheet would take for a formula (OWASP, "CSV injection") gets
 * an apostrophe in front; numbers, negative ones too, are left as they are.
 */
const SETTINGS = {
  record_delimiter: '\r\n',
  // Of itself it quotes only the delimiter given above; readers also end a record at a lone CR or LF.
  quoted_match: /[\r\n]/,
  escape_formulas: true,
  cast: { boolean: (cell: boolean) => String(cell), string: guarded },
};

/** How a file starts: the byte order mark and the names of its columns. */
export const csvHeader = (columns: readonly string[]): string => BYTE_ORDER_MARK + stringify([columns], SETTINGS);

/** Records as text, each ended by CRLF. */
export const csvRecords = (records: readonly (readonly Cell[])[]): string => stringify([...records], SETTINGS);
