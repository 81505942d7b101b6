import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from './table.ts';

/** A page of a whole table (1 MB at most), and the key of its last item when there may be more. */
export interface TablePage {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly next: Record<string, unknown> | undefined;
}

/** The items of a table after a key, in no order that means anything, read consistently. Dear: for what is done seldom. */
export const scanPage = async (table: Table, after: Record<string, unknown> | undefined): Promise<TablePage> => {
  const page = await table.client.send(
    new ScanCommand({ TableName: table.name, ConsistentRead: true, ...(after ? { ExclusiveStartKey: after } : {}) }),
  );
  return { items: page.Items ?? [], next: page.LastEvaluatedKey };
};
