import { afterAll, beforeAll, expect, test } from 'vitest';
import { mergeChanges, type UserAssignments } from '../../../lib/licensing/assignment.ts';
import {
  type ReadAssignments,
  readAssignments,
  readToStore,
  storeAssignments,
  storeReadAssignments,
} from '../../../lib/licensing/assignments-table.ts';
import { parseDay } from '../../../lib/time/day.ts';
import { OWN_NAMES } from '../../../lib/values/user-names.ts';
import { startTables, type TestTables } from '../../fixtures/tables.ts';

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables();
});
afterAll(() => tables.stop());

const DAY = parseDay('2026-03-02');
const nameOf = (name: string) => OWN_NAMES.of(`${name}@contoso.example`);
const holding =
  (sku: string) =>
  (current: UserAssignments): UserAssignments | undefined => {
    const holdings = mergeChanges(current.holdings, [{ sku, on: DAY, assigned: true }]);
    return holdings && { ...current, holdings };
  };

const readAll = async (customerId: string): Promise<ReadAssignments[]> => {
  const all: ReadAssignments[] = [];
  for await (const read of readToStore(tables.licensing, customerId)) all.push(read);
  return all;
};
const stored = async (customerId: string) => {
  const all: Record<string, string[]> = {};
  for await (const { userId, holdings } of readAssignments(tables.licensing, customerId))
    all[userId.split('@')[0] ?? ''] = Object.keys(holdings).sort();
  return all;
};

/** How many calls of an operation are made from now on. */
const count = (operation: string): (() => number) => {
  let calls = 0;
  const watch = (): void =>
    tables.faults.before({ service: 'dynamodb', operation }, () => {
      calls += 1;
      watch();
    });
  watch();
  return () => calls;
};

test('what was read is written without being read again, and so is what was found missing', async () => {
  const customerId = 'read-once';
  const before = ['ada', 'bo', 'cy'].map((name) => ({ userId: nameOf(name) }));
  await storeAssignments(tables.licensing, customerId, before, holding('e3'));
  const read = await readAll(customerId);
  expect(read.map(({ value }) => value.userId)).toEqual(before.map(({ userId }) => userId));

  const reads = ['BatchGetItem', 'GetItem', 'Query'].map(count);
  const writes = count('PutItem');
  const entries = [
    ...read.map((one) => ({ userId: one.value.userId, read: one })),
    { userId: nameOf('di'), read: undefined },
  ];
  const change = (current: UserAssignments, { userId }: { userId: string }) =>
    userId === nameOf('bo') ? undefined : holding('e5')(current);
  expect(await storeReadAssignments(tables.licensing, customerId, entries, change)).toEqual(new Set());
  expect(reads.map((calls) => calls())).toEqual([0, 0, 0]);
  expect(writes()).toBe(3);
  tables.faults.clear();
  expect(await stored(customerId)).toEqual({ ada: ['e3', 'e5'], bo: ['e3'], cy: ['e3', 'e5'], di: ['e5'] });
});

test('what somebody else wrote since it was read is not lost', async () => {
  const customerId = 'read-before';
  const ada = [{ userId: nameOf('ada') }];
  await storeAssignments(tables.licensing, customerId, ada, holding('e3'));
  const [read] = await readAll(customerId);
  const others = [...ada, { userId: nameOf('bo') }];
  await storeAssignments(tables.licensing, customerId, others, holding('copilot'));

  const entries = [
    { userId: nameOf('ada'), read },
    { userId: nameOf('bo'), read: undefined },
  ];
  await storeReadAssignments(tables.licensing, customerId, entries, holding('e5'));
  expect(await stored(customerId)).toEqual({ ada: ['copilot', 'e3', 'e5'], bo: ['copilot', 'e5'] });
});
