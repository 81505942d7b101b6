import type { Table } from '../../storage/table.ts';
import { changeCollection } from './collection-table.ts';
import { changeDiscovery } from './discovery-table.ts';
import type { CustomerPlace, PartnerPlace } from './source.ts';

/** Ends a collection whose message nobody delivers any more: what it has not fetched it will not. Done again, it changes nothing. */
export const giveUpCollection = async (
  jobs: Table,
  { collectionId, ...place }: CustomerPlace & { readonly collectionId: string },
  now: Date,
): Promise<void> => {
  await changeCollection(jobs, place, collectionId, (current) =>
    current.status === 'done'
      ? undefined
      : { ...current, status: 'done', state: current.state ?? 'failed', finishedAt: now.toISOString() },
  );
};

/** Ends a look at customers likewise. */
export const giveUpDiscovery = async (
  jobs: Table,
  { discoveryId, ...place }: PartnerPlace & { readonly discoveryId: string },
  now: Date,
): Promise<void> => {
  await changeDiscovery(jobs, place, discoveryId, (current) =>
    current.status === 'done'
      ? undefined
      : { ...current, status: 'done', state: 'failed', finishedAt: now.toISOString() },
  );
};
