import * as z from 'zod';
import { readEnvironment } from '../../lib/environment.ts';
import { erasureMessage } from '../../lib/erasure/job/erasure-job.ts';
import { giveUpErasure } from '../../lib/erasure/job/give-up-erasure.ts';
import { exportMessage } from '../../lib/exports/job/export-job.ts';
import { giveUpExport } from '../../lib/exports/mail/give-up-export.ts';
import { giveUpImport, giveUpUndo } from '../../lib/imports/job/end-import.ts';
import { importMessage } from '../../lib/imports/job/import-message.ts';
import { jobHandler } from '../../lib/jobs/job-handler.ts';
import { sendMessages } from '../../lib/jobs/queue.ts';
import { logger } from '../../lib/observability/logger.ts';
import { collectionMessage } from '../../lib/sources/collecting/collection-message.ts';
import { giveUpCollection, giveUpDiscovery } from '../../lib/sources/store/give-up-collection.ts';
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
  z.union([exportMessage, erasureMessage, importMessage, collectionMessage]),
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
    if ('portfolio' in message) {
      await ('customerId' in message ? giveUpCollection(jobs, message, now) : giveUpDiscovery(jobs, message, now));
      await sendMessages(settings.COLLECTION_DEAD_LETTERS_URL, [message]);
      return;
    }
    await (message.undo ? giveUpUndo : giveUpImport)(stores, message.importId, now);
    await sendMessages(settings.IMPORT_DEAD_LETTERS_URL, [message]);
  },
);
