import * as z from 'zod';
import { revealed } from './hidden-characters.ts';

/** One entry of a list as it was read: its value, or what is wrong with it. */
export type Read<Value> = { readonly value: Value } | { readonly complaint: string };

const MOST_COMPLAINTS = 4;
const LONGEST_QUOTE = 40;

/** A value as a message shows it: JSON, cut to 40 characters, since thousands of messages share one answer of 6 MB. */
export const quote = (value: unknown): string => {
  const text = revealed(JSON.stringify(value) ?? 'nothing');
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
};

/** The value at a path; `undefined` when the path leads nowhere. */
const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? Reflect.get(at, step) : undefined),
    input,
  );

const complaintOf = (input: unknown, { path, message }: z.core.$ZodIssue): string => {
  const value = valueAt(input, path);
  if (path.length === 0) return `${quote(value)}: ${message}`;
  return value === undefined ? `${path.join('.')} is missing` : `${path.join('.')} ${quote(value)}: ${message}`;
};

/**
 * Reads an entry without ever failing, so that one bad entry does not refuse a whole list: answers its value, or a
 * complaint that names each bad field and value. In an OpenAPI document it shows as `schema` itself.
 */
export const leniently = <Schema extends z.ZodType>(schema: Schema) =>
  schema
    .transform((value): Read<z.output<Schema>> => ({ value }))
    .catch((failure: Partial<z.core.$ZodCatchCtx>) => ({
      // Asked for a document, zod calls this without a failure.
      complaint: (failure?.error?.issues ?? [])
        .slice(0, MOST_COMPLAINTS)
        .map((issue) => complaintOf(failure.input, issue))
        .join('; '),
    }));

/**
 * A list of which no more than `most` entries and one are looked at: enough to tell that there are too many, before
 * work and memory are spent on each of them.
 */
export const cutAfter = <List extends z.ZodArray>(most: number, list: List) =>
  z.preprocess((entries) => (Array.isArray(entries) ? entries.slice(0, most + 1) : entries), list);
