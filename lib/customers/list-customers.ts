import * as z from 'zod';
import { type Caller, partnerOf } from '../access/caller.ts';
import type { IdPage } from '../storage/directory.ts';
import type { Table } from '../storage/table.ts';
import { decodeCursor, encodeCursor } from '../values/cursor.ts';
import { entityId } from '../values/entity-id.ts';
import type { Customer } from './customer.ts';
import { isVisible } from './customer-access.ts';
import { DIRECTORY_SHARDS, listMembers, listShard, readCustomers } from './customer-table.ts';

/** Where a list goes on: a partner's after an id, the directory's after an id of one of its shards. */
const place = z.strictObject({ after: entityId.optional() });
const directoryPlace = place.extend({
  shard: z
    .int()
    .min(0)
    .max(DIRECTORY_SHARDS - 1),
});
type DirectoryPlace = z.infer<typeof directoryPlace>;

interface Step<Place> {
  readonly ids: readonly string[];
  readonly next: Place | undefined;
}

/** One page of the caller's customers, and the cursor of the next page if there may be one. */
export const listCustomers = async (
  licensing: Table,
  caller: Caller,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<{ customers: Customer[]; cursor?: string }> => {
  const partnerId = partnerOf(caller);
  if (partnerId !== undefined) {
    const from = cursor === undefined ? {} : decodeCursor(place, cursor);
    return fillPage(licensing, caller, limit, from, async ({ after }, wanted) =>
      memberStep(await listMembers(licensing, partnerId, wanted, after)),
    );
  }
  const from = cursor === undefined ? { shard: 0 } : decodeCursor(directoryPlace, cursor);
  return fillPage<DirectoryPlace>(licensing, caller, limit, from, async (at, wanted) =>
    shardStep(at.shard, await listShard(licensing, at.shard, wanted, at.after)),
  );
};

const memberStep = ({ ids, next }: IdPage): Step<{ after: string }> => ({
  ids,
  next: next === undefined ? undefined : { after: next },
});

const shardStep = (shard: number, { ids, next }: IdPage): Step<DirectoryPlace> => {
  if (next !== undefined) return { ids, next: { shard, after: next } };
  return { ids, next: shard + 1 < DIRECTORY_SHARDS ? { shard: shard + 1 } : undefined };
};

/** Takes steps until the page is full or the list is over: entries that are not visible leave no gap. */
const fillPage = async <Place>(
  licensing: Table,
  caller: Caller,
  limit: number,
  from: Place,
  take: (at: Place, wanted: number) => Promise<Step<Place>>,
): Promise<{ customers: Customer[]; cursor?: string }> => {
  const customers: Customer[] = [];
  let at: Place | undefined = from;
  while (at !== undefined && customers.length < limit) {
    const { ids, next }: Step<Place> = await take(at, limit - customers.length);
    const found = await readCustomers(licensing, ids);
    for (const id of ids) {
      const one = found.get(id);
      if (isVisible(caller, one)) customers.push(one);
    }
    at = next;
  }
  return { customers, ...(at === undefined ? {} : { cursor: encodeCursor(at) }) };
};
