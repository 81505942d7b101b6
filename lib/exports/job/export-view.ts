import * as z from 'zod';
import { retry, retryOf } from '../../jobs/retry.ts';
import { dayText } from '../../time/day.ts';
import { CUSTOMER_LEFT } from './customer-left.ts';
import { type ExportJob, exportFailure, exportFile, exportReport, exportStatus } from './export-job.ts';
import { type ExportMail, exportMail, mailsOf } from './export-mail.ts';

/** What the API tells of an export. */
export const exportView = z
  .object({
    id: z.string(),
    status: exportStatus,
    progress: z.number().min(0).max(1),
    asOf: dayText.meta({ description: 'The day of the figures, which do not change while the export is made.' }),
    reports: z.array(exportReport),
    customerId: z.string().optional(),
    files: z.array(
      exportFile.pick({ name: true, rows: true, bytes: true, sha256: true }).extend({
        url: z.string().nullable().meta({ description: 'Works for five minutes; ask again for a fresh one.' }),
        urlReason: z.string().optional().meta({ description: 'Why there is no url.' }),
      }),
    ),
    mails: z.array(exportMail.pick({ recipient: true, status: true, reason: true })),
    failure: exportFailure.optional(),
    retry: retry.optional(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Export' });
export type ExportView = z.infer<typeof exportView>;

/** What a list of exports tells of each. */
export const exportSummary = exportView.omit({ files: true, mails: true }).meta({ id: 'ExportSummary' });

const ABANDONED_MILLISECONDS = 12 * 60 * 60 * 1000;

/** An export that has not moved for far longer than its queue keeps trying will not any more, if its message was lost. */
export const failedIfStalled = (job: ExportJob, now: Date): ExportJob =>
  (job.status === 'queued' || job.status === 'running') &&
  now.getTime() - Date.parse(job.progressedAt) > ABANDONED_MILLISECONDS
    ? {
        ...job,
        status: 'failed',
        failure: { code: 'export_abandoned', message: 'It has not moved for 12 hours. Ask for a new export.' },
      }
    : job;

/** An export as its owner sees it at `now`. `urls` are its files' addresses by key; without them they may not be read. */
export const viewOf = (
  stored: ExportJob,
  mails: readonly ExportMail[],
  urls: ReadonlyMap<string, string> | undefined,
  now: Date,
): ExportView => {
  const job = failedIfStalled(stored, now);
  const waits = job.status === 'running' ? retryOf(job.progressedAt, now) : undefined;
  return {
    id: job.exportId,
    status: job.status,
    progress: job.progress,
    asOf: job.generation.asOf,
    reports: job.reports,
    ...(job.customerId === undefined ? {} : { customerId: job.customerId }),
    files: (job.files ?? []).map(({ name, rows, bytes, sha256, key }) => ({
      name,
      rows,
      bytes,
      sha256,
      ...(urls ? { url: urls.get(key) ?? null } : { url: null, urlReason: CUSTOMER_LEFT }),
    })),
    mails: mailsOf(job, mails).map(({ recipient, status, reason }) => ({
      recipient,
      status,
      ...(reason === undefined ? {} : { reason }),
    })),
    ...(job.failure === undefined ? {} : { failure: job.failure }),
    ...(waits ? { retry: waits } : {}),
    createdAt: job.createdAt,
  };
};

/** An export as a list at `now` shows it. */
export const summaryOf = (stored: ExportJob, now: Date): z.infer<typeof exportSummary> => {
  const { files: _files, mails: _mails, ...summary } = viewOf(stored, [], undefined, now);
  return summary;
};
