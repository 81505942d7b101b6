import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { OPERATOR_PORTFOLIO } from '../access/caller.ts';
import type { CatalogueVersions } from '../catalogue/version-table.ts';
import { cataloguesOf } from '../insights/catalogues-of.ts';
import { readSnapshots } from '../insights/insights-table.ts';
import { insightsOf } from '../insights/view.ts';
import type { Customer } from '../licensing/customer.ts';
import { putObject } from '../storage/object-store.ts';
import type { Table } from '../storage/table.ts';
import { type Generation, generationKeys, type PortfolioEntry, type PortfolioRow } from './generation.ts';
import { isInRun, mayShow, membersOf } from './membership.ts';
import type { PublishMessage } from './publish-message.ts';
import { entryOf, totalsOf } from './totals.ts';

const compress = promisify(gzip);

/** Where publications are read from and written to. */
export interface PublicationStores {
  readonly licensing: Table;
  readonly insights: Table;
  readonly versions: CatalogueVersions;
  readonly bucket: string;
}

interface Gathered {
  readonly entries: PortfolioEntry[];
  /** Compressed NDJSON, page after page; gzip members may follow each other in one stream (RFC 1952, 2.2). */
  readonly rows: Buffer[];
  pending: number;
}

/**
 * Makes a generation of a portfolio from its customers' snapshots of the day and stores its two objects. Answers
 * `waiting` instead, having stored nothing, when snapshots are pending and `mayWait` is set.
 */
export const makeGeneration = async (
  stores: PublicationStores,
  message: PublishMessage,
  startedAt: Date,
  mayWait: boolean,
): Promise<Generation | 'waiting'> => {
  const gathered: Gathered = { entries: [], rows: [], pending: 0 };
  for await (const customers of membersOf(stores.licensing, message.portfolio)) {
    await gatherPage(gathered, stores, customers, message);
    if (gathered.pending > 0 && mayWait) return 'waiting';
  }
  const generation: Generation = {
    portfolio: message.portfolio,
    generationId: randomUUID(),
    asOf: message.asOf,
    startedAt: startedAt.toISOString(),
    totals: totalsOf(gathered.entries),
    pending: gathered.pending,
  };
  await store(stores.bucket, generation, gathered);
  return generation;
};

const gatherPage = async (
  gathered: Gathered,
  { insights, versions }: PublicationStores,
  customers: readonly Customer[],
  { portfolio, asOf, requestedAt, run }: PublishMessage,
): Promise<void> => {
  const snapshots = await readSnapshots(
    insights,
    customers.map(({ customerId }) => customerId),
    asOf,
  );
  const catalogueOf = await cataloguesOf(versions, snapshots.values());
  const lines: string[] = [];
  for (const customer of customers.filter((one) => mayShow(one, portfolio, asOf))) {
    const snapshot = snapshots.get(customer.customerId);
    const awaited = run !== undefined && isInRun(customer, run);
    if (!snapshot || (awaited && snapshot.startedAt < requestedAt)) gathered.pending += 1;
    if (!snapshot) continue;
    const viewer = { partnerId: portfolio === OPERATOR_PORTFOLIO ? undefined : portfolio };
    const { name, domain } = customer;
    const row: PortfolioRow = {
      ...insightsOf(snapshot, name, catalogueOf(snapshot), viewer),
      ...(domain === undefined ? {} : { domain }),
    };
    gathered.entries.push(entryOf(row));
    lines.push(`${JSON.stringify(row)}\n`);
  }
  gathered.rows.push(await compress(lines.join('')));
};

const store = async (bucket: string, generation: Generation, { entries, rows }: Gathered): Promise<void> => {
  const keys = generationKeys(generation);
  await putObject(bucket, keys.rows, Buffer.concat(rows), 'application/gzip');
  await putObject(bucket, keys.index, await compress(JSON.stringify({ generation, entries })), 'application/gzip');
};
