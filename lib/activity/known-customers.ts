import type { Caller } from '../access/caller.ts';
import type { Customer } from '../customers/customer.ts';
import { isVisible } from '../customers/customer-access.ts';
import { readCustomers } from '../customers/customer-table.ts';
import { advance, type Coverage, type CoverageAdvance } from '../licensing/coverage.ts';
import { advanceCoverage, readCoverage, readCoverages } from '../licensing/coverage-table.ts';
import { writeEach } from '../storage/bounded-writes.ts';
import type { Table } from '../storage/table.ts';
import { prevailingMode } from '../values/identity-mode.ts';
import type { Batch } from './batch.ts';
import type { AddedCoverage } from './screen-coverage.ts';

/** For how long an instance goes by what it read of a customer; for so long may who lost the customer still feed it. */
const KEPT_MILLISECONDS = 60_000;
/** Customers that an instance remembers at once, at about a kilobyte each. */
const MOST_KEPT = 10_000;

/** The customers of batches, as an instance knows them. */
export interface KnownCustomers {
  /**
   * The customers of a batch that the caller may feed, each with how far its sources speak: as they were at most a minute
   * before `now`, or are newly read. A customer of whom nobody knows yet how its users go by goes by this batch's
   * prevailing mode from now on. Throws ContendedError.
   */
  readonly read: (caller: Caller, batch: Batch, now: Date) => Promise<Map<string, Coverage>>;
  /**
   * Records how far a batch carries each customer's activity; writes only where that is news. Returns what is recorded:
   * the rest may be sent again.
   */
  readonly record: (added: readonly AddedCoverage[], milliseconds: number) => Promise<AddedCoverage[]>;
}

interface Kept {
  readonly customer: Customer;
  readonly coverage: Coverage;
  readonly readAt: number;
}

/**
 * Makes what knows customers for one function instance. What it has of a customer is at most a minute old: how far activity
 * is known only ever grows while there is the customer, so what is not news to it is none to the table either.
 */
export const createKnownCustomers = (licensing: Table): KnownCustomers => {
  /** The longest known first. */
  const kept = new Map<string, Kept>();
  const keep = (one: Kept): void => {
    const { customerId } = one.customer;
    kept.delete(customerId);
    kept.set(customerId, one);
    if (kept.size > MOST_KEPT) for (const oldest of kept.keys()) return void kept.delete(oldest);
  };
  const recent = (id: string, now: number): Kept | undefined => {
    const one = kept.get(id);
    return one && Math.abs(now - one.readAt) < KEPT_MILLISECONDS ? one : undefined;
  };
  /** Reads those who are not known well enough. Customers that do not exist are asked for again each time. */
  const refresh = async (ids: readonly string[], readAt: number): Promise<void> => {
    for (const id of ids) kept.delete(id);
    const customers = await readCustomers(licensing, ids);
    const coverages = await readCoverages(licensing, [...customers.keys()]);
    for (const [id, customer] of customers) keep({ customer, coverage: coverages.get(id) ?? { activity: {} }, readAt });
  };
  const advanced = async (id: string, by: CoverageAdvance): Promise<void> => {
    await advanceCoverage(licensing, id, by);
    const known = kept.get(id);
    const next = known && advance(known.coverage, by);
    if (known && next) kept.set(id, { ...known, coverage: next });
  };

  return {
    read: async (caller, { events, coverage }, now) => {
      const usersOf = Map.groupBy(events.kept, ({ customerId }) => customerId);
      const ids = [...new Set([...usersOf.keys(), ...coverage.kept.map(({ customerId }) => customerId)])];
      const readAt = now.getTime();
      const unknown = ids.filter((id) => !recent(id, readAt) || !isVisible(caller, recent(id, readAt)?.customer));
      if (unknown.length > 0) await refresh(unknown, readAt);
      const fed = new Map<string, Coverage>();
      for (const id of ids) {
        const known = kept.get(id);
        if (!known || !isVisible(caller, known.customer)) continue;
        const userIds = (usersOf.get(id) ?? []).map(({ userId }) => userId);
        if (known.coverage.identityMode === undefined && userIds.length > 0) {
          // Said before anything is stored, and read back: another first batch may have said otherwise meanwhile.
          await advanceCoverage(licensing, id, { firstIdentityMode: prevailingMode(userIds) });
          keep({ ...known, coverage: await readCoverage(licensing, id) });
        }
        fed.set(id, kept.get(id)?.coverage ?? known.coverage);
      }
      return fed;
    },
    record: async (added, milliseconds) => {
      const news = added.filter(({ customerId, activity, heardFrom }) => {
        const current = kept.get(customerId)?.coverage;
        return !current || advance(current, { activity, heardFrom }) !== undefined;
      });
      const record = ({ customerId, activity, heardFrom }: AddedCoverage) =>
        advanced(customerId, { activity, heardFrom });
      const unrecorded = await writeEach(news, record, milliseconds);
      return added.filter((one) => !unrecorded.has(one));
    },
  };
};
