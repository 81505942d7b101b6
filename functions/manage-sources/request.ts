import * as z from 'zod';
import { type OperationsOf, operation } from '../../lib/http/operation.ts';
import { importStatus } from '../../lib/imports/job/import-job.ts';
import { UPLOAD_DAYS } from '../../lib/jobs/retention.ts';
import { customerSourceBody, partnerSourceBody } from '../../lib/sources/kinds/source-bodies.ts';
import { shownCustomerSource, shownPartnerSource } from '../../lib/sources/managing/shown-source.ts';
import { proposedCustomer } from '../../lib/sources/store/proposed-customer-table.ts';
import { sourceName } from '../../lib/sources/store/source.ts';
import { displayName, entityId } from '../../lib/values/entity-id.ts';
import { ROUTES } from './routes.ts';

/** What reads of sources need: any scope that lets somebody see customers. */
const READS = ['insights:read', 'activity:write', 'licensing:write'] as const;
/** Either lets a caller in; both are asked for, as of files. */
const WRITES = ['activity:write', 'licensing:write'] as const;
const BOTH = 'A source imports files, so that the caller needs both `activity:write` and `licensing:write`.';

const ofOne = z.object({ id: entityId });
const ofSource = z.object({ id: entityId, name: sourceName });

const page = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().optional().meta({ description: 'As the page before gave it.' }),
});

const collecting = z
  .object({ status: z.enum(['queued', 'underway']), requestedAt: z.iso.datetime() })
  .meta({ id: 'CollectionRequested' });

const getSources = operation({
  route: ROUTES.getSources,
  summary: "List the sources of a portfolio's customers",
  description: 'With how each stands: what was collected when, and what is to be done where nothing was.',
  scopes: READS,
  query: page,
  responses: {
    200: {
      description: 'One page; follow `cursor` for the next.',
      schema: z
        .object({ sources: z.array(shownCustomerSource), cursor: z.string().optional() })
        .meta({ id: 'SourcePage' }),
    },
  },
});

const getPartnerSources = operation({
  route: ROUTES.getPartnerSources,
  summary: 'List the sources of a partner',
  scopes: READS,
  path: ofOne,
  responses: {
    200: {
      description: 'All of them, by name.',
      schema: z.object({ sources: z.array(shownPartnerSource) }).meta({ id: 'PartnerSources' }),
    },
    404: { description: 'There is no such partner, or the caller does not speak for it.' },
  },
});

const getPartnerSource = operation({
  route: ROUTES.getPartnerSource,
  summary: 'Read a source of a partner',
  scopes: READS,
  path: ofSource,
  responses: {
    200: { description: 'The source, without its credentials.', schema: shownPartnerSource },
    404: { description: 'There is no such source.' },
  },
});

const putPartnerSource = operation({
  route: ROUTES.putPartnerSource,
  summary: "Say how a service is asked for a partner's customers",
  description: `Credentials are kept in AWS Secrets Manager and never shown again. ${BOTH}`,
  scopes: WRITES,
  path: ofSource,
  body: partnerSourceBody,
  responses: {
    200: { description: 'The source.', schema: shownPartnerSource },
    400: { description: 'Credentials are missing (`credentials_needed`).' },
    404: { description: 'There is no such partner.' },
  },
});

const deletePartnerSource = operation({
  route: ROUTES.deletePartnerSource,
  summary: 'Delete a source of a partner',
  description:
    'With its credentials, the sources of customers that use it, and what it proposed. What was imported stays.',
  scopes: WRITES,
  path: ofSource,
  responses: { 204: { description: 'It is deleted.' }, 404: { description: 'There is no such source.' } },
});

const collectPartnerSource = operation({
  route: ROUTES.collectPartnerSource,
  summary: "Look for a partner's customers now, and collect from all of them",
  scopes: WRITES,
  path: ofSource,
  responses: {
    202: { description: 'It was sent, or goes on already.', schema: collecting },
    404: { description: 'There is no such source.' },
    429: { description: 'The partner’s limit is reached, or too many requests; Retry-After says when there is room' },
  },
});

