import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Table } from '../storage/table.ts';
import { decodeCursor, encodeCursor } from '../values/cursor.ts';

/** Where a list goes on, newest first: after this job. */
const place = z.strictObject({ createdAt: z.iso.datetime(), job: z.string().min(1) });
type Place = z.infer<typeof place>;

/** The item of every job that the index lists. */
const ITEM = 'job';

/** What the index may be asked for one page of a list: a portfolio with very many jobs of other kinds answers with fewer. */
const MOST_QUERIES = 8;
const ITEMS_PER_QUERY = 100;

/** A page of a list: stored items, and where the next page goes on if there may be one. */
export interface JobPage {
  readonly items: readonly Record<string, unknown>[];
  readonly cursor?: string;
}

/**
 * A portfolio's jobs of one kind (by how their partition's name starts) that were created after the ISO instant
 * `after`, newest first, at most `limit`. The index follows the table within moments.
 */
export const listJobs = async (
  jobs: Table,
  { portfolio, prefix, after }: { readonly portfolio: string; readonly prefix: string; readonly after: string },
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<JobPage> => {
  const items: Record<string, unknown>[] = [];
  const from = cursor === undefined ? undefined : decodeCursor(place, cursor);
  // DynamoDB refuses to start outside of what is asked for.
  if (from && from.createdAt <= after) return { items };
  let start: Record<string, unknown> | undefined = from && keyOf(from, portfolio);
  for (let query = 0; query < MOST_QUERIES; query += 1) {
    const answer = await jobs.client.send(
      new QueryCommand({
        TableName: jobs.name,
        IndexName: 'by-portfolio',
        KeyConditionExpression: 'portfolio = :portfolio AND createdAt > :after',
        FilterExpression: 'begins_with(job, :prefix)',
        ExpressionAttributeValues: { ':portfolio': portfolio, ':after': after, ':prefix': prefix },
        ScanIndexForward: false,
        Limit: ITEMS_PER_QUERY,
        ...(start ? { ExclusiveStartKey: start } : {}),
      }),
    );
    items.push(...(answer.Items ?? []));
    start = answer.LastEvaluatedKey;
    if (items.length > limit) {
      const listed = items.slice(0, limit);
      return { items: listed, cursor: encodeCursor(place.parse(placeOf(listed.at(-1)))) };
    }
    if (!start) return { items };
  }
  return { items, ...(start ? { cursor: encodeCursor(place.parse(placeOf(start))) } : {}) };
};

const placeOf = (item: Record<string, unknown> | undefined) => ({ createdAt: item?.createdAt, job: item?.job });

const keyOf = ({ createdAt, job }: Place, portfolio: string) => ({ portfolio, createdAt, job, item: ITEM });
