import type { Caller } from '../../access/caller.ts';
import { sendMessages } from '../../jobs/queue.ts';
import { countAgainstLimit } from '../../settings/count-against-limit.ts';
import type { Table } from '../../storage/table.ts';
import type { CollectionMessage } from '../collecting/collection-message.ts';
import { isUnderWay } from '../store/collection.ts';
import { readCollection } from '../store/collection-table.ts';
import { isLooking, readDiscovery } from '../store/discovery-table.ts';
import type { CustomerSource, PartnerSource } from '../store/source.ts';
import { customerSourcesOf } from './delete-source.ts';

interface Stores {
  readonly jobs: Table;
  readonly licensing: Table;
  readonly queueUrl: string;
}

/**
 * Has a source collected now, unless it is being collected: who asks then gets that one. A partner's is looked through for
 * customers, and all that go by it are collected. Returns whether something was sent. Throws the 429 problem of the limit.
 */
export const collectNow = async (
  stores: Stores,
  caller: Caller,
  source: PartnerSource | CustomerSource,
  now: Date,
): Promise<boolean> => {
  if (await isBusy(stores.jobs, source, now)) return false;
  await countAgainstLimit(stores, caller, { limit: 'collectionsPerHour' }, now);
  const id = now.toISOString();
  const { portfolio, name } = source;
  if ('customerId' in source) {
    const message: CollectionMessage = { portfolio, name, customerId: source.customerId, collectionId: id };
    await sendMessages(stores.queueUrl, [message]);
    return true;
  }
  const look: CollectionMessage = { portfolio, name, discoveryId: id };
  await sendMessages(stores.queueUrl, [look]);
  for await (const sources of customerSourcesOf(stores.licensing, portfolio)) {
    const messages = sources
      .filter((one) => one.name === name)
      .map(({ customerId }): CollectionMessage => ({ portfolio, name, customerId, collectionId: id }));
    await sendMessages(stores.queueUrl, messages);
  }
  return true;
};

const isBusy = async (jobs: Table, source: PartnerSource | CustomerSource, now: Date): Promise<boolean> => {
  if ('customerId' in source) {
    const newest = await readCollection(jobs, source);
    return newest !== undefined && isUnderWay(newest, now);
  }
  const newest = await readDiscovery(jobs, source);
  return newest !== undefined && isLooking(newest, now);
};
