import type * as z from 'zod';
import { erasureMessage } from '../../lib/erasure/job/erasure-job.ts';
import { giveUpErasure } from '../../lib/erasure/job/give-up-erasure.ts';
import { exportMessage } from '../../lib/exports/job/export-job.ts';
import { giveUpExport } from '../../lib/exports/mail/give-up-export.ts';
import { giveUpImport, giveUpUndo } from '../../lib/imports/job/end-import.ts';
import type { ImportJobStores } from '../../lib/imports/job/import-job-table.ts';
import { importMessage } from '../../lib/imports/job/import-message.ts';
import { collectionMessage } from '../../lib/sources/collecting/collection-message.ts';
import { giveUpCollection, giveUpDiscovery } from '../../lib/sources/store/give-up-collection.ts';

/** What the queues carry whose jobs somebody watches. */
export const WATCHED = [exportMessage, erasureMessage, importMessage, collectionMessage] as const;
type Watched = z.output<(typeof WATCHED)[number]>;

/** Whose dead letters a message joins. */
type Kind = 'EXPORT' | 'ERASURE' | 'IMPORT' | 'COLLECTION';

/** Ends the job of a message that nobody delivers any more. Returns of which kind it was. Done again, it changes nothing. */
export const giveUp = async (stores: ImportJobStores, message: Watched, now: Date): Promise<Kind> => {
  const { jobs } = stores;
  if ('exportId' in message) {
    await giveUpExport(jobs, message.exportId, now);
    return 'EXPORT';
  }
  if ('erasureId' in message) {
    await giveUpErasure(jobs, message.erasureId, now);
    return 'ERASURE';
  }
  if ('portfolio' in message) {
    await ('customerId' in message ? giveUpCollection(jobs, message, now) : giveUpDiscovery(jobs, message, now));
    return 'COLLECTION';
  }
  await (message.undo ? giveUpUndo : giveUpImport)(stores, message.importId, now);
  return 'IMPORT';
};
