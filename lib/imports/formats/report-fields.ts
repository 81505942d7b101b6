import { type Day, dayText, formatDay, parseDay } from '../../time/day.ts';
import { userId } from '../../values/user-id.ts';
import { composed } from './file-encoding.ts';

/** Thrown by the readers of fields, for the parser of the row to catch. */
export class FieldProblem extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Different dates kept in memory; a report has a few thousand at most. */
const MOST_REMEMBERED = 20_000;

/** A reader of `YYYY-MM-DD` that remembers, as a report repeats its dates; empty is `undefined`, which means never. */
export const dateReader = (): ((text: string, column: string) => Day | undefined) => {
  const remembered = new Map<string, Day>();
  return (text, column) => {
    const trimmed = text.trim();
    if (trimmed === '') return undefined;
    const known = remembered.get(trimmed);
    if (known !== undefined) return known;
    if (!dayText.safeParse(trimmed).success)
      throw new FieldProblem('bad_date', `"${column}" is "${shorten(trimmed)}", ${notDate(trimmed)}`);
    const day = parseDay(trimmed);
    if (remembered.size >= MOST_REMEMBERED) remembered.clear();
    remembered.set(trimmed, day);
    return day;
  };
};

/** As spreadsheets write dates: `3/9/2026`, `9.3.2026`, with or without a time, or as a number of days. */
const SPREADSHEET_DATE = /^(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\.?(?:[ T].*)?|\d{5}(?:[.,]\d+)?)$/u;

/** Of `3/9/2026` nobody can tell which number is the month. */
const notDate = (text: string): string =>
  SPREADSHEET_DATE.test(text) && !/^\d{4}-\d\d-\d\d$/u.test(text)
    ? 'as spreadsheets write dates: the file was opened and saved by one. Export it again, or write dates like 2026-03-09.'
    : 'which is not a date like 2026-03-01.';

/** A required refresh date, by a `dateReader`. */
export const readRefreshDay = (readDate: ReturnType<typeof dateReader>, text: string, column: string): Day => {
  const day = readDate(text, column);
  if (day === undefined) throw new FieldProblem('bad_date', `"${column}" is empty.`);
  return day;
};

/** Refuses activity that a report tells of before it happened. */
export const requireNotAfter = (refreshDay: Day, day: Day, column: string): void => {
  if (day > refreshDay)
    throw new FieldProblem('date_after_refresh', `"${column}" is ${formatDay(day)}, after the refresh date.`);
};

/**
 * Refuses a row that is longer than its header, or ends before the last of the columns that it cannot do without
 * (`needed`, where they are). Spreadsheets leave out the empty cells at the end of a row: what it lacks is empty.
 */
export const requireWidth = (
  fields: readonly string[],
  columns: readonly string[],
  needed: readonly number[],
): void => {
  const least = Math.max(...needed) + 1;
  const has = fields.length;
  const size = `The row has ${has} ${has === 1 ? 'column' : 'columns'}, the header ${columns.length}`;
  if (has < least) throw new FieldProblem('too_few_columns', `${size}; it ends before "${columns[least - 1]}".`);
  if (has > columns.length) throw new FieldProblem('too_many_columns', `${size}.`);
};

/** `True` or `False`, in any case; empty is false. */
export const readFlag = (text: string, column: string): boolean => {
  const word = text.trim().toLowerCase();
  if (word === 'true') return true;
  if (word === 'false' || word === '') return false;
  throw new FieldProblem('bad_flag', `"${column}" is "${shorten(text)}" instead of True or False.`);
};

/** The user's id as it is stored, or `undefined` for `(Unknown)`, as Microsoft writes where it hides even a stand-in. */
export const readUserId = (text: string, column: string): string | undefined => {
  if (text.trim().toLowerCase() === '(unknown)') return undefined;
  const parsed = userId.safeParse(composed(text));
  if (parsed.success) return parsed.data;
  throw new FieldProblem('bad_user', `"${column}" cannot be taken: ${parsed.error.issues[0]?.message}.`);
};

/** The beginning of a bad value, to be shown in a message. */
export const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
