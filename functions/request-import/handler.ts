import { readEnvironment } from '../../lib/environment.ts';
import { apiHandler } from '../../lib/http/api-handler.ts';
import { reply } from '../../lib/http/respond.ts';
import { acceptImport } from '../../lib/imports/job/accept-import.ts';
import type { ImportJob } from '../../lib/imports/job/import-job.ts';
import { mapName } from '../../lib/imports/job/map-name.ts';
import { listReadableImports, requireImport } from '../../lib/imports/job/require-import.ts';
import { takePreviewed } from '../../lib/imports/job/take-previewed.ts';
import { createUploadForm } from '../../lib/imports/job/upload-form.ts';
import { canUndo, requestUndo } from '../../lib/imports/undo/request-undo.ts';
import { openTable } from '../../lib/storage/table.ts';
import { presetAnswers } from './answer-presets.ts';
import { env } from './env.ts';
import { operations } from './request.ts';
import { replyTakenAgain, showImport, summarizeImport } from './show-import.ts';

const settings = readEnvironment(env);
const [jobs, licensing] = [openTable(settings.JOBS_TABLE), openTable(settings.LICENSING_TABLE)];
const stores = { jobs, licensing, queueUrl: settings.IMPORT_QUEUE_URL };

const show = async (job: ImportJob, now: Date) => showImport(job, await canUndo(stores, job, now), now);

/** Hands out forms to upload a file with, tells how its import stands, has it undone, and keeps presets of columns. */
export const handler = apiHandler(operations, {
  ...presetAnswers(stores),
  postImport: async ({ body, caller, now }) => {
    const { importId } = await acceptImport(stores, caller, body, now);
    const upload = await createUploadForm(settings.UPLOADS_BUCKET, importId, settings.LARGEST_UPLOAD_BYTES);
    return reply(201, { id: importId, upload }, { location: `/v1/imports/${importId}` });
  },
  getImports: async ({ query, caller, now }) => {
    const { imports, ...more } = await listReadableImports(stores, caller, query, now);
    return reply(200, { imports: imports.map(({ job }) => summarizeImport(job)), ...more });
  },
  getImport: async ({ path, caller, now }) =>
    reply(200, await show(await requireImport(stores, caller, path.id, now), now)),
  undoImport: async ({ path, caller, now }) =>
    reply(202, await show(await requestUndo(stores, caller, path.id, now), now)),
  takeImport: async ({ path, body, caller, now }) =>
    replyTakenAgain(await takePreviewed(stores, caller, path.id, body, now)),
  mapImportName: async ({ path, body, caller, now }) =>
    replyTakenAgain(await mapName(stores, caller, path.id, body, now)),
});
