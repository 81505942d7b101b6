import { readEnvironment } from '../../lib/environment.ts';
import { presignFiles } from '../../lib/exports/files/presign-files.ts';
import { acceptExport } from '../../lib/exports/job/accept-export.ts';
import { summaryOf, viewOf } from '../../lib/exports/job/export-view.ts';
import { listExports } from '../../lib/exports/job/list-exports.ts';
import { requireExport } from '../../lib/exports/job/require-export.ts';
import { readMails } from '../../lib/exports/mail/export-mail-table.ts';
import { apiHandler } from '../../lib/http/api-handler.ts';
import { reply } from '../../lib/http/respond.ts';
import { isStillReadable } from '../../lib/portfolio/still-readable.ts';
import { openTable } from '../../lib/storage/table.ts';
import { env } from './env.ts';
import { operations } from './request.ts';

const { JOBS_TABLE, LICENSING_TABLE, INSIGHTS_TABLE, EXPORTS_BUCKET, EXPORT_QUEUE_URL } = readEnvironment(env);
const jobs = openTable(JOBS_TABLE);
const licensing = openTable(LICENSING_TABLE);
const stores = { jobs, licensing, insights: openTable(INSIGHTS_TABLE), queueUrl: EXPORT_QUEUE_URL };

/** Takes orders for exports, and tells which there are and how they stand. */
export const handler = apiHandler(operations, {
  postExport: async ({ body, caller, headers, now }) => {
    const idempotencyKey = headers['idempotency-key'];
    const { exportId, status } = await acceptExport(stores, caller, body, { idempotencyKey, now });
    return reply(202, { id: exportId, status }, { location: `/v1/exports/${exportId}` });
  },
  getExports: async ({ query, caller, now }) => {
    const { exports, ...more } = await listExports(jobs, caller.portfolio, query, now);
    return reply(200, { exports: exports.map((job) => summaryOf(job, now)), ...more });
  },
  getExport: async ({ path, caller, now }) => {
    const job = await requireExport(jobs, caller, path.id, now);
    const readable = await isStillReadable(licensing, job.portfolio, job.generation.startedAt);
    const urls = readable ? await presignFiles(EXPORTS_BUCKET, job.files ?? [], now) : undefined;
    return reply(200, viewOf(job, await readMails(jobs, job.exportId), urls, now));
  },
});
