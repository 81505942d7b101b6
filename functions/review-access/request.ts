import * as z from 'zod';
import { accessRecord } from '../../lib/access/access-record.ts';
import { AUDIT_DAYS, auditAction } from '../../lib/audit/audit-entry.ts';
import { shownEntry } from '../../lib/audit/shown-entry.ts';
import { shownPartner } from '../../lib/customers/keep-partner.ts';
import { type OperationsOf, operation } from '../../lib/http/operation.ts';
import { nextCursor, ONE_PAGE, pageQuery } from '../../lib/http/paging.ts';
import { dayText } from '../../lib/time/day.ts';
import { ROUTES } from './routes.ts';

const getAudit = operation({
  route: ROUTES.getAudit,
  summary: 'See who changed what, newest first',
  description: `Every administrative change with what was stored before and after, and every sign-in and sign-out, for ${AUDIT_DAYS} days. No entry names users of customers. The cursor keeps the days and filters of the first page; a page may have fewer entries than \`limit\` and go on.`,
  scopes: ['operator'],
  query: pageQuery().extend({
    from: dayText.optional().meta({ description: `The first day (UTC); by default ${AUDIT_DAYS} days ago.` }),
    to: dayText.optional().meta({ description: 'The last day (UTC); by default today.' }),
    subject: z.string().max(300).optional().meta({ description: 'Only what this subject did.' }),
    action: auditAction.optional().meta({ description: 'Only this action.' }),
    target: z.string().max(300).optional().meta({ description: 'Only what was done to this id.' }),
  }),
  responses: {
    200: {
      description: ONE_PAGE,
      schema: z.object({ entries: z.array(shownEntry), cursor: nextCursor }).meta({ id: 'AuditPage' }),
    },
  },
});

const getPartners = operation({
  route: ROUTES.getPartners,
  summary: 'List the partners',
  description: 'By id. A partner that was just created may be missing for moments.',
  scopes: ['operator'],
  query: pageQuery(),
  responses: {
    200: {
      description: ONE_PAGE,
      schema: z.object({ partners: z.array(shownPartner), cursor: nextCursor }).meta({ id: 'PartnerPage' }),
    },
  },
});

const getAccess = operation({
  route: ROUTES.getAccess,
  summary: 'List what subjects may do',
  description:
    'By subject. An access record that was just written may be missing for moments; one that a release before this list wrote, until it is written again.',
  scopes: ['operator'],
  query: pageQuery(),
  responses: {
    200: {
      description: ONE_PAGE,
      schema: z.object({ access: z.array(accessRecord), cursor: nextCursor }).meta({ id: 'AccessPage' }),
    },
  },
});

export const operations = { getAudit, getPartners, getAccess } satisfies OperationsOf<typeof ROUTES>;
