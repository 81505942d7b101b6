import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { jobExpiry } from '../../jobs/retention.ts';
import { queryItems } from '../../storage/query-pages.ts';
import type { Table } from '../../storage/table.ts';
import type { ExportJob } from './export-job.ts';
import { exportPartition } from './export-keys.ts';

const DOWNLOAD = 'download#';

/** That somebody who was signed in fetched a file of an export. */
const exportDownload = z.object({
  /** ISO instant. */
  downloadedAt: z.iso.datetime(),
  /** The subject of whoever it was. */
  downloadedBy: z.string(),
  /** The file's name. */
  name: z.string(),
});
export type ExportDownload = z.infer<typeof exportDownload>;

/** Writes down that somebody was led to a file. */
export const recordDownload = async (jobs: Table, job: ExportJob, download: ExportDownload): Promise<void> => {
  await jobs.client.send(
    new PutCommand({
      TableName: jobs.name,
      Item: {
        ...download,
        job: exportPartition(job.exportId),
        item: `${DOWNLOAD}${download.downloadedAt}#${randomUUID()}`,
        expiresAt: jobExpiry(job.createdAt),
      },
    }),
  );
};

/** The newest downloads of an export's files, newest first, at most `most`. */
export const readDownloads = async (jobs: Table, exportId: string, most: number): Promise<ExportDownload[]> => {
  const downloads: ExportDownload[] = [];
  for await (const item of queryItems(jobs, {
    KeyConditionExpression: 'job = :job AND begins_with(#item, :download)',
    ExpressionAttributeNames: { '#item': 'item' },
    ExpressionAttributeValues: { ':job': exportPartition(exportId), ':download': DOWNLOAD },
    ScanIndexForward: false,
    Limit: most,
  })) {
    downloads.push(exportDownload.parse(item));
    if (downloads.length === most) break;
  }
  return downloads;
};
