import pMap from 'p-map';
import { storeSnapshot } from '../../../lib/insights/insights-table.ts';
import type { Table } from '../../../lib/storage/table.ts';
import type { Day } from '../../../lib/time/day.ts';
import { historyOf } from './history.ts';
import type { SimulatedCustomer } from './simulation.ts';

const WRITES_IN_FLIGHT = 20;

/**
 * Stores a customer's snapshots of the days from `from` to `to`; one that exists stays as it is. Returns how many days
 * the history has. The API computes only the newest days, so that this goes past it.
 */
export const loadHistory = async (
  insights: Table,
  customer: SimulatedCustomer,
  from: Day,
  to: Day,
): Promise<number> => {
  const store = (snapshot: Parameters<typeof storeSnapshot>[1]) =>
    storeSnapshot(insights, snapshot, { replace: false });
  return (await pMap(historyOf(customer, from, to), store, { concurrency: WRITES_IN_FLIGHT })).length;
};
