import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { listedEntry } from '../../lib/portfolio/generation/entry.ts';
import type { IndexEntry } from '../../lib/portfolio/generation/generation.ts';
import { sumsOf } from '../../lib/portfolio/generation/sums.ts';
import { openIndex } from '../../lib/portfolio/index/open-index.ts';
import { selectedOf } from '../../lib/portfolio/index/selected.ts';
import { PRODUCT_NAMES } from './made-entries.ts';

/*
 * A process that reads one index from a file and answers for pages of it: its arguments are the file and how its index is
 * kept, as `columns` or as `json`. Tells its parent what that took of the processor.
 */

/** Milliseconds of user and system, all threads, and the most that the process ever held. */
export interface PortfolioRun {
  /** The index is read, unpacked and opened. */
  readonly open: number;
  /** The first page of 100 rows after that, with sums over all customers. */
  readonly first: number;
  /** Such a page of another order, the middle one of ten. */
  readonly page: number;
  /** A page of those 98 of 100 customers whose sources are fresh, with sums over them. */
  readonly filtered: number;
  readonly megabytes: number;
}

type Fields = 'sold' | 'assigned' | 'idle' | 'atStake' | 'qualified';
interface Wanted {
  readonly sort: Fields;
  readonly stale?: boolean;
}

const [file = '', kept = 'columns'] = process.argv.slice(2);
const PAGE = 100;

const took = (run: () => void): number => {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

/** What makes a page of the index as columns. */
const openColumns = () => {
  const index = openIndex(gunzipSync(readFileSync(file)));
  return ({ sort, stale }: Wanted) => {
    const selected = selectedOf(index, { sort, descending: true, stale });
    return { ...selected.sums(), customers: selected.entries(0, PAGE).map(listedEntry) };
  };
};

/** What makes a page of all entries as JSON, which is how an index can be kept without thinking of it. */
const openJson = () => {
  const entries = JSON.parse(gunzipSync(readFileSync(file)).toString()) as IndexEntry[]; // as bench.ts wrote them
  return ({ sort, stale }: Wanted) => {
    const selected = entries
      .filter((entry) => stale === undefined || entry.stale === stale)
      .sort((a, b) => (b[sort] ?? -1) - (a[sort] ?? -1) || (a.customerId < b.customerId ? -1 : 1));
    return { ...sumsOf(selected, PRODUCT_NAMES), customers: selected.slice(0, PAGE).map(listedEntry) };
  };
};

let pageOf: ReturnType<typeof openColumns> = () => {
  throw new Error('It is not open yet');
};
const open = took(() => {
  pageOf = kept === 'columns' ? openColumns() : openJson();
});
const first = took(() => pageOf({ sort: 'atStake' }));
const ORDERS: readonly Fields[] = ['sold', 'assigned', 'idle', 'qualified', 'atStake'];
const pages = [...ORDERS, ...ORDERS].map((sort) => took(() => pageOf({ sort }))).toSorted((a, b) => a - b);
const filtered = ORDERS.map((sort) => took(() => pageOf({ sort, stale: false }))).toSorted((a, b) => a - b);
const run: PortfolioRun = {
  open,
  first,
  page: pages[ORDERS.length] ?? 0,
  filtered: filtered[2] ?? 0,
  megabytes: process.resourceUsage().maxRSS / 1024,
};
process.send?.(run, () => process.disconnect());
await once(process, 'disconnect');
