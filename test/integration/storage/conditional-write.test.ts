import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  absent,
  deleteUnderCondition,
  putUnderCondition,
  updateUnderCondition,
} from '../../../lib/storage/conditional-write.ts';
import { startTables, type TestTables } from '../../fixtures/tables.ts';

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.stop());
beforeEach(() => tables.faults.clear());

const keyOf = (record: string) => ({ owner: 'conditional', record });
const read = async (record: string): Promise<Record<string, unknown> | undefined> => {
  const { client, name } = tables.licensing;
  return (await client.send(new GetCommand({ TableName: name, Key: keyOf(record), ConsistentRead: true }))).Item;
};
const loseAnswer = (operation: string) =>
  tables.faults.inject({ service: 'dynamodb', operation, times: 1, kind: 'lost-answer' });

/** Adds a word under the condition that there are none, or any. */
const addWord = (record: string, word: string, expression: string) =>
  updateUnderCondition(
    tables.licensing,
    keyOf(record),
    { set: ['words = list_append(if_not_exists(words, :none), :added)'] },
    { expression, values: { ':none': [], ':added': [word] } },
  );

test('a put whose answer is lost is its own, and one that comes second is not', async () => {
  const key = keyOf('put');
  loseAnswer('PutItem');
  expect(await putUnderCondition(tables.licensing, key, { count: 1 }, absent(key))).toBeUndefined();
  expect(await putUnderCondition(tables.licensing, key, { count: 2 }, absent(key))).toMatchObject({
    item: { ...key, count: 1 },
  });
  expect((await read('put'))?.count).toBe(1);
});

test('an update whose answer is lost is done once, also where its condition still holds', async () => {
  loseAnswer('UpdateItem');
  expect(await addWord('update', 'one', 'attribute_not_exists(words)')).toBeUndefined();
  expect(await addWord('update', 'lost', 'attribute_not_exists(words)')).toMatchObject({ item: { words: ['one'] } });
  loseAnswer('UpdateItem');
  expect(await addWord('update', 'two', 'attribute_exists(words)')).toBeUndefined();
  expect((await read('update'))?.words).toEqual(['one', 'two']);
});

test('an item that was written without a revision can be changed', async () => {
  const { client, name } = tables.licensing;
  await client.send(new PutCommand({ TableName: name, Item: { ...keyOf('plain'), words: ['old'] } }));
  expect(await addWord('plain', 'new', 'attribute_exists(words)')).toBeUndefined();
  expect((await read('plain'))?.words).toEqual(['old', 'new']);
});

test('what stands against a write of nothing is no item', async () => {
  expect(await addWord('nothing', 'word', 'attribute_exists(words)')).toEqual({ item: undefined });
  expect(await read('nothing')).toBeUndefined();
});

test('a deletion whose answer is lost is done, and one whose condition fails names the item', async () => {
  const key = keyOf('delete');
  await putUnderCondition(tables.licensing, key, { count: 1 }, absent(key));
  const counts = (count: number) => ({
    expression: '#count = :count',
    names: { '#count': 'count' },
    values: { ':count': count },
  });
  expect(await deleteUnderCondition(tables.licensing, key, counts(2))).toMatchObject({ item: { count: 1 } });
  loseAnswer('DeleteItem');
  expect(await deleteUnderCondition(tables.licensing, key, counts(1))).toBeUndefined();
  expect(await read('delete')).toBeUndefined();
});
