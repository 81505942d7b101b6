import { MOST_EVENTS } from '../../../lib/activity/activity-event.ts';
import type { Load } from './cost-options.ts';
import { type IngestDay, ingestDayOf } from './ingest-load.ts';
import { dollarsFor, type PricedItem } from './prices.ts';
import {
  ASSUMED,
  BYTES,
  EXPORT,
  INGEST,
  MEMORY_GB,
  MILLISECONDS,
  PARTS,
  PUBLICATION,
  READING,
  RECALCULATION,
  SNAPSHOT_DAYS,
  STORED_BESIDE_ITEM_BYTES,
  type Units,
} from './unit-counts.ts';

/** One line of a bill. */
export interface Term {
  readonly service: string;
  /** What for. */
  readonly what: string;
  /** How many of the priced item in a month. */
  readonly quantity: number;
  readonly item: PricedItem;
  readonly dollars: number;
}

/** A month's bill, the dearest term first. */
export interface Bill {
  readonly load: Load;
  readonly terms: readonly Term[];
  readonly dollars: number;
  /** What would lower it. */
  readonly advice: string;
}

const GIGABYTE = 1e9;
const READ_BYTES = 4096;
/** The HTTP API counts a call for each 512 KB. */
const CALL_BYTES = 512 * 1024;
const SECONDS_PER_DAY = 86_400;
const MINUTES_PER_DAY = 1_440;

type Line = readonly [service: string, what: string, item: PricedItem, perMonth: number];

/** Times a number of actions. */
const times = ({ reads, writes }: Units, count: number): Units => ({ reads: reads * count, writes: writes * count });
const total = (...parts: readonly Units[]): Units => ({
  reads: parts.reduce((sum, { reads }) => sum + reads, 0),
  writes: parts.reduce((sum, { writes }) => sum + writes, 0),
});

/** The units that a day of activity takes, given how many minutes of it an instance works. */
export const ingestUnits = (day: IngestDay): Units =>
  total(
    times(INGEST.userInBatch, day.userReads),
    times(INGEST.changedUser, day.userWrites),
    times(INGEST.unknownCustomer, day.customersInBatches),
    times(INGEST.advancedCustomer, day.customersAdvanced),
    times(INGEST.minute, Math.min(day.requests, MINUTES_PER_DAY)),
  );

/** The units that a customer with so many users takes when it is recalculated. */
export const recalculationUnits = (users: number): Units => ({
  reads:
    RECALCULATION.customer.reads +
    [RECALCULATION.activityBytes, RECALCULATION.assignmentBytes].reduce(
      (sum, bytes) => sum + Math.max(1, Math.ceil((users * bytes) / READ_BYTES)) / 2,
      0,
    ),
  writes: RECALCULATION.customer.writes,
});

/** The units that a portfolio takes when it is published. */
export const publicationUnits = (kind: 'operatorPortfolio' | 'partnerPortfolio', customers: number): Units =>
  total(PUBLICATION[kind], times(PUBLICATION.customer, customers));

/** The bill of a month of that load, whose term of most weight and what lowers it are named. Pure. */
export const monthlyBill = (load: Load): Bill => {
  const terms = termsOf(load);
  return { load, terms, dollars: sumOf(terms), advice: adviceFor(load, terms) };
};

const sumOf = (terms: readonly Term[]): number => terms.reduce((sum, { dollars }) => sum + dollars, 0);

const termsOf = (load: Load): Term[] =>
  [...ingestLines(load), ...dailyLines(load), ...storageLines(load), ...fixedLines()]
    .map(([service, what, item, quantity]) => ({ service, what, quantity, item, dollars: dollarsFor(item, quantity) }))
    .sort((one, other) => other.dollars - one.dollars);

const month = (perDay: number): number => perDay * ASSUMED.daysPerMonth;

const unitLines = (what: string, perDay: Units): Line[] => [
  ['DynamoDB', `${what}: reads`, 'dynamoDbReadUnit', month(perDay.reads)],
  ['DynamoDB', `${what}: writes`, 'dynamoDbWriteUnit', month(perDay.writes)],
];

/** Calls of a function: the call, its time, its log and the traces of it. */
const callLines = (
  what: string,
  callsPerDay: number,
  secondsPerDay: number,
  memoryGb: number = MEMORY_GB.usual,
): Line[] => [
  ['Lambda', `${what}: calls`, 'lambdaCall', month(callsPerDay)],
  ['Lambda', `${what}: time`, 'lambdaGigabyteSecond', month(secondsPerDay * memoryGb)],
  ['CloudWatch', `${what}: logs`, 'logsIngested', month((callsPerDay * BYTES.logOfCall) / GIGABYTE)],
  ['X-Ray', `${what}: traces`, 'traceRecorded', month(tracesOf(callsPerDay))],
];

const tracesOf = (callsPerDay: number): number => {
  const first = Math.min(callsPerDay, ASSUMED.tracedPerSecond * SECONDS_PER_DAY);
  return first + ASSUMED.tracedShare * (callsPerDay - first);
};

