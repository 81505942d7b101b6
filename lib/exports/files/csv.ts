/** A cell of a report; `null` is unknown and stays blank. */
export type Cell = string | number | boolean | null;

/** UTF-8 with a byte order mark, by which Excel knows the encoding. */
const BYTE_ORDER_MARK = '\uFEFF';

/** What at a text's beginning makes a spreadsheet take it for a formula (OWASP, "CSV injection"); full-width signs, too. */
const FORMULA = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/u;

/**
 * Where a program that reads another separator, or a line break inside quotes as an end, would begin a cell with what it
 * takes for a formula.
 */
const FORMULA_WITHIN = /([;\t\r\n]["\s]*)([=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/gu;

/** RFC 4180 quotes commas, quotes and CRLF; readers also end a record at a lone CR or LF. */
const TO_BE_QUOTED = /[",\r\n]/u;

/** All that any of the three looks for: most texts have none of it and are written as they are. */
const SPECIAL = /[",;\t\r\n]|^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u;

/** How a file starts: the byte order mark and the names of its columns. */
export const csvHeader = (columns: readonly string[]): string => BYTE_ORDER_MARK + csvRecords([columns]);

/**
 * Records as text (RFC 4180), each ended by CRLF. Text that a spreadsheet would take for a formula gets an apostrophe in
 * front, and so does what would be one behind another separator; numbers, negative ones too, are left as they are.
 *
 * Written out here because an export does little else: csv-stringify, with which a test compares it, takes three times as
 * long. Neighbours have many a cell in common, which is written once.
 */
export const csvRecords = (records: readonly (readonly Cell[])[]): string => {
  let text = '';
  let before: readonly Cell[] = [];
  const written: string[] = [];
  for (const record of records) {
    record.forEach((cell, column) => {
      if (cell !== before[column]) written[column] = cellText(cell);
      text += column > 0 ? `,${written[column]}` : written[column];
    });
    text += '\r\n';
    before = record;
  }
  return text;
};

const cellText = (cell: Cell): string => {
  if (cell === null) return '';
  return typeof cell === 'string' ? textCell(cell) : String(cell);
};

const textCell = (cell: string): string => {
  if (!SPECIAL.test(cell)) return cell;
  const within = cell.replaceAll(FORMULA_WITHIN, "$1'$2");
  const harmless = FORMULA.test(within) ? `'${within}` : within;
  return TO_BE_QUOTED.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
};
