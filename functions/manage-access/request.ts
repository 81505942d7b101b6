import * as z from 'zod';
import { accessRecord, subject } from '../../lib/access/access-record.ts';
import { shownPartner } from '../../lib/customers/keep-partner.ts';
import { listedCustomer } from '../../lib/customers/listed-customer.ts';
import { type OperationsOf, operation } from '../../lib/http/operation.ts';
import { DIRECT } from '../../lib/licensing/subscription.ts';
import { dayText } from '../../lib/time/day.ts';
import { displayName, entityId } from '../../lib/values/entity-id.ts';
import { isAllVisible, MUST_BE_VISIBLE } from '../../lib/values/hidden-characters.ts';
import { ROUTES } from './routes.ts';

const partnerProfile = z
  .object({
    name: displayName,
    tenantIds: z
      .array(z.guid().toLowerCase())
      .max(100)
      .default([])
      .meta({ description: "The partner's own Entra tenants." }),
    recipients: z
      .array(z.string().trim().toLowerCase().pipe(z.email().max(254)))
      .max(10, 'a partner has at most 10 recipients')
      .default([])
      .meta({
        description:
          'Who may be sent exports: mail addresses. Putting one again says that it takes mail: it is mailed anew, even if its mails came back.',
      }),
  })
  .meta({ id: 'PartnerProfile' });

const putPartner = operation({
  route: ROUTES.putPartner,
  summary: 'Create or replace a partner',
  scopes: ['operator'],
  path: z.object({
    id: entityId.refine((id) => id !== DIRECT, `"${DIRECT}" stands for seats that no partner sold`),
  }),
  body: partnerProfile,
  responses: {
    200: {
      description: 'The partner.',
      schema: shownPartner,
    },
  },
});

const deletePartner = operation({
  route: ROUTES.deletePartner,
  summary: 'Delete a partner',
  description:
    'Only one to which no customer is linked and that no access record names. Exports and mailed links that were made for it are not for another partner of the same id.',
  scopes: ['operator'],
  path: z.object({ id: entityId }),
  responses: {
    204: { description: 'It is deleted.' },
    404: { description: 'There is no such partner.' },
    409: {
      description:
        'Customers are linked to it (`partner_has_customers`), access records name it (`partner_has_access`), or it has sources (`partner_has_sources`) or presets (`partner_has_presets`).',
    },
  },
});

const putAccess = operation({
  route: ROUTES.putAccess,
  summary: 'Say what a subject may do',
  description:
    'The subject is the `sub` of a token, or its `client_id` where it has none. A change takes effect within 5 minutes, when what the gateway remembers of earlier calls has expired. A list without scopes withdraws the access.',
  scopes: ['operator'],
  path: z.object({ subject }),
  body: accessRecord.omit({ subject: true }).meta({ id: 'AccessRights' }),
  responses: { 200: { description: 'The access record.', schema: accessRecord } },
});

const deleteAccess = operation({
  route: ROUTES.deleteAccess,
  summary: 'Delete what a subject may do',
  description: 'It takes effect within 5 minutes, in the pages at once.',
  scopes: ['operator'],
  path: z.object({ subject }),
  responses: {
    204: { description: 'It is deleted.' },
    404: { description: 'There is no access record of that subject.' },
    409: { description: "It is the caller's own (`own_access`), or that of the first operator (`first_operator`)." },
  },
});

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
    domain: z.string().trim().toLowerCase().min(1).max(253).refine(isAllVisible, MUST_BE_VISIBLE).optional(),
    externalIds: z
      .record(
        z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/u),
        z.string().min(1).max(200).refine(isAllVisible, MUST_BE_VISIBLE),
      )
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

const putCustomer = operation({
  route: ROUTES.putCustomer,
  summary: 'Create or replace a customer',
  description:
    'A partner that stays keeps its `since` unless another is given. A partner that is left out can no longer read the customer, nor anything that was made of its portfolio before.',
  scopes: ['operator'],
  path: z.object({ id: entityId }),
  body: customerProfile,
  responses: { 200: { description: 'The customer.', schema: listedCustomer } },
});

export const operations = { putPartner, deletePartner, putAccess, deleteAccess, putCustomer } satisfies OperationsOf<
  typeof ROUTES
>;
