import { readEnvironment } from '../../lib/environment.ts';
import { presignDownload } from '../../lib/exports/files/export-bucket.ts';
import { acceptExport } from '../../lib/exports/job/accept-export.ts';
import type { ExportFile } from '../../lib/exports/job/export-job.ts';
import { viewOf } from '../../lib/exports/job/export-view.ts';
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

const presignAll = async (files: readonly ExportFile[], now: Date): Promise<ReadonlyMap<string, string>> =>
  new Map(
    await Promise.all(
      files.map(
        async ({ key, name }): Promise<[string, string]> => [
          key,
          await presignDownload({ bucket: EXPORTS_BUCKET, key }, name, now),
        ],
      ),
    ),
  );

/** Takes orders for exports, and tells how they stand. */
export const handler = apiHandler(operations, {
  postExport: async ({ body, caller, headers, now }) => {
    const idempotencyKey = headers['idempotency-key'];
    const { exportId, status } = await acceptExport(stores, caller, body, { idempotencyKey, now });
    return reply(202, { id: exportId, status }, { location: `/v1/exports/${exportId}` });
  },
  getExport: async ({ path, caller, now }) => {
    const job = await requireExport(jobs, caller, path.id, now);
    const readable = await isStillReadable(licensing, job.portfolio, job.generation.startedAt);
    const urls = readable ? await presignAll(job.files ?? [], now) : undefined;
    return reply(200, viewOf(job, await readMails(jobs, job.exportId), urls, now));
  },
});
