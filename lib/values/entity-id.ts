import * as z from 'zod';

/** Letters, digits, dots, hyphens and underscores: what customers and partners are named by. */
export const entityId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/u, 'an id has 1 to 64 letters, digits, dots, hyphens or underscores');

/** What a person calls a customer or a partner: one line of text, trimmed. */
export const displayName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}*$/u, 'a name has no line breaks or other control characters');
