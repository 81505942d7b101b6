import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Table } from '../storage/table.ts';
import { dayOf, dayText, formatDay, parseDay } from '../time/day.ts';
import { decodeCursor, encodeCursor } from '../values/cursor.ts';
import { AUDIT_DAYS, type AuditEntry, auditAction, auditEntry } from './audit-entry.ts';
import { auditMonth } from './audit-table.ts';

/** Which entries: of days (UTC), both included, and if given of one subject, one action, one target. */
export interface AuditSelection {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly subject?: string | undefined;
  readonly action?: AuditEntry['action'] | undefined;
  readonly target?: string | undefined;
}

/** Where a list goes on: with entries whose key is below `before`, as long as they are not below `from`. */
const place = z.strictObject({
  before: z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])(?:-\d\d(?:T.{1,80})?)?$/u),
  from: dayText,
  subject: z.string().optional(),
  action: auditAction.optional(),
  target: z.string().optional(),
});
type Place = z.infer<typeof place>;

/** What one page may ask the table for: a page of a rare selection may have fewer entries than the next. */
const MOST_QUERIES = 20;
const ITEMS_PER_QUERY = 200;

/** One page of the entries, newest first, at most `limit`, and the cursor of the next page if there may be one. */
export const listEntries = async (
  jobs: Table,
  selection: AuditSelection,
  { limit, cursor, now }: { readonly limit: number; readonly cursor?: string | undefined; readonly now: Date },
): Promise<{ entries: AuditEntry[]; cursor?: string }> => {
  const from = cursor === undefined ? firstPlace(selection, now) : decodeCursor(place, cursor);
  const entries: AuditEntry[] = [];
  let at: Place | undefined = from;
  for (let query = 0; at && query < MOST_QUERIES; query += 1) {
    const { found, next } = await take(jobs, at);
    let before = at.before;
    for (const { item, entry } of found) {
      if (entries.length === limit) return { entries, cursor: encodeCursor({ ...at, before }) };
      entries.push(entry);
      before = item;
    }
    at = next;
  }
  return { entries, ...(at ? { cursor: encodeCursor(at) } : {}) };
};

interface Found {
  readonly item: string;
  readonly entry: AuditEntry;
}

const firstPlace = ({ from, to, ...rest }: AuditSelection, now: Date): Place => {
  const today = dayOf(now);
  const oldest = formatDay(today - AUDIT_DAYS);
  return {
    before: formatDay(Math.min(to === undefined ? today : parseDay(to), today) + 1),
    from: from === undefined || from < oldest ? oldest : from,
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
  };
};

const FILTERS = ['subject', 'action', 'target'] as const;

const take = async (
  jobs: Table,
  at: Place,
): Promise<{ readonly found: readonly Found[]; readonly next: Place | undefined }> => {
  const month = monthBelow(at.before);
  const filters = FILTERS.filter((name) => at[name] !== undefined);
  const answer = await jobs.client.send(
    new QueryCommand({
      TableName: jobs.name,
      KeyConditionExpression: '#job = :job AND #item < :before',
      ExpressionAttributeNames: {
        '#job': 'job',
        '#item': 'item',
        ...Object.fromEntries(filters.map((name) => [`#${name}`, name])),
      },
      ExpressionAttributeValues: {
        ':job': auditMonth(month),
        ':before': at.before,
        ...Object.fromEntries(filters.map((name) => [`:${name}`, at[name]])),
      },
      ...(filters.length === 0 ? {} : { FilterExpression: filters.map((name) => `#${name} = :${name}`).join(' AND ') }),
      ScanIndexForward: false,
      ConsistentRead: true,
      Limit: ITEMS_PER_QUERY,
    }),
  );
  const found = (answer.Items ?? []).map((item) => ({ item: String(item.item), entry: auditEntry.parse(item) }));
  const before = answer.LastEvaluatedKey ? String(answer.LastEvaluatedKey.item) : month;
  return {
    found: found.filter(({ item }) => item >= at.from),
    next: before <= at.from ? undefined : { ...at, before },
  };
};

/** The month, `YYYY-MM`, of the newest key below one: of `2026-03-02T…` its own, of `2026-03` and `2026-03-01` February. */
const monthBelow = (before: string): string => {
  const month = before.slice(0, 'YYYY-MM'.length);
  return before.length > 'YYYY-MM-DD'.length || before > `${month}-01`
    ? month
    : formatDay(parseDay(`${month}-01`) - 1).slice(0, month.length);
};
