import { updateUnderCondition } from '../storage/conditional-write.ts';
import { scanPage } from '../storage/scan-page.ts';
import type { Table } from '../storage/table.ts';
import { accessRecord } from './access-record.ts';
import { ACCESS_SHARD } from './list-access.ts';
import { accessKey } from './read-access.ts';

/**
 * Enters the access records into the directory that were written before it listed them, and changes nothing else. Reads the
 * whole table, and may be broken off and run again. Returns how many it entered.
 */
export const listEarlierAccess = async (licensing: Table): Promise<number> => {
  let entered = 0;
  let start: Readonly<Record<string, unknown>> | undefined;
  do {
    const { items, next } = await scanPage(licensing, start);
    for (const item of items) if (isUnlisted(item) && (await enter(licensing, item))) entered += 1;
    start = next;
  } while (start);
  return entered;
};

const isUnlisted = ({ owner, shard }: Readonly<Record<string, unknown>>): boolean =>
  String(owner).startsWith(accessKey('').owner) && shard === undefined;

/** One that is deleted or written anew meanwhile stays as it is then. */
const enter = async (licensing: Table, item: Readonly<Record<string, unknown>>): Promise<boolean> => {
  const { subject } = accessRecord.parse(item);
  const refused = await updateUnderCondition(
    licensing,
    accessKey(subject),
    { set: ['#shard = :shard', '#listed = :listed'] },
    {
      expression: 'attribute_exists(#owner) AND attribute_not_exists(#shard)',
      names: { '#owner': 'owner', '#shard': 'shard', '#listed': 'listed' },
      values: { ':shard': ACCESS_SHARD, ':listed': subject },
    },
  );
  return refused === undefined;
};