const getProposedCustomers = operation({
  route: ROUTES.getProposedCustomers,
  summary: 'List the customers that sources found and nobody has taken',
  scopes: READS,
  path: ofOne,
  responses: {
    200: {
      description: 'All of them, by tenant.',
      schema: z
        .object({ customers: z.array(proposedCustomer.meta({ id: 'ProposedCustomer' })) })
        .meta({ id: 'ProposedCustomers' }),
    },
    404: { description: 'There is no such partner.' },
  },
});

const takeProposedCustomer = operation({
  route: ROUTES.takeProposedCustomer,
  summary: 'Take a proposed customer into the portfolio',
  description: 'It is created under the id, or it is the customer of that id, if that has no tenant yet.',
  scopes: WRITES,
  path: z.object({ id: entityId, tenantId: z.guid().toLowerCase() }),
  body: z
    .strictObject({
      customerId: entityId,
      name: displayName.optional().meta({ description: 'As the service calls it when left out.' }),
    })
    .meta({ id: 'TakenCustomer' }),
  responses: {
    204: { description: 'It is taken, and will be collected.' },
    404: { description: 'No such tenant is proposed.' },
    409: { description: 'The id (`customer_exists`) or the tenant (`tenant_known`) is that of another customer.' },
  },
});

const getCustomerSources = operation({
  route: ROUTES.getCustomerSources,
  summary: 'List the sources of a customer',
  description: "Those of the caller's portfolio; to an operator who acts for all, those of every portfolio.",
  scopes: READS,
  path: ofOne,
  responses: {
    200: {
      description: 'All of them.',
      schema: z.object({ sources: z.array(shownCustomerSource) }).meta({ id: 'CustomerSources' }),
    },
    404: { description: 'There is no such customer in the portfolio.' },
  },
});

const getCustomerSource = operation({
  route: ROUTES.getCustomerSource,
  summary: 'See how a source of a customer stands',
  scopes: READS,
  path: ofSource,
  responses: {
    200: { description: 'The source, without its credentials.', schema: shownCustomerSource },
    404: { description: 'There is no such source.' },
  },
});

const putCustomerSource = operation({
  route: ROUTES.putCustomerSource,
  summary: "Say from where a customer's data is collected",
  description: `By the settings and credentials of the partner's source of the same name, or by its own. ${BOTH}`,
  scopes: WRITES,
  path: ofSource,
  body: customerSourceBody,
  responses: {
    200: { description: 'The source.', schema: shownCustomerSource },
    400: {
      description:
        'Credentials are missing (`credentials_needed`), or the partner has no such source (`unknown_source`).',
    },
    404: { description: 'There is no such customer in the portfolio.' },
  },
});

const deleteCustomerSource = operation({
  route: ROUTES.deleteCustomerSource,
  summary: 'Delete a source of a customer',
  description: 'With its own credentials. What was imported stays.',
  scopes: WRITES,
  path: ofSource,
  responses: { 204: { description: 'It is deleted.' }, 404: { description: 'There is no such source.' } },
});

const collectCustomerSource = operation({
  route: ROUTES.collectCustomerSource,
  summary: 'Collect from a source of a customer now',
  scopes: WRITES,
  path: ofSource,
  responses: {
    202: { description: 'It was sent, or goes on already.', schema: collecting },
    404: { description: 'There is no such source.' },
    429: { description: 'The partner’s limit is reached, or too many requests; Retry-After says when there is room' },
  },
});

const takeHeldFile = operation({
  route: ROUTES.takeHeldFile,
  summary: 'Take a collected file that was held back',
  description: `One of \`shrinks_too_much\`, \`other_tenant\` or \`identity_mode_changed\`, by another import that allows it. Files are kept for ${UPLOAD_DAYS} days.`,
  scopes: WRITES,
  path: ofSource.extend({ importId: z.string() }),
  responses: {
    202: {
      description: 'The import that takes the file.',
      schema: z.object({ id: z.string(), status: importStatus }).meta({ id: 'HeldFileTaken' }),
    },
    404: { description: 'There is no such source, or no such file is held.' },
  },
});

export const operations = {
  getSources,
  getPartnerSources,
  getPartnerSource,
  putPartnerSource,
  deletePartnerSource,
  collectPartnerSource,
  getProposedCustomers,
  takeProposedCustomer,
  getCustomerSources,
  getCustomerSource,
  putCustomerSource,
  deleteCustomerSource,
  collectCustomerSource,
  takeHeldFile,
} satisfies OperationsOf<typeof ROUTES>;
