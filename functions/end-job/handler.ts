import * as z from 'zod';
import { readEnvironment } from '../../lib/environment.ts';
import { dropReadFile } from '../../lib/imports/job/drop-read-file.ts';
import { jobHandler } from '../../lib/jobs/job-handler.ts';
import { sendMessages } from '../../lib/jobs/queue.ts';
import { logger } from '../../lib/observability/logger.ts';
import { openTable } from '../../lib/storage/table.ts';
import { env } from './env.ts';
import { giveUp, WATCHED } from './give-up.ts';

const settings = readEnvironment(env);
const stores = { jobs: openTable(settings.JOBS_TABLE), licensing: openTable(settings.LICENSING_TABLE) };

/**
 * Ends jobs whose messages nobody delivers any more, for those who watch them, and puts the messages to the dead letters,
 * for those who are on call.
 */
export const handler = jobHandler(z.union(WATCHED), settings, async (message, { now }) => {
  logger.error('a job is given up', { message });
  const kind = await giveUp(stores, message, now);
  if (kind === 'IMPORT' && 'importId' in message && settings.DELETED_UPLOADS_BUCKET !== '')
    await dropReadFile(stores.jobs, settings.DELETED_UPLOADS_BUCKET, message.importId, now);
  await sendMessages(settings[`${kind}_DEAD_LETTERS_URL`], [message]);
});
