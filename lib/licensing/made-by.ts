import * as z from 'zod';

/** The import that made what is stored, and what it did so in the place of. What a request stores bears no such mark. */
export const madeBy = z.object({
  importId: z.string(),
  /** When it began to (ISO instant). */
  at: z.iso.datetime(),
  /** The name under which what was there before is kept; absent where nothing was. */
  kept: z.string().optional(),
  /** What was there before, counted by name. */
  counts: z.record(z.string(), z.int().min(0)),
});
export type MadeBy = z.infer<typeof madeBy>;
