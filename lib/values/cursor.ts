import type { z } from 'zod';
import { Problem } from '../problem/problem.ts';
import { illFormedAt } from './ill-formed.ts';

/** Longer than any place that a list gives out: it holds one key, of at most 1,024 bytes, and a few words. */
const LONGEST_CURSOR = 4096;

/** An opaque place in a list, to be handed back as `cursor`. */
export const encodeCursor = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString('base64url');

/** The place that a cursor names; a 400 problem when it is not one of ours. */
export const decodeCursor = <Schema extends z.ZodType>(schema: Schema, cursor: string): z.output<Schema> => {
  const parsed = schema.safeParse(cursor.length > LONGEST_CURSOR ? undefined : placeIn(cursor));
  if (parsed.success) return parsed.data;
  throw new Problem(400, 'invalid_cursor', 'The cursor is not one that this list gave out. Start again without it.');
};

/** `undefined`, which a schema of an object refuses, for what is no JSON or holds text that no key can hold. */
const placeIn = (cursor: string): unknown => {
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return illFormedAt(place) === undefined ? place : undefined;
  } catch {
    return undefined;
  }
};
