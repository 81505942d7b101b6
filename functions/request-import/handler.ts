import { randomUUID } from 'node:crypto';
import { type Caller, may, partnerOf } from '../../lib/access/caller.ts';
import { requireCustomer } from '../../lib/access/customer-access.ts';
import { readEnvironment } from '../../lib/environment.ts';
import { apiHandler, route } from '../../lib/http/api-handler.ts';
import { Problem } from '../../lib/http/problem.ts';
import { reply } from '../../lib/http/respond.ts';
import { newImport } from '../../lib/imports/import-job.ts';
import { createImport } from '../../lib/imports/import-job-table.ts';
import { IMPORT_KINDS, namesCustomers } from '../../lib/imports/kinds.ts';
import { requireImport } from '../../lib/imports/may-read.ts';
import { createUploadForm } from '../../lib/imports/upload-form.ts';
import { openTable } from '../../lib/storage/table.ts';
import { dayOf, formatDay } from '../../lib/time/day.ts';
import { env } from './env.ts';
import { type ImportProgress, type RequestedImport, readImportProgress, requestImport } from './request.ts';

const settings = readEnvironment(env);
const jobs = openTable(settings.JOBS_TABLE);
const licensing = openTable(settings.LICENSING_TABLE);

export const handler = apiHandler([
  route(requestImport, async ({ body, caller, now }) => {
    requireBothScopes(caller);
    const { kind, customerId, day, replaceIdentityMode = false } = body;
    if (day !== undefined && day > formatDay(dayOf(now))) throw dayInFuture(day);
    if (IMPORT_KINDS[kind].form === 'sellerList' && partnerOf(caller) === undefined) throw sellerNeeded(kind);
    if (customerId !== undefined) {
      if (namesCustomers(kind)) throw customerNotNeeded(kind);
      await requireCustomer(licensing, caller, customerId);
    } else if (!namesCustomers(kind)) throw customerNeeded(kind);
    const importId = randomUUID();
    const { portfolio } = caller;
    const createdAt = now.toISOString();
    await createImport(jobs, newImport({ importId, kind, customerId, portfolio, createdAt, day, replaceIdentityMode }));
    const upload = await createUploadForm(settings.UPLOADS_BUCKET, importId, settings.LARGEST_UPLOAD_BYTES);
    return reply<RequestedImport>(201, { id: importId, upload }, { location: `/v1/imports/${importId}` });
  }),

  route(readImportProgress, async ({ path, caller, now }) => {
    const job = await requireImport({ jobs, licensing }, caller, path.id, now);
    const { importId: id, kind, customerId, status, progress, found, createdAt, finishedAt } = job;
    const more = {
      ...(customerId === undefined ? {} : { customerId }),
      ...(finishedAt === undefined ? {} : { finishedAt }),
    };
    return reply<ImportProgress>(200, { id, kind, status, progress, ...found, createdAt, ...more });
  }),
]);

const requireBothScopes = (caller: Caller): void => {
  if (may(caller, ['activity:write']) && may(caller, ['licensing:write'])) return;
  throw new Problem(
    403,
    'missing_scope',
    'A file holds activity and licences: this call needs both scopes, "activity:write" and "licensing:write". Ask the operator for them.',
  );
};

const sellerNeeded = (kind: string): Problem =>
  new Problem(
    400,
    'partner_needed',
    `A file of the kind ${kind} is one partner's list. Say whose it is: POST /v1/imports?partner={id}.`,
  );

const customerNeeded = (kind: string): Problem =>
  new Problem(400, 'customer_needed', `A file of ${kind} is of one customer. Say whose it is by "customerId".`);

const customerNotNeeded = (kind: string): Problem =>
  new Problem(
    400,
    'customer_not_needed',
    `A file of ${kind} names its customers itself, by their tenant ids. Leave "customerId" out.`,
  );

const dayInFuture = (day: string): Problem =>
  new Problem(400, 'day_in_future', `The day ${day} is in the future. A file speaks of today (UTC) or an earlier day.`);
