import type { z } from 'zod';

/** To write code for a schema that parses one value, as zod does by itself, takes longer than to parse it. */
const PARSED_ONCE = { jitless: true };

/**
 * The function's environment, parsed by its own schema when the function starts.
 * Throws with the name of every missing or malformed variable: a function without its environment must not take work.
 */
export const readEnvironment = <Schema extends z.ZodType>(schema: Schema): z.output<Schema> => {
  const parsed = schema.safeParse(process.env, PARSED_ONCE);
  if (parsed.success) return parsed.data;
  const complaints = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new Error(`The environment of this function is incomplete: ${complaints.join('; ')}`);
};
