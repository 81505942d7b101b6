import * as z from 'zod';
import { dayText } from '../time/day.ts';
import { entityId } from '../values/entity-id.ts';

/** A company whose seats are looked after. */
export const customer = z.object({
  customerId: entityId,
  name: z.string(),
  domain: z.string().optional(),
  /** The customer's ids in other systems, for example `{ "entraTenantId": "…" }`. */
  externalIds: z.record(z.string(), z.string()).optional(),
  /** The partners whose portfolio holds the customer, and the first day of history each may read. */
  partners: z.record(entityId, z.object({ since: dayText })),
  /** Since when everything of the customer is being erased (ISO instant): for everybody it is gone already. */
  erasing: z.iso.datetime().optional(),
});
export type Customer = z.infer<typeof customer>;

/** Whether there is a customer, and nobody is erasing it. */
export const isKept = (one: Customer | undefined): one is Customer => one !== undefined && one.erasing === undefined;
