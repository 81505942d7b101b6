import { isDeepStrictEqual } from 'node:util';
import { readCustomer } from '../../customers/customer-table.ts';
import { replaceLists, withNotCounted } from '../../licensing/seller-lists.ts';
import type { SubscriptionLists } from '../../licensing/subscription.ts';
import { changeSubscriptions, importSubscriptions } from '../../licensing/subscriptions-table.ts';
import { customersCalled, isCalled } from '../../portfolio/customers-called.ts';
import { writeEach } from '../../storage/bounded-writes.ts';
import { storeAll } from '../../storage/store-all.ts';
import { MOST_SOLD_ROWS } from '../formats/file-limits.ts';
import { addError, FileRefused, noFindings, olderThanStored } from '../formats/findings.ts';
import type { KindOf } from '../formats/kinds/kinds.ts';
import { READERS } from '../formats/readers/readers.ts';
import { shorten } from '../formats/report-fields.ts';
import type { SoldRow } from '../formats/sold-row.ts';
import { tellUnnamed, type Unnamed } from '../formats/unnamed.ts';
import { fileDay } from '../job/import-job.ts';
import { keptIn } from '../undo/kept-bucket.ts';
import { keepingOf, type PortfolioStep, type StepOutcome } from './import-step.ts';
import { requireSeatsKept, seatsOfList } from './judge-seats.ts';
import { replaceOrRefuse } from './own-list.ts';
import { type Line, readLines, requireAllUnderstood } from './read-lines.ts';
import { type CustomerList, listsOfCustomers, warnOfNothingNamed } from './sold-lists.ts';
import { whatIsNotCounted } from './what-is-not-counted.ts';

/** Customers written at a time. */
const CUSTOMERS_AT_A_TIME = 25;

/**
 * A step of the import of what a partner sold, as its own list: it replaces the list of that partner, of the request's
 * customer or of each customer that the file names. The file is read and judged whole before anything is stored. A list of
 * one customer is kept as it was, so that the import can be undone. Throws FileRefused.
 */
export const runSoldFile = async (step: PortfolioStep, { kind }: KindOf<'soldFile'>): Promise<StepOutcome> => {
  const { found, job } = step;
  Object.assign(found, noFindings()); // an earlier step found the same
  let namesCustomers = false;
  const open = (columns: readonly string[]) => {
    const reader = READERS[kind](columns);
    ({ namesCustomers } = reader);
    return reader.readRow;
  };
  const lines = await readLines(step, open, MOST_SOLD_ROWS);
  if (job.customerId === undefined && !namesCustomers) throw customerNeeded();
  const unnamed: Unnamed = new Map();
  const lists = await listsOfCustomers(step, await byCustomer(step, lines), unnamed);
  tellUnnamed(found, unnamed);
  requireAllUnderstood(found);
  warnOfNothingNamed(found, lists);
  found.counts.subscriptions = lists.reduce((sum, { subscriptions }) => sum + subscriptions.length, 0);
  if (job.customerId === undefined) found.counts.customers = lists.length;
  for (const list of lists) judge(step, list);
  return job.customerId === undefined ? storeLists(step, lists) : storeList(step, lists, job.customerId);
};

/** The rows by the customers that they are of; a row of none is an error of its line. */
const byCustomer = async (
  step: PortfolioStep,
  lines: readonly Line<SoldRow>[],
): Promise<Map<string, Line<SoldRow>[]>> => {
  const find = await customerFinder(step, lines);
  const rows = new Map<string, Line<SoldRow>[]>();
  for (const one of lines) {
    const customerId = find(one);
    if (customerId !== undefined) rows.set(customerId, [...(rows.get(customerId) ?? []), one]);
  }
  return rows;
};

