import * as z from 'zod';
import { exportReport, exportStatus } from '../../lib/exports/job/export-job.ts';
import { exportSummary, exportView } from '../../lib/exports/job/export-view.ts';
import { type OperationsOf, operation } from '../../lib/http/operation.ts';
import { nextCursor, ONE_PAGE, pageQuery } from '../../lib/http/paging.ts';
import { JOB_DAYS } from '../../lib/jobs/retention.ts';
import { entityId } from '../../lib/values/entity-id.ts';
import { ROUTES } from './routes.ts';

/** So many as a partner may list. */
const MOST_RECIPIENTS = 10;

const unique = (values: readonly string[]): boolean => new Set(values).size === values.length;

const recipients = z.array(z.string().trim().toLowerCase()).max(MOST_RECIPIENTS);

const exportRequest = z
  .strictObject({
    reports: z
      .array(exportReport)
      .min(1)
      .refine(unique, 'each report once')
      .meta({ uniqueItems: true, description: 'One file each.' }),
    customerId: entityId.optional().meta({ description: 'By default all customers of the portfolio.' }),
    email: recipients
      .optional()
      .meta({ description: 'Who is mailed links to the files; each must be one of the partner’s recipients.' }),
  })
  .meta({ id: 'ExportRequest' });

const postExport = operation({
  route: ROUTES.postExport,
  summary: 'Export the portfolio as CSV',
  description:
    'The files are made of the portfolio as it is published now and can be fetched once the export is complete. With an Idempotency-Key header (at most 255 characters) a repeated request answers with the same export.',
  scopes: ['exports:write'],
  body: exportRequest,
  responses: {
    202: {
      description: 'It is being made; Location says where it can be watched.',
      schema: z.object({ id: z.string(), status: exportStatus }).meta({ id: 'ExportAccepted' }),
    },
    404: { description: 'There is no such customer in the portfolio, or the portfolio has not been published yet' },
    409: {
      description: 'The Idempotency-Key was used for another export, or mail to one of the addresses came back before',
    },
    429: { description: 'The partner’s limit is reached, or too many requests; Retry-After says when there is room' },
    503: { description: 'The portfolio is being published anew; try again after the seconds in Retry-After' },
  },
});

const getExports = operation({
  route: ROUTES.getExports,
  summary: 'List the exports of a portfolio, newest first',
  description: `Those of the last ${JOB_DAYS} days. An export that was just asked for may be missing for moments; a page may have fewer than \`limit\` and go on.`,
  scopes: ['exports:write'],
  query: pageQuery(),
  responses: {
    200: {
      description: ONE_PAGE,
      schema: z.object({ exports: z.array(exportSummary), cursor: nextCursor }).meta({ id: 'ExportPage' }),
    },
  },
});

const getExport = operation({
  route: ROUTES.getExport,
  summary: 'How an export stands, and its files',
  scopes: ['exports:write'],
  path: z.object({ id: z.string() }),
  responses: { 200: { description: 'The export', schema: exportView } },
});

const mailExport = operation({
  route: ROUTES.mailExport,
  summary: 'Mail links to a complete export’s files, or mail them again',
  description:
    'Who was not mailed them is mailed now. A mail that is unconfirmed or failed is sent again; an unconfirmed one may then arrive twice. Other mails are left alone.',
  scopes: ['exports:write'],
  path: z.object({ id: z.string() }),
  body: z
    .strictObject({
      email: recipients.min(1).meta({ description: 'Each must be one of the partner’s recipients.' }),
    })
    .meta({ id: 'MailRequest' }),
  responses: {
    202: { description: 'The export, whose mails are being sent', schema: exportView },
    409: { description: 'The export is not complete, its files are deleted too soon, or a customer has left since' },
    429: { description: 'The partner’s limit is reached, or too many requests; Retry-After says when there is room' },
  },
});

export const operations = { postExport, getExports, getExport, mailExport } satisfies OperationsOf<typeof ROUTES>;
