import { addReportedUsage } from '../../licensing/posted/reported-usage-table.ts';
import { customersByExternalId } from '../../portfolio/customers-by-external-id.ts';
import { writeEach } from '../../storage/bounded-writes.ts';
import { storeAll } from '../../storage/store-all.ts';
import { MOST_USAGE_ROWS } from '../formats/file-limits.ts';
import { addWarning, FileRefused, type Findings, noFindings } from '../formats/findings.ts';
import type { KindOf } from '../formats/kinds/kinds.ts';
import { READERS } from '../formats/readers/readers.ts';
import { tellUnnamed } from '../formats/unnamed.ts';
import type { OpenUsage } from '../formats/usage-row.ts';
import { addUsageRow, type CollectedUsage } from '../usage/collect-usage.ts';
import { usageProductFinder } from '../usage/usage-products.ts';
import { type CustomerUsage, usageOfCustomers } from '../usage/usage-statements.ts';
import type { PortfolioStep, StepOutcome } from './import-step.ts';
import { readHeader, readRows } from './read-rows.ts';
import { whatIsNotCounted } from './what-is-not-counted.ts';

/** Customers written at a time. */
const CUSTOMERS_AT_A_TIME = 100;

/**
 * A step of the import of a report on the seats of many customers: reads and checks the whole file, finds the customers
 * in the portfolio of who handed it in, and writes what it says of each. A step that runs out of time leaves the rest to
 * the next one, which reads the file again and finds what is done already done. Holds the rows of the file in memory,
 * at most
 * a million of them, about 500 bytes each. Throws FileRefused.
 */
export const runReportedUsage = async (
  step: PortfolioStep,
  { kind }: KindOf<'reportedUsage'>,
): Promise<StepOutcome> => {
  const { found } = step;
  Object.assign(found, noFindings()); // an earlier step found the same
  const usage = await collect(step, READERS[kind]);
  requireUsable(found);
  const customersOf = await customersByExternalId(step.licensing, step.job.portfolio, usage);
  const customers = usageOfCustomers(usage, customersOf, found);
  if (step.job.day !== undefined)
    addWarning(found, 'day_not_used', `The file says its months itself; ${step.job.day} was not used.`);
  if (customers.length === 0) throw noCustomers(usage.size);
  return store(step, customers);
};

const collect = async (step: PortfolioStep, open: OpenUsage): Promise<CollectedUsage> => {
  const { catalogue, found, now } = step;
  const rules = { findProduct: usageProductFinder(catalogue), thisMonth: now.toISOString().slice(0, 7) };
  const usage: CollectedUsage = new Map();
  const header = await readHeader(step);
  if (!header) return usage;
  const readRow = open(header.fields);
  for await (const records of await readRows(step, header.end))
    for (const record of records) {
      addUsageRow(record, readRow(record.fields, record.terminated), rules, usage, found);
      requireRows(record.line, found);
    }
  return usage;
};

const requireRows = (line: number, { rows }: Findings): void => {
  if (rows > MOST_USAGE_ROWS)
    throw new FileRefused(
      'too_many_rows',
      `The file has more than ${MOST_USAGE_ROWS.toLocaleString('en')} rows. Export fewer months or customers at a time. Nothing was stored.`,
      line,
    );
};

const requireUsable = ({ rows, errorCount }: Findings): void => {
  if (rows === 0) throw new FileRefused('empty_file', 'The file has no rows. Export it again.');
  if (errorCount * 2 > rows)
    throw new FileRefused('too_many_errors', `${errorCount} of ${rows} rows are not understood. Nothing was stored.`);
};

const noCustomers = (tenants: number): FileRefused =>
  new FileRefused(
    'no_customers',
    `None of the ${tenants} tenants in the file is a customer of your portfolio, so that nothing was stored. Customers are found by their external ids: give them their tenant id there.`,
  );

/** Writes what is news, customer by customer; stops when time is up, but never before it has written something. */
const store = async (step: PortfolioStep, customers: readonly CustomerUsage[]): Promise<StepOutcome> => {
  const { licensing, job } = step;
  const reportedAt = job.fileOf?.createdAt ?? job.createdAt; // a file that is taken again is as old as it was
  let written = 0;
  for (let at = 0; at < customers.length; at += CUSTOMERS_AT_A_TIME) {
    if (written > 0 && step.timeIsUp()) return { kind: 'paused', progress: at / customers.length, delaySeconds: 0 };
    await step.reportProgress(at / customers.length);
    await step.requireCurrent();
    await storeAll(customers.slice(at, at + CUSTOMERS_AT_A_TIME), (entries) =>
      writeEach(entries, async ({ customerId, months, unnamed }) => {
        const own = noFindings();
        tellUnnamed(own, unnamed);
        const notCounted = whatIsNotCounted({ job, found: own }, reportedAt.slice(0, 10));
        const statement = { reportedAt, months, notCounted };
        if (await addReportedUsage(licensing, customerId, job.portfolio, statement)) written += 1;
      }),
    );
  }
  return { kind: 'complete' };
};
