import { z } from 'zod';
import { dayText } from '../time/day.ts';

/** Letters, digits, dots, hyphens and underscores: what customers, partners and subjects are named by. */
export const entityId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/u, 'an id has 1 to 64 letters, digits, dots, hyphens or underscores');

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
