import { FileRefused } from './findings.ts';

/**
 * Columns by which the usage reports of Microsoft Graph are told apart, most telling first (their pages in the
 * Microsoft Graph REST API reference, v1.0, `reportRoot`).
 */
const REPORTS: readonly { readonly name: string; readonly columns: readonly string[] }[] = [
  { name: 'getOffice365ActiveUserDetail', columns: ['Has Exchange License', 'Exchange Last Activity Date'] },
  { name: 'getTeamsUserActivityUserDetail', columns: ['Team Chat Message Count'] },
  { name: 'getYammerActivityUserDetail', columns: ['Posted Count', 'Liked Count'] },
  { name: 'getSharePointActivityUserDetail', columns: ['Visited Page Count', 'Synced File Count'] },
  { name: 'getOneDriveActivityUserDetail', columns: ['Synced File Count'] },
  { name: 'getEmailActivityUserDetail', columns: ['Send Count', 'Receive Count'] },
  { name: 'getM365AppUserDetail', columns: ['Last Activation Date', 'Outlook'] },
];

/** Trimmed, spaces folded, lower-cased: how column names are compared. */
export const foldColumn = (name: string): string => name.replaceAll(/\s+/gu, ' ').trim().toLowerCase();

/** Where a named column is, by folded name. */
export type ColumnIndex = ReadonlyMap<string, number>;

/**
 * Finds columns of a report by name, in any order and among any others. Throws FileRefused `wrong_file` when one of
 * `required` is missing, naming the report the file looks like or the missing columns, or when one appears twice.
 */
export const indexColumns = (columns: readonly string[], required: readonly string[], report: string): ColumnIndex => {
  const index = new Map(columns.map((name, at) => [foldColumn(name), at]));
  const missing = required.filter((name) => !index.has(foldColumn(name)));
  if (missing.length > 0) throw wrongFile(explain(columns, missing, report), report);
  const twice = required.find((name) => columns.filter((one) => foldColumn(one) === foldColumn(name)).length > 1);
  if (twice) throw wrongFile(`The column "${twice}" appears twice.`, report);
  return index;
};

/** The refusal of a file that is not the report it was said to be. */
export const wrongFile = (reason: string, report: string): FileRefused =>
  new FileRefused('wrong_file', `${reason} Export the report ${report} as CSV and upload it as it is.`, 1);

const explain = (columns: readonly string[], missing: readonly string[], report: string): string => {
  const present = new Set(columns.map(foldColumn));
  const like = REPORTS.find(
    ({ name, columns: signs }) => name !== report && signs.every((sign) => present.has(foldColumn(sign))),
  );
  const names = missing.map((name) => `"${name}"`).join(', ');
  const lacks = `The file lacks the ${missing.length > 1 ? 'columns' : 'column'} ${names}`;
  if (like) return `${lacks}; it looks like the report ${like.name}.`;
  if (columns.length === 1 && columns[0]?.includes(';'))
    return `${lacks}; its columns are separated by semicolons, not by commas.`;
  return `${lacks}.`;
};