const customerFinder = async (
  { licensing, job, found }: PortfolioStep,
  lines: readonly Line<SoldRow>[],
): Promise<(line: Line<SoldRow>) => string | undefined> => {
  const refuse = (line: number, code: string, message: string): undefined => {
    addError(found, line, code, message);
  };
  const { customerId } = job;
  if (customerId !== undefined) {
    const customer = await readCustomer(licensing, customerId);
    return ({ line, row: { customer: name } }) =>
      name === '' || (customer && isCalled(customer, name))
        ? customerId
        : refuse(
            line,
            'other_customer',
            `"${shorten(name)}" is not the customer "${customerId}" that the import is of.`,
          );
  }
  const names = new Set(lines.flatMap(({ row: { customer } }) => (customer === '' ? [] : [customer])));
  const called = await customersCalled(licensing, job.portfolio, names);
  return ({ line, row: { customer: name } }) => {
    const [only, ...others] = called.get(name) ?? [];
    if (only !== undefined && others.length === 0) return only;
    if (name === '') return refuse(line, 'empty_column', '"customer" is empty.');
    return only === undefined
      ? refuse(
          line,
          'unknown_customer',
          `"${shorten(name)}" is no customer of your portfolio, by id, tenant id or domain.`,
        )
      : refuse(
          line,
          'ambiguous_customer',
          `"${shorten(name)}" is several customers of your portfolio: name one by its id.`,
        );
  };
};

const replaced = (
  { job }: Pick<PortfolioStep, 'job'>,
  { subscriptions, unnamedFound }: CustomerList,
  current: SubscriptionLists,
  made?: Parameters<typeof replaceLists>[4],
): SubscriptionLists => {
  const [seller, day] = [job.portfolio, fileDay(job)];
  const sold = subscriptions.map((subscription) => ({ seller, subscription }));
  const lists = replaceOrRefuse(() => replaceLists(current, sold, seller, day, made));
  return withNotCounted(lists, seller, whatIsNotCounted({ job, found: unnamedFound }, day));
};

/** Throws FileRefused where the list may not take the place of the one that is stored. */
const judge = (step: PortfolioStep, list: CustomerList, current = list.stored): void => {
  const { job, found } = step;
  const day = fileDay(job);
  const own = Object.hasOwn(current.lists, job.portfolio) ? current.lists[job.portfolio] : undefined;
  try {
    // A list made of a directory's file was never the seller's word.
    if (own && !own.derived) {
      if (own.day > day) throw olderThanStored(day, own.day);
      const kept = { job, found: { ...list.unnamedFound, counts: found.counts } };
      requireSeatsKept(kept, seatsOfList(own.subscriptions), seatsOfList(list.subscriptions));
    }
    replaced(step, list, current);
  } catch (error) {
    if (!(error instanceof FileRefused) || job.customerId !== undefined) throw error;
    throw new FileRefused(error.code, `Customer "${list.customerId}": ${error.message}`);
  }
};

const storeList = async (
  step: PortfolioStep,
  [list]: readonly CustomerList[],
  customerId: string,
): Promise<StepOutcome> => {
  if (!list) throw new Error(`Import ${step.job.importId} has no rows and was not refused`);
  const { licensing, job } = step;
  const keeping = keepingOf({
    ...step,
    job: { ...job, customerId },
    kept: keptIn(step.file.bucket, { customerId, importId: job.importId }),
  });
  await step.requireCurrent();
  const made = await importSubscriptions(licensing, customerId, keeping, { seller: job.portfolio }, (current, mark) => {
    judge(step, list, current);
    return replaced(step, list, current, mark);
  });
  return { kind: 'complete', replaced: made?.counts };
};

/** Writes what is news, customer by customer; stops when time is up, but never before it has written something. */
const storeLists = async (step: PortfolioStep, lists: readonly CustomerList[]): Promise<StepOutcome> => {
  let written = 0;
  for (let at = 0; at < lists.length; at += CUSTOMERS_AT_A_TIME) {
    if (written > 0 && step.timeIsUp()) return { kind: 'paused', progress: at / lists.length, delaySeconds: 0 };
    await step.reportProgress(at / lists.length);
    await step.requireCurrent();
    await storeAll(lists.slice(at, at + CUSTOMERS_AT_A_TIME), (entries) =>
      writeEach(entries, async (list) => {
        await changeSubscriptions(step.licensing, list.customerId, (current) => {
          const next = replaced(step, list, current);
          if (isDeepStrictEqual(next, current)) return undefined;
          written += 1;
          return next;
        });
      }),
    );
  }
  return { kind: 'complete' };
};

const customerNeeded = (): FileRefused =>
  new FileRefused(
    'customer_needed',
    'The file has no column "customer" that says whose each subscription is: add one, or name the one customer by "customerId".',
    1,
  );
