import type { ExportFile } from '../job/export-job.ts';
import { presignDownload } from './export-bucket.ts';

/** The addresses of files by their keys, good for five minutes from `now`. */
export const presignFiles = async (
  bucket: string,
  files: readonly ExportFile[],
  now: Date,
): Promise<ReadonlyMap<string, string>> =>
  new Map(
    await Promise.all(
      files.map(
        async ({ key, name }): Promise<[string, string]> => [key, await presignDownload({ bucket, key }, name, now)],
      ),
    ),
  );
