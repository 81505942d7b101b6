import { isDeepStrictEqual } from 'node:util';
import pMap from 'p-map';
import { OPERATOR_PORTFOLIO } from '../../access/caller.ts';
import { recordChange, type Trail } from '../../audit/record.ts';
import { type Customer, isKept } from '../../customers/customer.ts';
import { readCustomers } from '../../customers/customer-table.ts';
import { readPartner } from '../../customers/partner-table.ts';
import { asOfDay } from '../../insights/run/as-of.ts';
import { type CustomerProfile, putCustomer } from '../../portfolio/put-customer.ts';
import { writeEach } from '../../storage/bounded-writes.ts';
import { storeAll } from '../../storage/store-all.ts';
import { dayOf, formatDay } from '../../time/day.ts';
import type { CustomerRow } from '../formats/customer-row.ts';
import { MOST_CUSTOMER_ROWS } from '../formats/file-limits.ts';
import { addError, addWarning, FileRefused, type Findings, noFindings } from '../formats/findings.ts';
import type { KindOf } from '../formats/kinds/kinds.ts';
import { READERS } from '../formats/readers/readers.ts';
import { shrinksRefusal, shrinksTooMuch } from '../formats/shrinkage.ts';
import type { PortfolioStep, StepOutcome } from './import-step.ts';
import { type Line, readLines, requireAllUnderstood } from './read-lines.ts';

/** A step, and whose changes are recorded. */
type OperatorsStep = PortfolioStep & { readonly subject: string };

/** Customers written at a time: partners that lose one are told each time, under their revision. */
const CUSTOMERS_AT_A_TIME = 20;

/** Partners looked up at once. */
const AT_ONCE = 10;

/** Where external ids keep a customer's Entra tenant. */
const TENANT_ID = 'entraTenantId';

/**
 * A step of the import of a list of customers: reads and checks the whole file, then creates the customers that are new and
 * changes the others, each as by `PUT /v1/customers/{id}` and recorded like that. What the file has no column for stays as
 * it is, and so do customers that it does not name. A step that runs out of time leaves the rest to the next one, which finds
 * what is done already done. Throws FileRefused.
 */
export const runCustomerFile = async (step: PortfolioStep, { kind }: KindOf<'customerFile'>): Promise<StepOutcome> => {
  const { found, job } = step;
  const subject = requireOperator(step);
  Object.assign(found, noFindings()); // an earlier step found the same
  const lines = await readLines(step, READERS[kind], MOST_CUSTOMER_ROWS);
  const stored = await readCustomers(step.licensing, new Set(lines.map(({ row }) => row.id)));
  requireEachOnce(lines, found);
  requireNoneErased(lines, stored, found);
  await requireKnownPartners(step, lines);
  requireAllUnderstood(found);
  requireLinksKept(step, lines, stored);
  found.counts.customers = lines.length;
  if (job.day !== undefined)
    addWarning(found, 'day_not_used', `A list of customers is of no day; ${job.day} was not used.`);
  return store({ ...step, subject }, lines, stored);
};

/** The operator who asked for it: whose a customer is, operators alone decide, which was asked when the import was, and no other import comes as far as this. */
const requireOperator = ({ job: { portfolio, requestedBy } }: PortfolioStep): string => {
  if (portfolio === OPERATOR_PORTFOLIO && requestedBy !== undefined) return requestedBy;
  throw new FileRefused('operator_needed', 'A list of customers is taken from operators only. Nothing was stored.');
};

const requireEachOnce = (lines: readonly Line<CustomerRow>[], found: Findings): void => {
  const firstLines = new Map<string, number>();
  for (const { line, row } of lines) {
    const first = firstLines.get(row.id);
    if (first === undefined) firstLines.set(row.id, line);
    else addError(found, line, 'duplicate_customer', `"${row.id}" is already on line ${first}.`);
  }
};

const requireNoneErased = (
  lines: readonly Line<CustomerRow>[],
  stored: ReadonlyMap<string, Customer>,
  found: Findings,
): void => {
  for (const { line, row } of lines)
    if (stored.has(row.id) && !isKept(stored.get(row.id)))
      addError(
        found,
        line,
        'customer_being_erased',
        `What was known of a customer "${row.id}" is being erased, which takes up to two hours. Take another id, or try again then.`,
      );
};

