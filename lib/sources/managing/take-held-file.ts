import type { ImportJob } from '../../imports/job/import-job.ts';
import { createImport, readImport } from '../../imports/job/import-job-table.ts';
import { idOfTakingAgain, takenAgain } from '../../imports/job/take-again.ts';
import { sendMessages } from '../../jobs/queue.ts';
import { UPLOAD_DAYS } from '../../jobs/retention.ts';
import { Problem } from '../../problem/problem.ts';
import type { Table } from '../../storage/table.ts';
import type { CollectionMessage } from '../collecting/collection-message.ts';
import { type CollectedItem, withItem } from '../store/collection.ts';
import { changeCollection, readCollection } from '../store/collection-table.ts';
import type { CustomerSource } from '../store/source.ts';
import { ALLOWANCES, isHeld, stateOfCode } from './source-states.ts';

interface Stores {
  readonly jobs: Table;
  readonly importQueueUrl: string;
  readonly collectionQueueUrl: string;
}

/** After how many seconds it is looked what became of the file. */
const PAUSE_SECONDS = 20;

const noSuchFile = (importId: string): Problem =>
  new Problem(
    404,
    'no_held_file',
    `No file of the import "${importId}" is held for this source. Its "problems" name those that are; files are kept for ${UPLOAD_DAYS} days.`,
  );

/**
 * Takes a file that was held back, by another import that allows what stood against it. Returns that import: the same one as
 * often as it is asked for. Throws a 404 problem where no such file is held.
 */
export const takeHeldFile = async (
  stores: Stores,
  source: CustomerSource,
  importId: string,
  now: Date,
): Promise<ImportJob> => {
  const collection = await readCollection(stores.jobs, source);
  const held = collection?.items?.find((item) => item.importId === importId && item.outcome === 'refused');
  const state = held?.state === undefined ? undefined : stateOfCode(held.state);
  const job = await readImport(stores.jobs, importId, now);
  if (!collection || !held || !job || state === undefined || !isHeld(state)) throw noSuchFile(importId);
  const again = idOfTakingAgain(job, ['held', state]);
  await createImport(stores.jobs, { ...takenAgain(job, again, now), [ALLOWANCES[state]]: true });
  await sendMessages(stores.importQueueUrl, [{ importId: again }]);
  const { customerId, portfolio, name } = source;
  const { collectionId } = collection;
  await changeCollection(stores.jobs, source, collectionId, (current) => ({
    ...withItem(current, held.id, (item) => fetchedAs(item, again)),
    // While others are still fetched, this one is looked after with them.
    status: current.status === 'running' ? 'running' : 'importing',
  }));
  const message: CollectionMessage = { customerId, portfolio, name, collectionId };
  await sendMessages(stores.collectionQueueUrl, [message], { delaySeconds: PAUSE_SECONDS });
  const taken = await readImport(stores.jobs, again, now);
  if (!taken) throw new Error(`Import ${again} was stored, and is not there`);
  return taken;
};

/** An item whose file another import takes now. */
const fetchedAs = (held: CollectedItem, importId: string): CollectedItem => {
  const { state: _, detail: __, counts: ___, imported: ____, ...item } = held;
  return { ...item, outcome: 'fetched', importId };
};
