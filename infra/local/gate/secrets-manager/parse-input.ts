import type * as z from 'zod';
import { CallError } from '../call-error.ts';
import type { JsonObject } from '../json-body.ts';

/** The parameters of a call. Throws ValidationException for another shape, and for parameters that are not run locally. */
export const parseInput = <Schema extends z.ZodType>(schema: Schema, body: JsonObject): z.output<Schema> => {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const complaints = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new CallError(400, 'ValidationException', complaints.join('; '));
};
