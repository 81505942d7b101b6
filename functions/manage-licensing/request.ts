import * as z from 'zod';
import { accessRecord, subject } from '../../lib/access/access-record.ts';
import { type OperationsOf, operation } from '../../lib/http/operation.ts';
import { DIRECT } from '../../lib/licensing/subscription.ts';
import { displayName, entityId } from '../../lib/values/entity-id.ts';
import { getCustomers, putCustomer } from './customer-requests.ts';
import { ROUTES } from './routes.ts';
import { getSubscriptions, postAssignments, putSubscriptions } from './seat-requests.ts';
import { getSupportCases, putSupportCases } from './support-requests.ts';

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
      .meta({ description: 'Who may be sent exports: mail addresses.' }),
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
      schema: z
        .object({
          partnerId: z.string(),
          name: z.string(),
          tenantIds: z.array(z.string()),
          recipients: z.array(z.string()),
        })
        .meta({ id: 'Partner' }),
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

export const operations = {
  putPartner,
  putAccess,
  putCustomer,
  getCustomers,
  putSubscriptions,
  getSubscriptions,
  postAssignments,
  putSupportCases,
  getSupportCases,
} satisfies OperationsOf<typeof ROUTES>;