const requireKnownPartners = async (
  { licensing, found }: PortfolioStep,
  lines: readonly Line<CustomerRow>[],
): Promise<void> => {
  const named = new Set(lines.flatMap(({ row }) => row.partners ?? []));
  const looked = await pMap(named, async (id) => ({ id, partner: await readPartner(licensing, id) }), {
    concurrency: AT_ONCE,
  });
  const unknown = new Set(looked.filter(({ partner }) => !partner).map(({ id }) => id));
  for (const { line, row } of lines) {
    const missing = (row.partners ?? []).filter((id) => unknown.has(id)).map((id) => `"${id}"`);
    if (missing.length > 0)
      addError(
        found,
        line,
        'unknown_partner',
        `There is no partner ${missing.join(', ')}. Create it first with PUT /v1/partners/{id}.`,
      );
  }
};

/** Throws FileRefused where partners would lose more than a third of the customers named, unless the import was told so. */
const requireLinksKept = (
  { job }: PortfolioStep,
  lines: readonly Line<CustomerRow>[],
  customers: ReadonlyMap<string, Customer>,
): void => {
  let [stored, ended] = [0, 0];
  for (const { row } of lines) {
    const before = Object.keys(customers.get(row.id)?.partners ?? {});
    stored += before.length;
    ended += row.partners ? before.filter((id) => !row.partners?.includes(id)).length : 0;
  }
  if (job.allowShrink || !shrinksTooMuch({ stored, ended })) return;
  throw shrinksRefusal({ stored, ended }, 'links of partners', `names ${stored - ended} of ${stored} links`);
};

/** Writes what is news, customer by customer; stops when time is up, but never before it has written something. */
const store = async (
  step: OperatorsStep,
  lines: readonly Line<CustomerRow>[],
  stored: ReadonlyMap<string, Customer>,
): Promise<StepOutcome> => {
  const changed = lines.map(({ row }) => row).filter((row) => isNews(row, stored.get(row.id)));
  const done = lines.length - changed.length;
  for (let at = 0; at < changed.length; at += CUSTOMERS_AT_A_TIME) {
    const progress = (done + at) / lines.length;
    if (at > 0 && step.timeIsUp()) return { kind: 'paused', progress, delaySeconds: 0 };
    await step.reportProgress(progress);
    await step.requireCurrent();
    await storeAll(changed.slice(at, at + CUSTOMERS_AT_A_TIME), (rows) => writeEach(rows, (row) => put(step, row)));
  }
  return { kind: 'complete' };
};

const profileOf = (
  { name, domain, tenantId, partners }: CustomerRow,
  stored: Customer | undefined,
): CustomerProfile => {
  const { [TENANT_ID]: storedTenant, ...others } = stored?.externalIds ?? {};
  const tenant = tenantId === undefined ? storedTenant : tenantId;
  const externalIds = { ...others, ...(tenant ? { [TENANT_ID]: tenant } : {}) };
  return {
    name,
    domain: domain === undefined ? stored?.domain : (domain ?? undefined),
    externalIds: Object.keys(externalIds).length > 0 ? externalIds : undefined,
    partners: (partners ?? Object.keys(stored?.partners ?? {})).map((id) => ({ id })),
  };
};

const isNews = (row: CustomerRow, stored: Customer | undefined): boolean => {
  if (!stored) return true;
  const { name, domain, externalIds = {}, partners } = profileOf(row, stored);
  const links = new Set(partners.map(({ id }) => id));
  return !isDeepStrictEqual(
    { name, domain, externalIds, links },
    {
      name: stored.name,
      domain: stored.domain,
      externalIds: stored.externalIds ?? {},
      links: new Set(Object.keys(stored.partners)),
    },
  );
};

/** Puts a customer; what the file has no column for stays as it is by then. */
const put = (step: OperatorsStep, row: CustomerRow): Promise<Customer> => {
  const { jobs, licensing, job, now, publishQueueUrl, reportingLagDays, subject } = step;
  const trail: Trail = { jobs, subject, portfolio: job.portfolio, at: now };
  const context = {
    licensing,
    publishQueueUrl,
    today: formatDay(dayOf(now)),
    asOf: formatDay(asOfDay(now, reportingLagDays)),
  };
  return recordChange(trail, { action: 'customer.put', target: row.id }, (before) =>
    putCustomer(context, row.id, (stored) => profileOf(row, stored), before),
  );
};
