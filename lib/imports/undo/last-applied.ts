import { readAssignmentList } from '../../licensing/assignment-list-table.ts';
import { readCoverage } from '../../licensing/coverage-table.ts';
import { madeOfLists } from '../../licensing/product-lists-table.ts';
import { readSeatTotals } from '../../licensing/seat-totals-table.ts';
import { readSubscriptions } from '../../licensing/subscriptions-table.ts';
import type { Table } from '../../storage/table.ts';
import { KINDS_BY_NAME } from '../formats/kinds/kinds.ts';
import type { ImportJob } from '../job/import-job.ts';
import type { LastApplied } from './judge-undo.ts';

/** What was applied last to the list that a file of an import's kind replaces; `undefined` where it replaces none. */
export const readLastApplied = async (licensing: Table, job: ImportJob): Promise<LastApplied | undefined> => {
  const { customerId, portfolio: seller, kind } = job;
  if (customerId === undefined) return undefined;
  switch (KINDS_BY_NAME[kind].form) {
    case 'userList':
    case 'userReport': {
      const { made, changedAt } = await readAssignmentList(licensing, customerId);
      return { made, requestedOn: changedAt };
    }
    case 'seatTotals': {
      const totals = await readSeatTotals(licensing, customerId);
      return { made: totals.find(({ source }) => source === kind)?.made };
    }
    case 'sellerList':
    case 'soldFile': {
      const { lists } = await readSubscriptions(licensing, customerId);
      const list = Object.hasOwn(lists, seller) ? lists[seller] : undefined;
      return { made: list?.made, requestedOn: list?.made ? undefined : list?.day };
    }
    case 'seatFile': {
      // What it would have made is known once it was read: before that, nothing was applied.
      if (!job.listed || job.listed.length === 0) return undefined;
      return { made: madeOfLists(await readCoverage(licensing, customerId), job.listed) };
    }
    case 'activityReport':
    case 'reportedUsage':
    case 'customerFile':
    case 'identityFile':
      return undefined;
  }
};
