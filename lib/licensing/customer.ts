import * as z from 'zod';
import { dayText } from '../time/day.ts';

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

/** A company whose seats are looked after. */
export const customer = z.object({
  customerId: entityId,
  name: z.string(),
  domain: z.string().optional(),
  /** The customer's ids in other systems, for example `{ "entraTenantId": "…" }`. */
  externalIds: z.record(z.string(), z.string()).optional(),
  /** The partners whose portfolio holds the customer, and the first day of history each may read. */
  partners: z.record(entityId, z.object({ since: dayText })),
});
export type Customer = z.infer<typeof customer>;
