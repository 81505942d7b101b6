import { sendMessages } from '../../jobs/queue.ts';
import type { Table } from '../../storage/table.ts';
import { readCollections } from '../store/collection-table.ts';
import type { CustomerPlace } from '../store/source.ts';
import type { CollectionMessage } from './collection-message.ts';

/** Has those collected of which nothing was collected yet: they need not wait for the next hour of the source. */
export const collectFirst = async (
  { jobs, collectionQueueUrl }: { readonly jobs: Table; readonly collectionQueueUrl: string },
  places: readonly CustomerPlace[],
  collectionId: string,
): Promise<void> => {
  const begun = new Set((await readCollections(jobs, places)).map(({ customerId }) => customerId));
  const messages = places
    .filter(({ customerId }) => !begun.has(customerId))
    .map((place): CollectionMessage => ({ ...place, collectionId }));
  await sendMessages(collectionQueueUrl, messages);
};
