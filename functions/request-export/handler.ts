import { OPERATOR_PORTFOLIO } from '../../lib/access/caller.ts';
import { readEnvironment } from '../../lib/environment.ts';
import { presignDownload } from '../../lib/exports/export-bucket.ts';
import { type ExportFile, type ExportMessage, isSameRequest } from '../../lib/exports/export-job.ts';
import { createExport, readExport } from '../../lib/exports/export-job-table.ts';
import { readMails } from '../../lib/exports/export-mail-table.ts';
import { viewOf } from '../../lib/exports/export-view.ts';
import { mayReadGeneration } from '../../lib/exports/may-read.ts';
import { exportIdFor, newExport } from '../../lib/exports/new-export.ts';
import { apiHandler, route } from '../../lib/http/api-handler.ts';
import { Problem } from '../../lib/http/problem.ts';
import { reply } from '../../lib/http/respond.ts';
import { sendMessages } from '../../lib/jobs/queue.ts';
import { readSettings } from '../../lib/settings/settings-table.ts';
import { openTable } from '../../lib/storage/table.ts';
import { env } from './env.ts';
import { getExport, postExport } from './request.ts';

const { JOBS_TABLE, LICENSING_TABLE, INSIGHTS_TABLE, EXPORTS_BUCKET, EXPORT_QUEUE_URL } = readEnvironment(env);
const jobs = openTable(JOBS_TABLE);
const licensing = openTable(LICENSING_TABLE);
const insights = openTable(INSIGHTS_TABLE);

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
export const handler = apiHandler([
  route(postExport, async ({ body, caller, headers, now }) => {
    const exportId = exportIdFor(caller, headers['idempotency-key']);
    const { recommendationLinks: links } = await readSettings(licensing);
    const wanted = await newExport({ licensing, insights }, caller, body, { exportId, now, links });
    const job = (await createExport(jobs, wanted)) ?? wanted;
    if (!isSameRequest(job, wanted))
      throw new Problem(
        409,
        'idempotency_key_reused',
        'This Idempotency-Key belongs to another export. Take a new key for a new request.',
      );
    // Sent after the job is stored, and again when the request is repeated: who crashes in between loses nothing.
    if (job.status === 'queued')
      await sendMessages(EXPORT_QUEUE_URL, [{ exportId, restarts: 0, mailings: 0 } satisfies ExportMessage]);
    return reply(202, { id: exportId, status: job.status }, { location: `/v1/exports/${exportId}` });
  }),
  route(getExport, async ({ path, caller, now }) => {
    const job = await readExport(jobs, path.id, now);
    if (!job || (job.portfolio !== caller.portfolio && caller.portfolio !== OPERATOR_PORTFOLIO))
      throw new Problem(404, 'unknown_export', `There is no export "${path.id}". Exports are kept for 60 days.`);
    const readable = await mayReadGeneration(licensing, job.portfolio, job.generation.startedAt);
    const urls = readable ? await presignAll(job.files ?? [], now) : undefined;
    return reply(200, viewOf(job, await readMails(jobs, job.exportId), urls, now));
  }),
]);
