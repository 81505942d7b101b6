import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyItems, type RestoreMode } from '../../../infra/operate/restore/copy-items.ts';
import { readCustomer } from '../../../lib/customers/customer-table.ts';
import { changePartner, readPartner } from '../../../lib/customers/partner-table.ts';
import { createTable } from '../../fixtures/create-table.ts';
import { storeCustomer } from '../../fixtures/customers.ts';
import { startTables, type TestTables } from '../../fixtures/tables.ts';

const NOW = new Date('2026-03-10T08:00:00Z');

let tables: TestTables;
let client: DynamoDBClient;
beforeAll(async () => {
  tables = await startTables();
  client = new DynamoDBClient({});
});
afterAll(async () => {
  client.destroy();
  await tables.stop();
});

const itemsOf = async (table: string) =>
  (await tables.licensing.client.send(new ScanCommand({ TableName: table }))).Items ?? [];

/** What point in time recovery makes of a table: a new one with its keys and its items of now. */
const restoreTo = async (name: string, of: string, [partition, sort]: [string, string]) => {
  await createTable(client, {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [partition, sort].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    KeySchema: [
      { AttributeName: partition, KeyType: 'HASH' },
      { AttributeName: sort, KeyType: 'RANGE' },
    ],
  });
  for (const Item of await itemsOf(of)) await tables.licensing.client.send(new PutCommand({ TableName: name, Item }));
};

const copy = (from: string, to: string, mode: RestoreMode) => copyItems(client, { from, to, mode, now: NOW });

test('what was deleted comes back, and what was written since stays', async () => {
  const { licensing } = tables;
  for (const id of ['contoso', 'fabrikam']) await storeCustomer(licensing, id);
  const partner = { partnerId: 'acme', name: 'Acme', tenantIds: [], recipients: ['old@acme.example'] };
  await changePartner(licensing, 'acme', () => partner);
  const before = await itemsOf('Licensing');
  await restoreTo('Licensing-restored', 'Licensing', ['owner', 'record']);

  await licensing.client.send(
    new DeleteCommand({ TableName: 'Licensing', Key: { owner: 'customer#contoso', record: 'profile' } }),
  );
  await changePartner(licensing, 'acme', () => ({ ...partner, recipients: ['new@acme.example'] }));
  await storeCustomer(licensing, 'tailspin');

  const seen = { read: 3, expired: 0, missing: 1, different: 1 };
  expect(await copy('Licensing-restored', 'Licensing', 'look')).toEqual({ ...seen, written: 0 });
  expect(await readCustomer(licensing, 'contoso')).toBeUndefined();

  expect(await copy('Licensing-restored', 'Licensing', 'missing')).toEqual({ ...seen, written: 1 });
  expect(await readCustomer(licensing, 'contoso')).toMatchObject({ name: 'Customer contoso' });
  expect(await readPartner(licensing, 'acme')).toMatchObject({ recipients: ['new@acme.example'] });
  expect(await copy('Licensing-restored', 'Licensing', 'missing')).toEqual({ ...seen, missing: 0, written: 0 });

  expect(await copy('Licensing-restored', 'Licensing', 'all')).toEqual({ ...seen, missing: 0, written: 1 });
  const restored = (await itemsOf('Licensing')).filter(({ owner }) => owner !== 'customer#tailspin');
  const byKey = (items: typeof before) => new Map(items.map((item) => [`${item.owner} ${item.record}`, item]));
  expect(byKey(restored)).toEqual(byKey(before));
  expect(await readCustomer(licensing, 'tailspin')).toMatchObject({ name: 'Customer tailspin' });
});

test('what somebody writes while it is copied is kept', async () => {
  const { licensing } = tables;
  await storeCustomer(licensing, 'wingtip');
  await restoreTo('Licensing-raced', 'Licensing', ['owner', 'record']);
  const Key = { owner: 'customer#wingtip', record: 'profile' };
  await licensing.client.send(new DeleteCommand({ TableName: 'Licensing', Key }));
  tables.faults.before({ service: 'dynamodb', operation: 'PutItem', table: 'Licensing' }, async () => {
    await licensing.client.send(new PutCommand({ TableName: 'Licensing', Item: { ...Key, name: 'By somebody' } }));
  });
  expect(await copy('Licensing-raced', 'Licensing', 'missing')).toMatchObject({ missing: 1, written: 0 });
  expect((await itemsOf('Licensing')).find(({ owner }) => owner === Key.owner)).toMatchObject({ name: 'By somebody' });
});

test('what had expired stays out, and numbers and bytes come back as they were', async () => {
  const { insights } = tables;
  const second = NOW.getTime() / 1000;
  const kept = {
    owner: 'customer#contoso',
    day: '2026-03-09',
    expiresAt: second + 1,
    body: new Uint8Array([1, 2, 255]),
    exact: 0.1,
  };
  for (const Item of [kept, { ...kept, day: '2025-02-01', expiresAt: second }])
    await insights.client.send(new PutCommand({ TableName: 'Insights', Item }));
  await restoreTo('Insights-restored', 'Insights', ['owner', 'day']);
  for (const day of [kept.day, '2025-02-01'])
    await insights.client.send(new DeleteCommand({ TableName: 'Insights', Key: { owner: kept.owner, day } }));
  expect(await copy('Insights-restored', 'Insights', 'missing')).toEqual({
    read: 1,
    expired: 1,
    missing: 1,
    different: 0,
    written: 1,
  });
  expect(await itemsOf('Insights')).toEqual([kept]);
});

test('a table of other keys is refused', async () => {
  await expect(copy('Insights', 'Licensing', 'all')).rejects.toThrow(
    'Insights has the keys owner, day, and Licensing has owner, record. Name a copy of the same table.',
  );
});
