import pMap from 'p-map';
import type { Snapshot } from '../../../lib/insights/count/snapshot.ts';
import { storeSnapshot } from '../../../lib/insights/run/snapshot-table.ts';
import { storePortfolioDay } from '../../../lib/portfolio/portfolio-day-table.ts';
import type { Table } from '../../../lib/storage/table.ts';
import type { Day } from '../../../lib/time/day.ts';
import { historyOf } from './history.ts';
import { type CustomerHistory, PORTFOLIOS, portfolioDaysOf } from './portfolio-days.ts';
import type { SimulatedCustomer } from './simulation.ts';

const WRITES_IN_FLIGHT = 20;

/**
 * Stores the days from `from` to `to` of customers and of the portfolios that hold them; a customer's day that exists
 * stays as it is. Returns how many days of customers there are. The API computes only the newest days, so that this
 * goes past it.
 */
export const loadHistories = async (
  insights: Table,
  customers: readonly SimulatedCustomer[],
  { from, to }: { readonly from: Day; readonly to: Day },
): Promise<number> => {
  const histories: CustomerHistory[] = [];
  const store = async (snapshot: Snapshot): Promise<Snapshot> => {
    await storeSnapshot(insights, snapshot, { replace: false });
    return snapshot;
  };
  for (const customer of customers) {
    const snapshots = await pMap(historyOf(customer, from, to), store, { concurrency: WRITES_IN_FLIGHT });
    histories.push({ profile: customer.profile, snapshots });
  }
  const portfolioDays = PORTFOLIOS.flatMap((portfolio) =>
    portfolioDaysOf(histories, portfolio).map((day) => ({ portfolio, day })),
  );
  await pMap(portfolioDays, ({ portfolio, day }) => storePortfolioDay(insights, portfolio, day), {
    concurrency: WRITES_IN_FLIGHT,
  });
  return histories.reduce((sum, { snapshots }) => sum + snapshots.length, 0);
};
