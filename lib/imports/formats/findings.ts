import * as z from 'zod';
import { unnamedProduct } from '../../licensing/not-counted.ts';

/** How many errors of single lines are named; all of them are counted. */
export const MOST_NAMED_ERRORS = 100;

/** How many different warnings are kept apart; what comes after them is counted under their code alone. */
const MOST_WARNINGS = 150;

/** All messages and the names that are not counted must fit into one item of 400 KB together. */
const LONGEST_MESSAGE = 400;

/** A message that may quote anything in a file, as it can be stored: cut, and without halves of surrogate pairs. */
const storable = (message: string): string =>
  (message.length > LONGEST_MESSAGE ? `${message.slice(0, LONGEST_MESSAGE - 1)}…` : message).toWellFormed();

/**
 * A text without what stands before the `@` of addresses. Where a product's name is expected, a file that was put together
 * wrongly may hold a person's, and what could not be named is kept long after the file.
 */
export const withoutAddresses = (text: string): string => {
  const parts = text.split('@');
  const last = parts.pop() ?? '';
  return `${parts.map((part) => withoutName(part)).join('')}${last}`;
};

/** What stands before an `@`, and it, without the name at its end. Looked at once from there: one text may be all name. */
const withoutName = (text: string): string => {
  let begins = text.length;
  while (begins > 0 && !BESIDE_NAMES.test(text.charAt(begins - 1))) begins -= 1;
  return begins === text.length ? `${text}@` : `${text.slice(0, begins)}…@`;
};
const BESIDE_NAMES = /[\s"'(),;:+]/u;

/** What an import has found in its file so far. */
export const findings = z.object({
  /** Records read, the header not counted. */
  rows: z.int().min(0),
  /** What the file holds, by name. Says nothing of what an earlier file already stored. */
  counts: z.record(z.string(), z.int().min(0)),
  errors: z.array(
    z.object({
      line: z.int().nullable().meta({ description: 'The header is line 1; null when the whole file is meant.' }),
      code: z.string(),
      message: z.string(),
    }),
  ),
  errorCount: z.int().min(0),
  warnings: z.array(z.object({ code: z.string(), message: z.string(), count: z.int().min(0) })),
  seatsNotCounted: z.array(unnamedProduct).optional().meta({
    description:
      'What the file names that is no product of the catalogue, with most seats first: in no figure, until POST /v1/imports/{id}/mappings says which product it is. Left out when everything was named.',
  }),
  moreNotCounted: z.int().optional().meta({ description: 'How many further names there are, if any.' }),
});
export type Findings = z.infer<typeof findings>;

/** Findings of nothing read yet. */
export const noFindings = (): Findings => ({ rows: 0, counts: {}, errors: [], errorCount: 0, warnings: [] });

/** Adds to one of the counts, in place. */
export const count = (found: Findings, name: string, by = 1): void => {
  found.counts[name] = (found.counts[name] ?? 0) + by;
};

/** Adds an error, in place; `line` is `null` for the file as a whole. */
export const addError = (found: Findings, line: number | null, code: string, message: string): void => {
  found.errorCount += 1;
  if (found.errors.length < MOST_NAMED_ERRORS) found.errors.push({ line, code, message: storable(message) });
};

/** Adds a warning, in place; those of one code and message are one, with their count. */
export const addWarning = (found: Findings, code: string, message: string, by = 1): void => {
  const known = (text: string) => found.warnings.find((one) => one.code === code && one.message === text);
  const full = found.warnings.length >= MOST_WARNINGS;
  const own = storable(withoutAddresses(message));
  const text = full && !known(own) ? 'Further warnings of this kind.' : own;
  const warning = known(text);
  if (warning) warning.count += by;
  else found.warnings.push({ code, message: text, count: by });
};

/** The findings of two parts of one file, those of the first before those of the other. */
export const joined = (first: Findings, other: Findings): Findings => {
  const both = structuredClone(first);
  both.rows += other.rows;
  both.errorCount += other.errorCount;
  both.errors = [...both.errors, ...other.errors].slice(0, MOST_NAMED_ERRORS);
  for (const [name, by] of Object.entries(other.counts)) count(both, name, by);
  for (const warning of other.warnings) addWarning(both, warning.code, warning.message, warning.count);
  return both;
};

/** Thrown when a file cannot be taken at all. Nothing of it is applied from then on. */
export class FileRefused extends Error {
  readonly code: string;
  readonly line: number | null;
  /** What was found in the file, where who refuses it knows more than the import. */
  found?: Findings;

  constructor(code: string, message: string, line: number | null = null) {
    super(message);
    this.code = code;
    this.line = line;
  }
}

/** Runs `judge`; where it refuses the file, what was found so far is told with the reason. */
export const refuseWith = (found: Findings, judge: () => void): void => {
  try {
    judge();
  } catch (error) {
    if (error instanceof FileRefused) error.found = found;
    throw error;
  }
};

/** The refusal of a file of a day (`YYYY-MM-DD`) before that of what it would replace. */
export const olderThanStored = (day: string, newerDay: string): FileRefused =>
  new FileRefused(
    'older_than_stored',
    `The file is of ${day}, but one of ${newerDay} is already stored. Nothing was stored.`,
  );

/**
 * The findings without what they quote of lines, which may name people: an error then tells its line and its code, and
 * `instead` of its message.
 */
export const withoutQuotes = (found: Findings, instead = QUOTE_REMOVED): Findings => ({
  ...found,
  errors: found.errors.map(({ line, code }) => ({ line, code, message: instead })),
});
const QUOTE_REMOVED = 'What this said of the file was removed when a user was erased.';

/** The findings of a file that was refused, the reason first. */
export const withReason = (
  found: Findings,
  { line, code, message }: Pick<FileRefused, 'code' | 'message' | 'line'>,
): Findings => ({
  ...found,
  errors: [{ line, code, message: storable(message) }, ...found.errors].slice(0, MOST_NAMED_ERRORS),
  errorCount: found.errorCount + 1,
});
