import * as z from 'zod';
import { readEnvironment } from '../../lib/environment.ts';
import { erasureMessage } from '../../lib/erasure/job/erasure-job.ts';
import { giveUpErasure } from '../../lib/erasure/job/give-up-erasure.ts';
import { exportMessage } from '../../lib/exports/job/export-job.ts';
import { giveUpExport } from '../../lib/exports/mail/give-up-export.ts';
import { dropReadFile } from '../../lib/imports/job/drop-read-file.ts';
import { giveUpImport, giveUpUndo } from '../../lib/imports/job/end-import.ts';
import { importMessage } from '../../lib/imports/job/import-message.ts';
import { jobHandler } from '../../lib/jobs/job-handler.ts';
import { sendMessages } from '../../lib/jobs/queue.ts';
import { logger } from '../../lib/observability/logger.ts';
import { openTable } from '../../lib/storage/table.ts';
import { env } from './env.ts';

const settings = readEnvironment(env);
const jobs = openTable(settings.JOBS_TABLE);
const stores = { jobs, licensing: openTable(settings.LICENSING_TABLE) };

/**
 * Ends jobs whose messages nobody delivers any more, for those who watch them, and puts the messages to the dead letters,
 * for those who are on call.
 */
export const handler = jobHandler(
  z.union([exportMessage, erasureMessage, importMessage]),
  settings,
  async (message, { now }) => {
    logger.error('a job is given up', { message });
    if ('exportId' in message) {
      await giveUpExport(jobs, message.exportId, now);
      await sendMessages(settings.EXPORT_DEAD_LETTERS_URL, [message]);
      return;
    }
    if ('erasureId' in message) {
      await giveUpErasure(jobs, message.erasureId, now);
      await sendMessages(settings.ERASURE_DEAD_LETTERS_URL, [message]);
      return;
    }
    await (message.undo ? giveUpUndo : giveUpImport)(stores, message.importId, now);
    if (settings.DELETED_UPLOADS_BUCKET !== '')
      await dropReadFile(jobs, settings.DELETED_UPLOADS_BUCKET, message.importId, now);
    await sendMessages(settings.IMPORT_DEAD_LETTERS_URL, [message]);
  },
);
