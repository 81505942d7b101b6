import { DeleteItemCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, expect } from 'vitest';
import { activeUser, activityFile } from '../fixtures/imports/activity-reports.ts';
import { givenCustomer, givenPartner } from '../steps/given.ts';
import { theStack } from '../steps/stack.ts';
import { needsLocalRuntime } from '../steps/the-stage.ts';
import { type Upload, upload } from '../steps/upload.ts';
import { call, daysBefore, everythingIsDone, today } from '../steps/when.ts';

const test = needsLocalRuntime('it has functions lose races, and takes away what one of them has stored.');

afterEach(async () => (await theStack()).gate.faults.clear());

const givenPortfolio = async () => {
  const { partnerId, token } = await givenPartner();
  return { token, customerId: await givenCustomer([partnerId]) };
};

type Given = Awaited<ReturnType<typeof givenPortfolio>>;

/** What each of the functions does that store users, or ask for them. */
const WORK: Readonly<Record<string, (given: Given) => Promise<unknown>>> = {
  'ingest-activity': async ({ token, customerId }) => {
    const occurredAt = `${daysBefore(1, await today())}T08:00:00Z`;
    const events = [{ customerId, userId: 'ada@contoso.com', workload: 'teams', occurredAt }];
    expect((await call('POST /v1/activity', { token, body: { events } })).body).toMatchObject({ accepted: 1 });
  },
  'import-file': async ({ token, customerId }) => {
    const kind = 'graph.teamsUserActivityUserDetail';
    const body = { kind, customerId, allowOtherTenant: true };
    const created = await call<{ id: string; upload: Upload }>('POST /v1/imports', { token, body });
    expect(await upload(created.body.upload, activityFile('teams', [activeUser('bob', '2026-03-01')]))).toBe(204);
    await everythingIsDone();
    const { body: taken } = await call(`GET /v1/imports/${created.body.id}`, { token });
    expect(taken).toMatchObject({ status: 'complete', counts: { activeDays: 1 } });
  },
  'manage-licensing': async ({ token, customerId }) => {
    const changes = [{ userId: 'cid@contoso.com', sku: 'ENTERPRISEPACK', change: 'assigned', on: '2026-01-01' }];
    const { body } = await call(`POST /v1/customers/${customerId}/assignments`, { token, body: { changes } });
    expect(body).toMatchObject({ accepted: 1 });
  },
  'request-erasure': async ({ token, customerId }) => {
    const { status } = await call(`DELETE /v1/customers/${customerId}/users/dot@contoso.com`, { token });
    expect(status).toBe(202);
    await everythingIsDone();
  },
};

for (const name of ['ingest-activity', 'import-file'])
  test(`${name} reads a calendar anew that others changed twice before it, and stores what it has`, async () => {
    const { gate, resources } = await theStack();
    const given = await givenPortfolio();
    const lost = gate.faults.inject({
      caller: `assumed-role/${name}`,
      operation: 'PutItem',
      table: resources.tables.ActivityTable ?? '',
      times: 2,
      kind: { status: 400, code: 'ConditionalCheckFailedException' },
    });
    await WORK[name]?.(given);
    expect(lost()).toBe(2);
  });

for (const [name, work] of Object.entries(WORK))
  test(`${name} notes how the stage names its users, where it is the first that asks`, async () => {
    const stack = await theStack();
    const client = new DynamoDBClient(stack.clientSettings());
    const item = {
      TableName: stack.resources.tables.LicensingTable ?? '',
      Key: { owner: { S: 'user-names' }, record: { S: 'current' } },
    };
    const given = await givenPortfolio();
    await client.send(new DeleteItemCommand(item));
    stack.reconfigure(name, {}); // an instance that asked before knows it
    await work(given);
    const { Item } = await client.send(new GetItemCommand({ ...item, ConsistentRead: true }));
    expect(Item).toMatchObject({ mode: { S: 'own' } });
    client.destroy();
  });
