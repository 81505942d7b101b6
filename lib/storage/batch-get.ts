import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import pMap from 'p-map';
import { backOff } from './back-off.ts';
import type { Table } from './table.ts';

/** BatchGetItem takes at most 100 keys (DynamoDB API reference). */
const KEYS_PER_REQUEST = 100;
const ATTEMPTS = 8;
const PAUSE_MILLISECONDS = 25;

type Key = Record<string, string>;
type Item = Record<string, unknown>;

/** Whether the newest is read, at twice the price, or what may be a second old. */
export type Consistency = 'newest' | 'eventual';

/**
 * Reads many items, asking again (with growing pauses) for keys that DynamoDB left unprocessed.
 * Returns the items found, in no particular order; missing keys are simply absent. Throws when keys stay unprocessed.
 */
export const batchGet = async (
  table: Table,
  keys: readonly Key[],
  consistency: Consistency = 'newest',
): Promise<Item[]> => {
  const pages: Key[][] = [];
  for (let start = 0; start < keys.length; start += KEYS_PER_REQUEST)
    pages.push(keys.slice(start, start + KEYS_PER_REQUEST));
  const found = await pMap(pages, (page) => getPage(table, page, consistency), { concurrency: 10 });
  return found.flat();
};

const getPage = async (table: Table, page: readonly Key[], consistency: Consistency): Promise<Item[]> => {
  const items: Item[] = [];
  let wanted: Key[] = [...page];
  for (let attempt = 0; wanted.length > 0; attempt += 1) {
    if (attempt === ATTEMPTS) throw new Error(`DynamoDB left ${wanted.length} keys of ${table.name} unprocessed`);
    if (attempt > 0) await backOff(attempt, PAUSE_MILLISECONDS);
    const request = { Keys: wanted, ConsistentRead: consistency === 'newest' };
    const answer = await table.client.send(new BatchGetCommand({ RequestItems: { [table.name]: request } }));
    items.push(...(answer.Responses?.[table.name] ?? []));
    wanted = (answer.UnprocessedKeys?.[table.name]?.Keys ?? []) as Key[]; // the client answers with the keys it was given
  }
  return items;
};
