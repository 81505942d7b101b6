import { customerOwner } from '../../customers/owner-keys.ts';
import { queryItems } from '../../storage/query-pages.ts';
import { changeUnderRevision } from '../../storage/revision.ts';
import type { Table } from '../../storage/table.ts';
import { mergeReportedUsage, type ReportedUsage, reportedUsage, type UsageStatement } from './reported-usage.ts';

const REPORTED_USAGE = 'reported-usage#';

/**
 * Adds a report's word on a customer to what the same poster (a partner's id, or `OPERATOR_PORTFOLIO`) reported before.
 * Returns whether that was news; throws ContendedError.
 */
export const addReportedUsage = (
  table: Table,
  customerId: string,
  poster: string,
  statement: UsageStatement,
): Promise<boolean> => {
  const key = { owner: customerOwner(customerId), record: `${REPORTED_USAGE}${poster}` };
  return changeUnderRevision({ table, key, schema: reportedUsage }, (current) =>
    mergeReportedUsage(current, statement),
  );
};

/**
 * What was reported of a customer, by who reported it; read consistently. A partner may see its own only: what another one
 * reported is what that one sold.
 */
export const readReportedUsage = async (table: Table, customerId: string): Promise<Record<string, ReportedUsage>> => {
  const reported: Record<string, ReportedUsage> = {};
  const items = queryItems(table, {
    KeyConditionExpression: '#owner = :owner AND begins_with(#record, :reported)',
    ExpressionAttributeNames: { '#owner': 'owner', '#record': 'record' },
    ExpressionAttributeValues: { ':owner': customerOwner(customerId), ':reported': REPORTED_USAGE },
    ConsistentRead: true,
  });
  for await (const item of items)
    reported[String(item.record).slice(REPORTED_USAGE.length)] = reportedUsage.parse(item);
  return reported;
};
