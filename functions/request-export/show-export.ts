import { presignFiles } from '../../lib/exports/files/presign-files.ts';
import type { ExportJob } from '../../lib/exports/job/export-job.ts';
import { type ExportView, viewOf } from '../../lib/exports/job/export-view.ts';
import { readMails } from '../../lib/exports/mail/export-mail-table.ts';
import { isStillReadable } from '../../lib/portfolio/still-readable.ts';
import type { Table } from '../../lib/storage/table.ts';

/** Makes what tells of an export as its owner sees it at `now`, with fresh addresses of its files in `bucket`. */
export const showExportFrom =
  ({ jobs, licensing, bucket }: { readonly jobs: Table; readonly licensing: Table; readonly bucket: string }) =>
  async (job: ExportJob, now: Date): Promise<ExportView> => {
    const readable = await isStillReadable(licensing, job.portfolio, job.generation.startedAt);
    const urls = readable ? await presignFiles(bucket, job.files ?? [], now) : undefined;
    return viewOf(job, await readMails(jobs, job.exportId), urls, now);
  };
