import type { Table } from '../../storage/table.ts';
import type { ExportFailure } from '../job/export-job.ts';
import { isComplete } from '../job/export-job.ts';
import { failExport, readExport } from '../job/export-job-table.ts';
import { giveUpMails } from './send-mails.ts';

const BROKEN_OFF: ExportFailure = {
  code: 'export_broken_off',
  message:
    'It broke off on each of several attempts. Ask for a new export; if that fails too, tell the operator its id.',
};

/**
 * Ends an export whose message nobody delivers any more, whatever became of the deliveries: one that is not written
 * fails, and of one that is written the mails that were not sent. Done again, it changes nothing.
 */
export const giveUpExport = async (jobs: Table, exportId: string, now: Date): Promise<void> => {
  await failExport(jobs, exportId, BROKEN_OFF, now);
  const job = await readExport(jobs, exportId, now);
  if (job && isComplete(job)) await giveUpMails(jobs, exportId);
};
