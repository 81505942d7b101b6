import { ingestDayOf } from '../infra/operate/cost/ingest-load.ts';
import { ingestUnits, monthlyBill } from '../infra/operate/cost/monthly-bill.ts';
import { MILLISECONDS, RECALCULATION } from '../infra/operate/cost/unit-counts.ts';
import { shardOf } from '../lib/customers/customer-table.ts';

/** What docs/scale.md speaks of. */
const LOAD = { customers: 100_000, users: 100_000_000, eventsPerUserDay: 20, batch: 5000, mixed: 1 };
const LARGE_CUSTOMER_USERS = 20_000_000;
const FEED_EVENTS_PER_SECOND = 1000;
const FEED_BATCH = 100;

/** Of one partition, a second (DynamoDB developer guide, "Best practices for partition keys"). */
const PARTITION_READS = 3000;
const PARTITION_WRITES = 1000;
const READ_BYTES = 4096;
const DAY_SECONDS = 86_400;
/** As long as a step of a recalculation goes on, of the five minutes that its function has, and a publication waits for it (lib/portfolio/publish.ts). */
const STEP_SECONDS = 240;
const PUBLICATION_WAITS_SECONDS = 17 * 60;

/** By how much the fullest of the directory's shards is fuller than the mean, given so many customers. */
const fullestShard = (customers: number): number => {
  const counts = new Map<string, number>();
  for (let at = 0; at < customers; at += 1) {
    const shard = shardOf(`customer-${at}`);
    counts.set(shard, (counts.get(shard) ?? 0) + 1);
  }
  return (Math.max(...counts.values()) * counts.size) / customers;
};

/** The share of the largest of so many customers, whose sizes fall as their ranks grow (Zipf's law). */
const largestShare = (customers: number): number => {
  let sum = 0;
  for (let rank = 1; rank <= customers; rank += 1) sum += 1 / rank;
  return 1 / sum;
};

const recalculationSeconds = (users: number): number =>
  (MILLISECONDS.recalculation.customer + users * MILLISECONDS.recalculation.user) / 1000;

/** The figures that docs/scale.md quotes, each from the product's own keys, sizes and units. Pure. */
export const scaleFigures = () => {
  const share = largestShare(LOAD.customers);
  const all = ingestDayOf(LOAD);
  const units = ingestUnits(all);
  const feedUsers = (FEED_EVENTS_PER_SECOND * DAY_SECONDS) / LOAD.eventsPerUserDay;
  const feed = ingestUnits(ingestDayOf({ ...LOAD, customers: 1, users: feedUsers, batch: FEED_BATCH }));
  /** Eventually, for half a unit each. */
  const readsOf = (bytes: number): number => (LARGE_CUSTOMER_USERS * bytes) / READ_BYTES / 2;
  const runSeconds = LOAD.customers * recalculationSeconds(LOAD.users / LOAD.customers);
  return {
    fullestShardPercent: 100 * (fullestShard(LOAD.customers) - 1),
    largestCustomerMillionUsers: (share * LOAD.users) / 1e6,
    writesPerSecond: units.writes / DAY_SECONDS,
    readsPerSecond: units.reads / DAY_SECONDS,
    /** Writes of all customers together at which the largest one's partition is full. */
    writesPerSecondUntilPartitionIsFull: PARTITION_WRITES / share,
    largeCustomerReadMillionUnits:
      (readsOf(RECALCULATION.activityBytes) + readsOf(RECALCULATION.assignmentBytes)) / 1e6,
    largeCustomerPartitionSeconds: readsOf(RECALCULATION.assignmentBytes) / PARTITION_READS,
    largeCustomerRunMinutes: recalculationSeconds(LARGE_CUSTOMER_USERS) / 60,
    usersInOneStepMillions: STEP_SECONDS / MILLISECONDS.recalculation.user / 1000,
    feedWritesPerSecond: feed.writes / DAY_SECONDS,
    feedReadsPerSecond: feed.reads / DAY_SECONDS,
    runHoursAtTwo: runSeconds / 2 / 3600,
    runMinutesAtHundred: runSeconds / 100 / 60,
    customersAtTwo: (2 * PUBLICATION_WAITS_SECONDS) / recalculationSeconds(LOAD.users / LOAD.customers),
    atOnceForOnePublication: Math.ceil(runSeconds / PUBLICATION_WAITS_SECONDS),
    monthDollars: monthlyBill(LOAD).dollars,
    monthDollarsInHundreds: monthlyBill({ ...LOAD, batch: 100 }).dollars,
  };
};
