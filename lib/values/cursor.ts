import type { z } from 'zod';
import { Problem } from '../problem/problem.ts';

/** An opaque place in a list, to be handed back as `cursor`. */
export const encodeCursor = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString('base64url');

/** The place that a cursor names; a 400 problem when it is not one of ours. */
export const decodeCursor = <Schema extends z.ZodType>(schema: Schema, cursor: string): z.output<Schema> => {
  const parsed = schema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString('utf8')));
  if (parsed.success) return parsed.data;
  throw new Problem(400, 'invalid_cursor', 'The cursor is not one that this list gave out. Start again without it.');
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a schema of an object refuses it, with the caller's own words
  }
};
