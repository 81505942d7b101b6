import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from '../storage/table.ts';
import { AUDIT_DAYS, type AuditEntry } from './audit-entry.ts';

const SECONDS_PER_DAY = 86_400;

/** The partition of the Jobs table that holds the entries of a month, `YYYY-MM`. */
export const auditMonth = (month: string): string => `audit#${month}`;

/** Stores an entry under a random id of its own, in the place of what was stored of it before. */
export const putEntry = async (jobs: Table, id: string, entry: AuditEntry): Promise<void> => {
  const key = { job: auditMonth(entry.at.slice(0, 'YYYY-MM'.length)), item: `${entry.at}#${id}` };
  const expiresAt = Math.floor(Date.parse(entry.at) / 1000) + AUDIT_DAYS * SECONDS_PER_DAY;
  await jobs.client.send(new PutCommand({ TableName: jobs.name, Item: { ...entry, ...key, expiresAt } }));
};
