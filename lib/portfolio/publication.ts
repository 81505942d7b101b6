import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { OPERATOR_PORTFOLIO } from '../access/caller.ts';
import type { Catalogue } from '../catalogue/product.ts';
import type { Customer } from '../customers/customer.ts';
import { COUNTING_VERSION } from '../insights/count/definitions.ts';
import type { FreshnessLimits } from '../insights/count/freshness.ts';
import { readSnapshots } from '../insights/run/snapshot-table.ts';
import { customerFiguresOf } from '../insights/view/customer-figures.ts';
import type { StatedRules } from '../insights/view/figures/rule-settings.ts';
import { type SupportLoad, supportLoadOf, usualLoadOf } from '../insights/view/figures/support-load.ts';
import { putObject } from '../storage/object-store.ts';
import type { Table } from '../storage/table.ts';
import { entryOf } from './generation/entry.ts';
import { type Generation, generationKeys, type PortfolioRow } from './generation/generation.ts';
import { createIndexWriter, type IndexWriter } from './index/write-index.ts';
import { isInRun, mayShowDay, membersOf } from './membership.ts';
import type { PortfolioDay } from './portfolio-day-table.ts';
import type { PublishMessage } from './publish-message.ts';

const compress = promisify(gzip);

/** Where publications are read from and written to. */
export interface PublicationStores {
  readonly licensing: Table;
  readonly insights: Table;
  readonly bucket: string;
}

/** What a portfolio's figures are shown with. */
export interface PublicationView {
  readonly catalogueOf: (version: string) => Promise<Catalogue>;
  readonly limits: FreshnessLimits;
  /** What the operator set of the rules. */
  readonly rules: StatedRules;
  /** By the run before. */
  readonly usualSupportLoad: SupportLoad | undefined;
  /** The portfolio 28 days earlier. */
  readonly earlier: Generation['earlier'];
}

interface Gathered {
  readonly index: IndexWriter;
  readonly productNames: Record<string, string>;
  readonly loads: SupportLoad[];
  /** Compressed NDJSON, page after page; gzip members may follow each other in one stream (RFC 1952, 2.2). */
  readonly rows: Buffer[];
  /** Customers without a snapshot that is new enough. */
  pending: number;
  /** Those of them that the run computes. */
  awaited: number;
  /** Those outside the run that have none of the day. */
  notOfTheDay: number;
  /** When the oldest snapshot began (ISO instant). */
  oldest: string | undefined;
}

/** A generation, and what of it later ones are compared with. */
export interface Publication {
  readonly generation: Generation;
  readonly day: PortfolioDay;
}

/** How a publication may come to nothing, each where it is set. */
export interface PublicationLimits {
  /** `waiting`, while snapshots of the run are missing. */
  readonly mayWait: boolean;
  /** `too-early`, where customers outside the run have no snapshot of the day: the portfolio shows an earlier one of all. */
  readonly showsEarlierDay: boolean;
}

/**
 * Makes a generation of a portfolio from its customers' snapshots of the day and stores its two objects, or says why not,
 * having stored nothing.
 */
export const makeGeneration = async (
  stores: PublicationStores,
  message: PublishMessage,
  view: PublicationView,
  startedAt: Date,
  { mayWait, showsEarlierDay }: PublicationLimits,
): Promise<Publication | 'waiting' | 'too-early'> => {
  const gathered: Gathered = {
    index: createIndexWriter(),
    productNames: {},
    loads: [],
    rows: [],
    pending: 0,
    awaited: 0,
    notOfTheDay: 0,
    oldest: undefined,
  };
  for await (const customers of membersOf(stores.licensing, message.portfolio)) {
    await gatherPage(gathered, stores.insights, customers, message, view);
    if (gathered.notOfTheDay > 0 && showsEarlierDay) return 'too-early';
    if (gathered.awaited > 0 && mayWait) return 'waiting';
  }
  const { totals } = gathered.index.sums(gathered.productNames);
  const usualSupportLoad = usualLoadOf(gathered.loads);
  const day = { asOf: message.asOf, startedAt: startedAt.toISOString(), totals };
  const kept = { ...day, countingVersion: COUNTING_VERSION };
  const generation: Generation = {
    portfolio: message.portfolio,
    generationId: randomUUID(),
    ...day,
    ...(view.earlier ? { earlier: view.earlier } : {}),
    attention: gathered.index.attention(),
    pending: gathered.pending,
    ...(gathered.pending === 0 && gathered.oldest !== undefined ? { oldestSnapshot: gathered.oldest } : {}),
  };
  await store(stores.bucket, generation, gathered);
  return { generation, day: { ...kept, ...(usualSupportLoad ? { usualSupportLoad } : {}) } };
};

const gatherPage = async (
  gathered: Gathered,
  insights: Table,
  customers: readonly Customer[],
  { portfolio, asOf, requestedAt, run }: PublishMessage,
  { catalogueOf, ...shownWith }: PublicationView,
): Promise<void> => {
  const snapshots = await readSnapshots(
    insights,
    customers.map(({ customerId }) => customerId),
    asOf,
  );
  const lines: string[] = [];
  for (const customer of customers.filter((one) => mayShowDay(one, portfolio, asOf))) {
    const snapshot = snapshots.get(customer.customerId);
    const isOfRun = run !== undefined && isInRun(customer, run);
    if (!snapshot || (isOfRun && snapshot.startedAt < requestedAt)) {
      gathered.pending += 1;
      if (isOfRun) gathered.awaited += 1;
      else gathered.notOfTheDay += 1;
    }
    if (!snapshot) continue;
    if (gathered.oldest === undefined || snapshot.startedAt < gathered.oldest) gathered.oldest = snapshot.startedAt;
    const partnerId = portfolio === OPERATOR_PORTFOLIO ? undefined : portfolio;
    const catalogue = await catalogueOf(snapshot.catalogVersion);
    const { name, domain, partners } = customer;
    const firstDay = partners[portfolio]?.since;
    const row: PortfolioRow = {
      ...customerFiguresOf(snapshot, name, { partnerId, firstDay, catalogue, ...shownWith }),
      ...(domain === undefined ? {} : { domain }),
    };
    gather(gathered, row);
    lines.push(`${JSON.stringify(row)}\n`);
  }
  gathered.rows.push(await compress(lines.join('')));
};

const gather = ({ index, productNames, loads }: Gathered, row: PortfolioRow): void => {
  index.add(entryOf(row));
  for (const { sku, name } of row.deployment.products) productNames[sku] = name;
  const load = supportLoadOf(row);
  if (load) loads.push(load);
};

const store = async (
  bucket: string,
  generation: Generation,
  { index, productNames, rows }: Gathered,
): Promise<void> => {
  const keys = generationKeys(generation);
  // Of no customers, too, a compressed file: nothing at all is none.
  const packed = rows.length > 0 ? Buffer.concat(rows) : await compress('');
  await putObject(bucket, keys.rows, packed, 'application/gzip');
  await putObject(bucket, keys.index, await compress(index.pack(generation, productNames)), 'application/gzip');
};
