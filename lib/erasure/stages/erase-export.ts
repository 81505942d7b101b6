import { exportPartition, linkPartition } from '../../exports/job/export-keys.ts';
import { readMails } from '../../exports/mail/export-mail-table.ts';
import { eraseFewObjects } from './erase-objects.ts';
import { erasePartition } from './erase-partition.ts';
import type { ErasureStores } from './stage.ts';

const KEYS = ['job', 'item'] as const;

/** Where the files of all exports lie in their bucket: `exports/{export}/{attempt}/{report}.csv`. */
export const EXPORT_FILES = 'exports/';

/** The export that a file of the bucket is of. */
export const exportOfFile = (key: string): string => key.split('/')[1] ?? '';

/**
 * Deletes an export: the links that were mailed to its files, what is known of it, and the files last, by which it is
 * found again when this breaks off.
 */
export const eraseExport = async ({ jobs, exports }: ErasureStores, exportId: string): Promise<void> => {
  const value = exportPartition(exportId);
  if (value === undefined) return;
  for (const { links } of await readMails(jobs, exportId))
    for (const { tokenHash } of links) await all(erasePartition(jobs, { keys: KEYS, value: linkPartition(tokenHash) }));
  await all(erasePartition(jobs, { keys: KEYS, value }));
  await eraseFewObjects(exports, `${EXPORT_FILES}${exportId}/`);
};

const all = async (steps: AsyncIterable<unknown>): Promise<void> => {
  for await (const _ of steps);
};
