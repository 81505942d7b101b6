import { readEnvironment } from '../../lib/environment.ts';
import { apiHandler } from '../../lib/http/api-handler.ts';
import { reply } from '../../lib/http/respond.ts';
import { acceptImport } from '../../lib/imports/job/accept-import.ts';
import { mapName } from '../../lib/imports/job/map-name.ts';
import { requireImport } from '../../lib/imports/job/require-import.ts';
import { createUploadForm } from '../../lib/imports/job/upload-form.ts';
import { openTable } from '../../lib/storage/table.ts';
import { env } from './env.ts';
import { operations } from './request.ts';

const settings = readEnvironment(env);
const stores = {
  jobs: openTable(settings.JOBS_TABLE),
  licensing: openTable(settings.LICENSING_TABLE),
  importQueueUrl: settings.IMPORT_QUEUE_URL,
};

export const handler = apiHandler(operations, {
  postImport: async ({ body, caller, now }) => {
    const { importId } = await acceptImport(stores, caller, body, now);
    const upload = await createUploadForm(settings.UPLOADS_BUCKET, importId, settings.LARGEST_UPLOAD_BYTES);
    return reply(201, { id: importId, upload }, { location: `/v1/imports/${importId}` });
  },

  getImport: async ({ path, caller, now }) => {
    const job = await requireImport(stores, caller, path.id, now);
    const { importId: id, kind, customerId, status, progress, found, createdAt, finishedAt } = job;
    const more = {
      ...(customerId === undefined ? {} : { customerId }),
      ...(finishedAt === undefined ? {} : { finishedAt }),
    };
    return reply(200, { id, kind, status, progress, ...found, createdAt, ...more });
  },

  mapImportName: async ({ path, body, caller, now }) => {
    const { importId: id, status } = await mapName(stores, caller, path.id, body, now);
    return reply(202, { id, status }, { location: `/v1/imports/${id}` });
  },
});
