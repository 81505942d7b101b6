import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from './table.ts';

/**
 * Deletes an item, whatever it holds; one that is gone already stays so. Returns whether there was one; of a call that was
 * sent again after its answer was lost, that there was none.
 */
export const deleteItem = async (table: Table, key: Readonly<Record<string, string>>): Promise<boolean> => {
  const { Attributes } = await table.client.send(
    new DeleteCommand({ TableName: table.name, Key: key, ReturnValues: 'ALL_OLD' }),
  );
  return Attributes !== undefined;
};
