import { type ImportJob, isFinished } from '../../imports/job/import-job.ts';
import { readImport } from '../../imports/job/import-job-table.ts';
import type { Table } from '../../storage/table.ts';
import { type CollectedItem, type Collection, isUnderWay } from '../store/collection.ts';
import { changeCollection } from '../store/collection-table.ts';
import type { NextStep } from './collection-message.ts';

/** How long imports are left alone between two looks. */
const PAUSE_SECONDS = 20;

/** What a refusal counts, before and after; the other counts are the file's own. */
const COUNTS = ['storedHolders', 'namedHolders', 'storedHoldings', 'keptHoldings', 'storedSeats', 'keptSeats'];

/** An item whose import has come to its end. What the import says in words may quote its file: it stays there. */
const afterImport = (item: CollectedItem, job: ImportJob | undefined): CollectedItem => {
  if (job?.status !== 'failed') return { ...item, imported: true };
  const counts = Object.entries(job.found.counts).filter(([name]) => COUNTS.includes(name));
  return {
    ...item,
    outcome: 'refused',
    imported: true,
    state: job.found.errors[0]?.code ?? 'internal_error',
    ...(counts.length > 0 ? { counts: Object.fromEntries(counts) } : {}),
  };
};

const isAwaited = (item: CollectedItem): boolean => item.outcome === 'fetched' && item.imported !== true;

/**
 * Notes what became of the imports of a collection that has fetched all it could. Returns the next step while some go on;
 * then the collection is done.
 */
export const checkImports = async (
  jobs: Table,
  collection: Collection,
  clock: () => Date,
): Promise<NextStep | undefined> => {
  const now = clock();
  const ended = new Map<string, ImportJob | undefined>();
  for (const { id, importId = '' } of (collection.items ?? []).filter(isAwaited)) {
    const job = await readImport(jobs, importId, now);
    // An import of which nobody hears any more is shown for itself.
    if (!job || isFinished(job) || !isUnderWay(collection, now)) ended.set(id, job);
  }
  const stored = await changeCollection(jobs, collection, collection.collectionId, (current) => {
    const items = (current.items ?? []).map((item) =>
      ended.has(item.id) && isAwaited(item) ? afterImport(item, ended.get(item.id)) : item,
    );
    if (items.some(isAwaited)) return ended.size > 0 ? { ...current, items } : undefined;
    return { ...current, items, status: 'done', finishedAt: now.toISOString() };
  });
  return stored && stored.status !== 'done' ? { delaySeconds: PAUSE_SECONDS } : undefined;
};
