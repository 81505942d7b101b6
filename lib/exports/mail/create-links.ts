import type { Table } from '../../storage/table.ts';
import type { CompleteExport, ExportFile } from '../job/export-job.ts';
import { hashDownloadToken, newDownloadToken } from '../links/download-token.ts';
import { linkEnd } from '../links/mailed-link.ts';
import { storeLink } from '../links/mailed-link-table.ts';

/** A file of an export with the link that one recipient gets. */
export interface LinkedFile extends ExportFile {
  readonly url: string;
  readonly tokenHash: string;
}

/** Makes and stores one recipient's links to all files of an export, each `{publicUrl}/d/{token}`. */
export const createLinks = (
  jobs: Table,
  job: CompleteExport,
  recipient: string,
  publicUrl: string,
  now: Date,
): Promise<LinkedFile[]> =>
  Promise.all(
    job.files.map(async (file) => {
      const token = newDownloadToken();
      const tokenHash = hashDownloadToken(token);
      if (tokenHash === undefined) throw new Error('A new token is not of the form of a token');
      await storeLink(jobs, tokenHash, {
        ownerPortfolio: job.portfolio,
        exportId: job.exportId,
        generationStartedAt: job.generation.startedAt,
        recipient,
        key: file.key,
        name: file.name,
        bytes: file.bytes,
        createdAt: now.toISOString(),
        validUntil: linkEnd(now).toISOString(),
      });
      return { ...file, tokenHash, url: `${publicUrl}/d/${token}` };
    }),
  );
