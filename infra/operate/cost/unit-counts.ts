/*
 * What the product's actions take: the one place for these numbers. Units of DynamoDB, bytes and calls are counted in
 * test/integration/cost/, which holds the real functions against them; the stack's parts in test/infra/cost-parts.test.ts.
 */

/** Read and write units of DynamoDB. */
export interface Units {
  readonly reads: number;
  readonly writes: number;
}

/** Activity that comes in: test/integration/cost/ingest-units.test.ts. */
export const INGEST = {
  /** A user of a batch is read, once however many events it has there. */
  userInBatch: { reads: 0.5, writes: 0 },
  /** A user who gains a day in a workload is written once a batch. */
  changedUser: { reads: 0, writes: 1 },
  /** A customer whom the instance has not met within a minute. */
  unknownCustomer: { reads: 2, writes: 0 },
  /** A batch that carries a customer's activity to a day, of some workload, that was not known. */
  advancedCustomer: { reads: 1, writes: 1 },
  /** The catalogue, looked at once a minute by each instance. */
  minute: { reads: 1, writes: 0 },
} as const satisfies Record<string, Units>;

/** A recalculation: test/integration/cost/insights-units.test.ts. */
export const RECALCULATION = {
  /** Of a customer, without its users. */
  customer: { reads: 10, writes: 1 },
  /** Bytes of a stored user with two workloads, of whom all are read, eventually: 8 KB a unit. */
  activityBytes: 152,
  assignmentBytes: 212,
  /** Calls of DynamoDB for a customer with a page of users. */
  calls: 13,
} as const;

/** A publication: test/integration/cost/insights-units.test.ts. */
export const PUBLICATION = {
  /** A customer of a portfolio: its profile and its snapshot. */
  customer: { reads: 2, writes: 0 },
  /** The operator's portfolio, which reads the whole directory, and a partner's. */
  operatorPortfolio: { reads: 11, writes: 2 },
  partnerPortfolio: { reads: 7, writes: 2 },
} as const satisfies Record<string, Units>;

/** What is looked at by API: test/integration/cost/insights-units.test.ts. */
export const READING = {
  insights: { reads: 2, writes: 0 },
  portfolio: { reads: 1, writes: 0 },
} as const satisfies Record<string, Units>;

/** An export of all reports of a portfolio, mailed to nobody, however many rows it has: test/integration/cost/export-units.test.ts. */
export const EXPORT: Units = { reads: 6, writes: 9 };

/** The parts of the stack `prod` that are paid for by the month: test/infra/cost-parts.test.ts. */
export const PARTS = { alarmMetrics: 110, queuesPolled: 13, secrets: 3, keys: 1 } as const;

/**
 * Run time in milliseconds, at the memory that the functions have: processor time by profiles of the handlers on one core,
 * stretched to Lambda's share of one, and an assumed 5 to 10 milliseconds for a call of DynamoDB.
 */
export const MILLISECONDS = {
  ingest: { request: 25, event: 0.02, write: 1.2 },
  recalculation: { customer: 75, user: 0.035 },
  publication: { portfolio: 300, customer: 0.6 },
  read: 40,
  authorize: 5,
  exportRow: 0.06,
} as const;

/** Memory of functions, in GB: infra/constructs/product-function.ts, infra/publish-portfolio.ts. */
export const MEMORY_GB = { usual: 1, publication: 2 } as const;

/** Bytes: of an event as JSON, of all log lines of a call, of a snapshot and of a customer in a generation's objects. */
export const BYTES = { event: 140, logOfCall: 1_200, snapshot: 900, generationOfCustomer: 1_600 } as const;

/** For how many days snapshots stay (lib/insights/run/snapshot-table.ts). */
export const SNAPSHOT_DAYS = 400;
/** DynamoDB stores 100 bytes beside each item (developer guide, "DynamoDB item sizes and formats"). */
export const STORED_BESIDE_ITEM_BYTES = 100;

/** What nobody can count from the options: said with the bill. */
export const ASSUMED = {
  daysPerMonth: 30,
  /** Of a user and day. */
  workloadsPerUser: 2,
  customersPerPartner: 50,
  /** A day, of each customer's insights; the portfolio is looked at as often by each partner. */
  readsPerCustomer: 1,
  /** A day, with one mail each. */
  exportsPerPartner: 1,
  rowsPerCustomer: 33,
  metrics: 10,
  /** X-Ray records the first call of a second and 5 % of the others ("Configuring sampling rules"). */
  tracedPerSecond: 1,
  tracedShare: 0.05,
  /** Lambda asks a quiet queue by five long polls of 20 seconds at a time. */
  pollsPerQueueAndMinute: 15,
} as const;
