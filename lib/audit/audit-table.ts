import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../storage/table.ts';
import { AUDIT_DAYS, type AuditEntry } from './audit-entry.ts';

const SECONDS_PER_DAY = 86_400;

/** The partition of the Jobs table that holds the entries of a month, `YYYY-MM`. */
export const auditMonth = (month: string): string => `${PREFIX}${month}`;

const PREFIX = 'audit#';

/** Stores an entry under a random id of its own, in the place of what was stored of it before. */
export const putEntry = async (jobs: Table, id: string, entry: AuditEntry): Promise<void> => {
  const key = { job: auditMonth(entry.at.slice(0, 'YYYY-MM'.length)), item: `${entry.at}#${id}` };
  const expiresAt = Math.floor(Date.parse(entry.at) / 1000) + AUDIT_DAYS * SECONDS_PER_DAY;
  await jobs.client.send(new PutCommand({ TableName: jobs.name, Item: { ...entry, ...key, expiresAt } }));
};

/** What an entry names in the place of a customer that was erased. */
const ERASED = '(erased)';

/**
 * Takes out of a stored item of the table, where it is an entry that names a customer, its id and all that it says of it:
 * who did what kind of thing, and when, stays. Returns whether it was one.
 */
export const forgetCustomer = async (
  jobs: Table,
  item: Readonly<Record<string, unknown>>,
  customerId: string,
): Promise<boolean> => {
  if (!String(item.job).startsWith(PREFIX)) return false;
  const { before, after, ...rest } = item;
  const says = [before, after].some((text) => typeof text === 'string' && text.includes(JSON.stringify(customerId)));
  if (item.target !== customerId && !says) return false;
  const Item = { ...rest, ...(item.target === customerId ? { target: ERASED } : {}) };
  await jobs.client.send(new PutCommand({ TableName: jobs.name, Item }));
  return true;
};
