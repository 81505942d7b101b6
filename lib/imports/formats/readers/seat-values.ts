import { type Day, dayOf } from '../../../time/day.ts';
import { instantDay } from '../instants.ts';
import { dateReader, FieldProblem, shorten } from '../report-fields.ts';

/** What a row holds in a column, or under a property: text of a CSV file, any value of JSON; `undefined` where nothing. */
export type GetValue = (column: string) => unknown;

/** The value as text; empty where there is none. An object or a list is no text. */
export const textOfValue = (value: unknown, column: string): string => {
  if (value === undefined || value === null) return '';
  if (typeof value === 'object')
    throw new FieldProblem('bad_value', `"${column}" is an object or a list. Name a property inside it, like a.b.`);
  return (typeof value === 'string' ? value : JSON.stringify(value)).trim();
};

/** Seconds since 1970 are below, milliseconds above, from 1973 to the year 5138. */
const FIRST_MILLISECONDS = 100_000_000_000;

const readDate = dateReader();

/** The day (UTC) of a date, an instant of ISO 8601, or seconds or milliseconds since 1970; `undefined` where there is none. */
export const readDay = (value: unknown, column: string): Day | undefined => {
  const text = textOfValue(value, column);
  if (text === '' || text === '0' || text.toLowerCase() === 'null') return undefined;
  if (/^\d{9,15}(?:\.\d+)?$/u.test(text)) {
    const count = Number(text);
    return dayOf(new Date(count < FIRST_MILLISECONDS ? count * 1000 : count));
  }
  const instant = instantDay.safeParse(text.replace(/^(\d{4}-\d\d-\d\d) (?=\d)/u, '$1T').replace(/ ?UTC$/u, 'Z'));
  return instant.success ? instant.data : readDate(text, column);
};

const HELD = ['active', 'enabled', 'assigned', 'true', 'yes', '1', 'held', 'standard', 'premium', 'licensed', 'paid'];
const NOT_HELD = [
  ...['inactive', 'disabled', 'unassigned', 'false', 'no', '0', 'removed', 'deleted', 'deactivated', 'suspended'],
  ...['pending', 'invited', 'none', 'revoked', 'expired', 'unlicensed'],
];

/** Whether a word says that a seat is held; nothing said is held. Throws FieldProblem for a word that says neither. */
export const readHeld = (text: string, column: string): boolean => {
  const word = text.trim().toLowerCase();
  if (word === '' || HELD.includes(word)) return true;
  if (NOT_HELD.includes(word)) return false;
  throw new FieldProblem(
    'bad_state',
    `"${column}" is "${shorten(text)}", which says neither that the seat is held (${HELD.slice(0, 4).join(', ')} …) nor that it is not (${NOT_HELD.slice(0, 4).join(', ')} …). Translate it by "values".`,
  );
};

/** How deep counts of use may lie in an object. */
const DEEPEST_COUNT = 6;

/** Whether a value tells of use: it is true, a count above 0, or holds such a one. */
export const tellsUse = (value: unknown, depth = 0): boolean => {
  if (typeof value === 'number') return value > 0;
  if (typeof value === 'string') return ['true', 'yes'].includes(value.trim().toLowerCase()) || Number(value) > 0;
  if (typeof value !== 'object' || value === null) return value === true;
  return depth < DEEPEST_COUNT && Object.values(value).some((inner) => tellsUse(inner, depth + 1));
};
