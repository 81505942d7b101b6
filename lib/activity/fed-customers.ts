import pMap from 'p-map';
import type { Caller } from '../access/caller.ts';
import { isVisible } from '../customers/customer-access.ts';
import { readCustomers } from '../customers/customer-table.ts';
import { advance, type Coverage } from '../licensing/coverage.ts';
import { advanceCoverage, readCoverage } from '../licensing/coverage-table.ts';
import { writeEach } from '../storage/bounded-writes.ts';
import type { Table } from '../storage/table.ts';
import { prevailingMode } from '../values/identity-mode.ts';
import type { Batch } from './batch.ts';
import type { AddedCoverage } from './screen-coverage.ts';

const READS_IN_FLIGHT = 50;

/**
 * The customers of a batch that the caller may feed, each with how far its sources speak. A customer of whom nobody
 * knows yet how its users go by goes by this batch's prevailing mode from now on. Throws ContendedError.
 */
export const readFedCustomers = async (
  licensing: Table,
  caller: Caller,
  { events, coverage }: Batch,
): Promise<Map<string, Coverage>> => {
  const usersOf = Map.groupBy(events.kept, ({ customerId }) => customerId);
  const customers = await readCustomers(licensing, [
    ...usersOf.keys(),
    ...coverage.kept.map(({ customerId }) => customerId),
  ]);
  const visible = [...customers].filter(([, customer]) => isVisible(caller, customer));
  const fed = await pMap(
    visible,
    async ([id]): Promise<[string, Coverage]> => {
      const userIds = (usersOf.get(id) ?? []).map(({ userId }) => userId);
      return [id, await readWithMode(licensing, id, userIds)];
    },
    { concurrency: READS_IN_FLIGHT },
  );
  return new Map(fed);
};

const readWithMode = async (licensing: Table, customerId: string, userIds: readonly string[]): Promise<Coverage> => {
  const stored = await readCoverage(licensing, customerId);
  if (stored.identityMode || userIds.length === 0) return stored;
  // Said before anything is stored, and read back: another first batch may have said otherwise meanwhile.
  await advanceCoverage(licensing, customerId, { firstIdentityMode: prevailingMode(userIds) });
  return readCoverage(licensing, customerId);
};

/**
 * Records how far a batch carries each customer's activity; writes only where that is news. Returns what is recorded:
 * the rest may be sent again.
 */
export const recordCoverage = async (
  licensing: Table,
  known: ReadonlyMap<string, Coverage>,
  added: readonly AddedCoverage[],
  milliseconds: number,
): Promise<AddedCoverage[]> => {
  const news = added.filter(({ customerId, activity, heardFrom }) => {
    const current = known.get(customerId);
    return !current || advance(current, { activity, heardFrom }) !== undefined;
  });
  const record = ({ customerId, activity, heardFrom }: AddedCoverage) =>
    advanceCoverage(licensing, customerId, { activity, heardFrom });
  const unrecorded = await writeEach(news, record, milliseconds);
  return added.filter((one) => !unrecorded.has(one));
};
