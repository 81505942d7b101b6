import { readEnvironment } from '../../lib/environment.ts';
import { acceptExport } from '../../lib/exports/job/accept-export.ts';
import { summaryOf } from '../../lib/exports/job/export-view.ts';
import { listExports } from '../../lib/exports/job/list-exports.ts';
import { requireExport } from '../../lib/exports/job/require-export.ts';
import { sendLater } from '../../lib/exports/mail/send-later.ts';
import { apiHandler } from '../../lib/http/api-handler.ts';
import { reply } from '../../lib/http/respond.ts';
import { openTable } from '../../lib/storage/table.ts';
import { env } from './env.ts';
import { operations } from './request.ts';
import { showExportFrom } from './show-export.ts';

const { JOBS_TABLE, LICENSING_TABLE, INSIGHTS_TABLE, EXPORTS_BUCKET, EXPORT_QUEUE_URL } = readEnvironment(env);
const jobs = openTable(JOBS_TABLE);
const licensing = openTable(LICENSING_TABLE);
const show = showExportFrom({ jobs, licensing, bucket: EXPORTS_BUCKET });
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
    return reply(200, await show(await requireExport(jobs, caller, path.id, now), now));
  },
  mailExport: async ({ path, body, caller, now }) => {
    await sendLater(stores, caller, await requireExport(jobs, caller, path.id, now), body.email, now);
    return reply(202, await show(await requireExport(jobs, caller, path.id, now), now));
  },
});
