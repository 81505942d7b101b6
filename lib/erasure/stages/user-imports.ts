import { type Findings, withoutQuotes } from '../../imports/formats/findings.ts';
import { type ImportJob, isFinished, refused } from '../../imports/job/import-job.ts';
import { changeImport, importIn } from '../../imports/job/import-job-table.ts';
import { uploadKey } from '../../imports/job/import-message.ts';
import { endTurn } from '../../licensing/assignment-list-table.ts';
import { eraseFewObjects } from './erase-objects.ts';
import { scanJobs } from './scan-jobs.ts';
import type { Stage, StageWork } from './stage.ts';

/**
 * What was handed in before the erasure was asked for may name the user: unfinished imports of the customer are ended, what
 * lies of their files is deleted, and what they found quotes no line any more. A file that was not taken and is of no
 * customer may be anybody's: it is deleted too.
 */
export const eraseFromImports: Stage = async function* (work, after) {
  for await (const page of scanJobs(work.stores.jobs, after)) {
    const removed = { uploads: 0, findings: 0 };
    for (const item of page.items) {
      const job = importIn(item);
      if (!job || job.createdAt > work.job.createdAt) continue;
      if (job.customerId === work.job.customerId && (await forget(work, job.importId))) removed.findings += 1;
      if (job.customerId === work.job.customerId || (job.customerId === undefined && job.status === 'failed'))
        removed.uploads += await eraseFewObjects(work.stores.uploads, uploadKey(job.importId));
    }
    yield { after: page.after, removed };
  }
};

/** Ends an import that is not finished, and takes the quotes out of what it found. Returns whether it held any. */
const forget = async ({ stores, job: { customerId }, now }: StageWork, importId: string): Promise<boolean> => {
  let hadQuotes = false;
  const isChanged = await changeImport(stores.jobs, importId, (current) => {
    hadQuotes = current.found.errors.length > 0;
    if (!isFinished(current)) return ended(current, now);
    const showsRows = (current.previewed?.rows.length ?? 0) > 0;
    hadQuotes ||= showsRows;
    return showsRows || hasQuotes(current.found) ? withoutUsers(current) : undefined;
  });
  if (isChanged) await endTurn(stores.licensing, customerId, importId);
  return isChanged && hadQuotes;
};

/** The import without what it quotes of its file, and without the rows that it showed. */
const withoutUsers = (job: ImportJob): ImportJob => ({
  ...job,
  found: withoutQuotes(job.found),
  ...(job.previewed ? { previewed: { ...job.previewed, rows: [] } } : {}),
});

const ENDED = {
  code: 'user_erased',
  message:
    'A user was erased whom the file may name, and the file with it. Hand in a file that does not name the user.',
  line: null,
};

const ended = (job: ImportJob, now: Date): ImportJob => ({
  ...refused(job, withoutQuotes(job.found), ENDED, now),
  underway: undefined,
});

/** Whether it quotes anything: what an erasure says itself does not. */
const hasQuotes = (found: Findings): boolean =>
  JSON.stringify(withoutQuotes(found)) !== JSON.stringify(found) &&
  found.errors.some(({ code, line }) => code !== ENDED.code || line !== null);
