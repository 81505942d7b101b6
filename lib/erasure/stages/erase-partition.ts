import pMap from 'p-map';
import { deleteItem } from '../../storage/delete-item.ts';
import { queryItems } from '../../storage/query-pages.ts';
import type { Table } from '../../storage/table.ts';

/** A partition of a table: the names of the table's key, and the partition's own. */
export interface Partition {
  readonly keys: readonly [partition: string, sort: string];
  readonly value: string;
}

/** Deletions under way at once, and how many are done between two looks at the time. */
const AT_ONCE = 20;
const PER_MARK = 500;

/**
 * Deletes all items of a partition but those that `isKept` names by their sort key. Gives how many, now and then; begun
 * again, it finds what is left.
 */
export async function* erasePartition(
  table: Table,
  { keys: [partition, sort], value }: Partition,
  isKept: (sort: unknown) => boolean = () => false,
): AsyncGenerator<number> {
  let keys: Record<string, string>[] = [];
  const erase = async (): Promise<number> => {
    const erased = await pMap(keys, (key) => deleteItem(table, key), { concurrency: AT_ONCE });
    keys = [];
    return erased.filter(Boolean).length;
  };
  const items = queryItems(table, {
    KeyConditionExpression: '#partition = :value',
    ProjectionExpression: '#partition, #sort',
    ExpressionAttributeNames: { '#partition': partition, '#sort': sort },
    ExpressionAttributeValues: { ':value': value },
    ConsistentRead: true,
  });
  for await (const item of items) {
    if (!isKept(item[sort])) keys.push({ [partition]: value, [sort]: String(item[sort]) });
    if (keys.length === PER_MARK) yield await erase();
  }
  if (keys.length > 0) yield await erase();
}
