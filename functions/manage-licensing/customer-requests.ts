import * as z from 'zod';
import { customer } from '../../lib/customers/customer.ts';
import { operation } from '../../lib/http/operation.ts';
import { dayText } from '../../lib/time/day.ts';
import { displayName, entityId } from '../../lib/values/entity-id.ts';
import { ROUTES } from './routes.ts';

/** More partners than ever share a customer; each is looked up before anything is stored. */
const MOST_PARTNERS = 50;

const link = z
  .union([
    entityId.transform((id) => ({ id })),
    z.object({ id: entityId, since: dayText.optional() }).meta({ id: 'PartnerLink' }),
  ])
  .meta({ description: 'A partner, and the first day of history it may read: today if not given.' });

const customerProfile = z
  .object({
    name: displayName,
    domain: z.string().trim().toLowerCase().min(1).max(253).optional(),
    externalIds: z
      .record(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/u), z.string().min(1).max(200))
      .refine((ids) => Object.keys(ids).length <= 20, 'a customer has at most 20 external ids')
      .optional()
      .meta({ description: "The customer's ids in other systems.", example: { entraTenantId: '…' } }),
    partners: z
      .array(link)
      .max(MOST_PARTNERS)
      .refine((links) => new Set(links.map(({ id }) => id)).size === links.length, 'a partner is named twice')
      .meta({ description: 'Whose portfolio holds the customer. A partner left out loses it.' }),
  })
  .meta({ id: 'CustomerProfile' });

const listedCustomer = customer
  .extend({
    partners: z
      .array(z.object({ id: z.string(), since: dayText }))
      .optional()
      .meta({ description: 'Shown to operators.' }),
  })
  .meta({ id: 'Customer' });
export type ListedCustomer = z.infer<typeof listedCustomer>;

export const putCustomer = operation({
  route: ROUTES.putCustomer,
  summary: 'Create or replace a customer',
  description:
    'A partner that stays keeps its `since` unless another is given. A partner that is left out can no longer read the customer, nor anything that was made of its portfolio before.',
  scopes: ['operator'],
  path: z.object({ id: entityId }),
  body: customerProfile,
  responses: { 200: { description: 'The customer.', schema: listedCustomer } },
});

export const getCustomers = operation({
  route: ROUTES.getCustomers,
  summary: 'List the customers of a portfolio',
  description: 'A partner sees its customers by id; an operator sees all, in an order that stays the same.',
  scopes: ['insights:read', 'licensing:write'],
  query: z.object({
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: z.string().optional().meta({ description: 'As the page before gave it.' }),
  }),
  responses: {
    200: {
      description: 'One page; follow `cursor` for the next.',
      schema: z
        .object({ customers: z.array(listedCustomer), cursor: z.string().optional() })
        .meta({ id: 'CustomerPage' }),
    },
  },
});
