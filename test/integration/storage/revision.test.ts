import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as z from 'zod';
import { ContendedError } from '../../../lib/storage/contended-error.ts';
import { changeUnderRevision, REMOVE, readRevised, writeUnderRevision } from '../../../lib/storage/revision.ts';
import { startTables, type TestTables } from '../../fixtures/tables.ts';

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables({ metered: true });
});
afterAll(() => tables.stop());
beforeEach(() => tables.faults.clear());

const schema = z.object({ count: z.int() });
type Counter = z.infer<typeof schema>;

const counter = (record: string, table = tables.licensing) => ({ table, key: { owner: 'counter', record }, schema });
const increment = (current: Counter | undefined): Counter => ({ count: (current?.count ?? 0) + 1 });
const countOf = async (record: string) => (await readRevised(counter(record)))?.value.count;

test('creates an item and changes it under a new revision each time', async () => {
  expect(await changeUnderRevision(counter('plain'), increment)).toBe(true);
  const first = await readRevised(counter('plain'));
  expect(await changeUnderRevision(counter('plain'), increment)).toBe(true);
  const second = await readRevised(counter('plain'));
  expect([first?.value, second?.value]).toEqual([{ count: 1 }, { count: 2 }]);
  expect(second?.revision).not.toBe(first?.revision);
});

test('writes nothing when there is no change', async () => {
  await changeUnderRevision(counter('same'), increment);
  const before = await readRevised(counter('same'));
  expect(await changeUnderRevision(counter('same'), () => undefined)).toBe(false);
  expect(await readRevised(counter('same'))).toEqual(before);
});

test('changes the winner’s item after a lost race', async () => {
  const item = counter('raced');
  const stale = await readRevised(item);
  await changeUnderRevision(item, increment);
  expect(await writeUnderRevision(item, stale, increment)).toBe(true);
  expect(await countOf('raced')).toBe(2);
});

test('loses no change of ten writers at once', async () => {
  const item = counter('contended');
  await Promise.all(Array.from({ length: 10 }, () => changeUnderRevision(item, increment)));
  expect(await countOf('contended')).toBe(10);
});

const lose = (times: number) =>
  tables.faults.inject({
    service: 'dynamodb',
    operation: 'PutItem',
    times,
    kind: { status: 400, code: 'ConditionalCheckFailedException' },
  });

test('gives up when other writers win until the time is over, and waits no longer than that', async () => {
  lose(1000);
  let left = 400;
  /** Milliseconds run out while nothing waits: with each look at them, half of what is left. */
  const timeLeft = () => {
    left = left < 1 ? 0 : left / 2;
    return left;
  };
  const begun = performance.now();
  await expect(writeUnderRevision(counter('beaten'), undefined, increment, { deadline: { timeLeft } })).rejects.toThrow(
    ContendedError,
  );
  expect(performance.now() - begun).toBeLessThan(2000);
  tables.faults.clear();
  expect(await countOf('beaten')).toBeUndefined();
});

test('goes on after other writers won many times, while there is time', async () => {
  lose(9);
  const deadline = { timeLeft: () => 60 };
  expect(await writeUnderRevision(counter('late-winner'), undefined, increment, { deadline })).toBe(true);
  expect(await countOf('late-winner')).toBe(1);
});

test('reads anew before each further attempt', async () => {
  const item = counter('reread');
  await changeUnderRevision(item, increment);
  const stale = await readRevised(item);
  await changeUnderRevision(item, increment);
  tables.consumed.clear();
  expect(await writeUnderRevision(item, stale, increment)).toBe(true);
  expect(tables.consumed.readings().map(({ operation, calls }) => [operation, calls])).toEqual([
    ['PutItem', 2],
    ['GetItem', 1],
  ]);
  expect(await countOf('reread')).toBe(3);
});

test('takes a write that the client had to send twice for done', async () => {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient({}));
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (request) => {
        // As after an answer that got lost: the same request reaches the table once more.
        if (commandName === PutCommand.name) await next(request);
        return next(request);
      },
    { step: 'finalizeRequest', priority: 'low' },
  );
  const item = counter('resent', { name: tables.licensing.name, client });
  expect(await changeUnderRevision(item, increment)).toBe(true);
  expect(await countOf('resent')).toBe(1);
  client.destroy();
});

test('ends with the signal', async () => {
  const signal = AbortSignal.abort();
  await expect(
    writeUnderRevision(counter('ended'), undefined, increment, { deadline: { timeLeft: () => 1000, signal } }),
  ).rejects.toThrow(/abort/iu);
  expect(await countOf('ended')).toBeUndefined();
});

test('refuses an item without a revision', async () => {
  const { client, name } = tables.licensing;
  await client.send(new PutCommand({ TableName: name, Item: { owner: 'counter', record: 'foreign', count: 7 } }));
  await expect(readRevised(counter('foreign'))).rejects.toThrow('A stored item has no revision');
});

test('removes an item that nobody changed meanwhile, and judges again one that somebody did', async () => {
  const item = counter('removed');
  await changeUnderRevision(item, increment);
  const stale = await readRevised(item);
  await changeUnderRevision(item, increment);
  const removeFirst = (current: Counter | undefined) => (current?.count === 1 ? REMOVE : undefined);
  expect(await writeUnderRevision(item, stale, removeFirst)).toBe(false);
  expect(await countOf('removed')).toBe(2);
  expect(await changeUnderRevision(item, () => REMOVE)).toBe(true);
  expect(await countOf('removed')).toBeUndefined();
  expect(await changeUnderRevision(item, () => REMOVE)).toBe(false);
});

test('an item that is gone already counts as removed', async () => {
  const item = counter('gone');
  await changeUnderRevision(item, increment);
  const stale = await readRevised(item);
  await changeUnderRevision(item, () => REMOVE);
  expect(await writeUnderRevision(item, stale, () => REMOVE)).toBe(true);
});

test('waits for what comes before a write, and asks for it of no write', async () => {
  const item = counter('waited-for');
  const seen: (number | undefined)[] = [];
  const look = async () => {
    seen.push(await countOf('waited-for'));
  };
  await changeUnderRevision(item, increment, look);
  await changeUnderRevision(item, increment, look);
  await changeUnderRevision(item, () => undefined, look);
  expect(seen).toEqual([undefined, 1]);
  await expect(changeUnderRevision(item, increment, () => Promise.reject(new Error('not kept')))).rejects.toThrow(
    'not kept',
  );
  expect(await countOf('waited-for')).toBe(2);
});