const ingestLines = (load: Load): Line[] => {
  const day = ingestDayOf(load);
  const { request, event, write } = MILLISECONDS.ingest;
  const seconds = (day.requests * request + day.events * event + day.userWrites * write) / 1000;
  const counted = Math.ceil((load.batch * BYTES.event) / CALL_BYTES);
  return [
    ...unitLines('ingest', ingestUnits(day)),
    ['API Gateway', 'ingest: calls', 'httpApiCall', month(day.requests * counted)],
    ...callLines('ingest', day.requests, seconds),
  ];
};

const dailyLines = ({ customers, users }: Load): Line[] => {
  const partners = Math.ceil(customers / ASSUMED.customersPerPartner);
  const { recalculation, publication, read, authorize, exportRow } = MILLISECONDS;
  const published = (portfolios: number, members: number): number =>
    (portfolios * publication.portfolio + members * publication.customer) / 1000;
  const reads = customers * ASSUMED.readsPerCustomer + partners;
  const exported = partners * ASSUMED.exportsPerPartner;
  const rows = customers * ASSUMED.rowsPerCustomer * ASSUMED.exportsPerPartner;
  return [
    ...unitLines('recalculation', times(recalculationUnits(users / customers), customers)),
    ...callLines('recalculation', customers, (customers * recalculation.customer + users * recalculation.user) / 1000),
    ...unitLines(
      'publication',
      total(
        publicationUnits('operatorPortfolio', customers),
        times(PUBLICATION.partnerPortfolio, partners),
        times(PUBLICATION.customer, customers),
      ),
    ),
    ...callLines('publication', partners + 1, published(partners + 1, 2 * customers), MEMORY_GB.publication),
    // Sent ten at a time, received and deleted one by one.
    ['SQS', 'messages', 'sqsRequest', month((customers + partners) * 2.1)],
    ...unitLines('reading', total(times(READING.insights, customers), times(READING.portfolio, partners))),
    ['API Gateway', 'reading: calls', 'httpApiCall', month(reads)],
    ...callLines('reading', 2 * reads, (reads * (read + authorize)) / 1000),
    ...unitLines('exports', times(EXPORT, exported)),
    ...callLines('exports', exported, (rows * exportRow) / 1000),
    ['SES', 'mailed exports', 'mail', month(exported)],
    ['S3', 'objects written', 's3Write', month(2 * (partners + 1) + 4 * exported)],
    ['S3', 'objects read', 's3Read', month(reads + 4 * exported)],
  ];
};

const storageLines = ({ customers, users }: Load): Line[] => {
  const ofUser = RECALCULATION.activityBytes + RECALCULATION.assignmentBytes + 2 * STORED_BESIDE_ITEM_BYTES;
  const ofCustomer = SNAPSHOT_DAYS * (BYTES.snapshot + STORED_BESIDE_ITEM_BYTES);
  const gigabytes = (users * ofUser + customers * ofCustomer) / GIGABYTE;
  return [
    ['DynamoDB', 'storage', 'dynamoDbStorage', gigabytes],
    ['DynamoDB', 'backups', 'dynamoDbBackup', gigabytes],
    ['S3', 'storage', 's3Storage', (2 * customers * BYTES.generationOfCustomer) / GIGABYTE],
  ];
};

const fixedLines = (): Line[] => [
  ['CloudWatch', 'alarms', 'alarmMetric', PARTS.alarmMetrics],
  ['CloudWatch', 'metrics', 'metric', ASSUMED.metrics],
  ['SQS', 'polling', 'sqsRequest', month(PARTS.queuesPolled * ASSUMED.pollsPerQueueAndMinute * MINUTES_PER_DAY)],
  ['Secrets Manager', 'secrets', 'secret', PARTS.secrets],
  // Each of a few instances reads a secret or the key of names anew every some minutes.
  ['Secrets Manager', 'reads', 'secretCall', month(MINUTES_PER_DAY)],
  ['KMS', 'keys', 'key', PARTS.keys],
  ['KMS', 'calls', 'keyCall', month(MINUTES_PER_DAY)],
];

const dollars = (amount: number): string => `$${amount.toFixed(2)}`;

const adviceFor = (load: Load, terms: readonly Term[]): string => {
  const [largest] = terms;
  if (!largest) return '';
  const whole = sumOf(terms);
  const other = (change: Partial<Load>): number => sumOf(termsOf({ ...load, ...change }));
  const ofIngest = largest.what.startsWith('ingest');
  const batch = Math.min(MOST_EVENTS, load.batch * 10);
  const larger = batch > load.batch ? other({ batch }) : whole;
  const alone = load.mixed > 1 ? other({ mixed: 1 }) : whole;
  if (ofIngest && alone < whole && alone <= larger)
    return `Sort events by customer before they are sent: with one customer a batch it would be ${dollars(alone)}.`;
  if (ofIngest && larger < whole)
    return `Send larger batches: with ${batch} events a batch it would be ${dollars(larger)}.`;
  if (ofIngest)
    return 'Batches are as large as they may be: what is left is a write for each user who was active on a day.';
  if (largest.what.startsWith('recalculation'))
    return 'It grows with users alone, whom each day reads once: fewer users held, or fewer days of them, lower it.';
  if (['alarms', 'metrics', 'polling'].includes(largest.what))
    return 'It is the same for any load: a deployment costs this much when nothing happens.';
  return 'It grows with what is kept and looked at, and not with events.';
};
