import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { givenAssignments, givenCustomer, givenPartner, givenSeats } from '../steps/given.ts';
import { theStack } from '../steps/stack.ts';
import { needsLocalRuntime } from '../steps/the-stage.ts';
import { call, recalculate } from '../steps/when.ts';

const ttlTest = needsLocalRuntime('it says when expired items are deleted, which nobody can tell DynamoDB.');

const E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const WORKLOADS = ['exchange', 'teams', 'yammer', 'sharepoint', 'onedrive'];
const USERS = ['ada', 'bob', 'cid', 'dot', 'eve', 'fay'];
const SEATS = 5;

interface Event {
  userId: string;
  workload: string;
  occurredAt: number;
}

/** Counts from the raw events, as naively as possible: who has any event of the workload on one of the days. */
const recount = (events: readonly Event[], holders: readonly string[], asOf: number) => {
  const days = (count: number) => Array.from({ length: count }, (_, ago) => asOf - ago);
  const activeIn = (workloads: readonly string[], within: readonly number[]) =>
    USERS.filter((user) =>
      events.some(
        ({ userId, workload, occurredAt }) =>
          userId === user && workloads.includes(workload) && within.includes(Math.floor(occurredAt / DAY)),
      ),
    );
  const figure = (workloads: readonly string[]) => [28, 7, 1].map((count) => activeIn(workloads, days(count)).length);
  return {
    exchange: figure(['exchange']),
    teams: figure(['teams']),
    yammer: figure(['yammer']),
    sharepoint: figure(['sharepoint', 'onedrive']),
    people: figure(WORKLOADS),
    activeEntitlements: activeIn(WORKLOADS, days(28)).filter((user) => holders.includes(user)).length,
  };
};

const shownBy = (body: Record<string, unknown>) => {
  const { usage } = body as {
    usage: { activeEntitlements: number; workloads: Record<string, unknown>[]; families: Record<string, unknown>[] };
  };
  const figures = (row: Record<string, unknown> | undefined, name: string) => [
    row?.[name],
    row?.[`${name}7`],
    row?.[`${name}1`],
  ];
  const workload = (id: string) =>
    figures(
      usage.workloads.find((row) => row.workload === id),
      'active',
    );
  return {
    exchange: workload('exchange'),
    teams: workload('teams'),
    yammer: workload('yammer'),
    sharepoint: workload('sharepoint'),
    people: figures(usage.families[0], 'activePeople'),
    activeEntitlements: usage.activeEntitlements,
  };
};

for (const ttl of ['at-once', 'late', 'never'] as const)
  ttlTest(
    `insights equal a plain recount of the raw events, in any order, repeated, split and at once, with TTL deletion ${ttl}`,
    async () => {
      const stack = await theStack();
      stack.ttl = ttl;
      onTestFinished(() => {
        stack.ttl = 'late';
      });
      const { partnerId, token } = await givenPartner();
      const today = Math.floor(stack.clock.now().getTime() / DAY) * DAY;
      const anEvent = fc.record({
        userId: fc.constantFrom(...USERS),
        workload: fc.constantFrom(...WORKLOADS),
        occurredAt: fc.integer({ min: today - 31 * DAY, max: today + 8 * HOUR }),
      });
      const deliveries = fc
        .array(anEvent, { minLength: 1, maxLength: 60 })
        .chain((events) =>
          fc.tuple(fc.constant(events), fc.shuffledSubarray([...events, ...events]), fc.integer({ min: 1, max: 9 })),
        );
      await fc.assert(
        fc.asyncProperty(deliveries, fc.subarray(USERS), async ([events, repeated, batches], holders) => {
          const customerId = await givenCustomer([partnerId]);
          await givenSeats(token, customerId, { ENTERPRISEPACK: SEATS });
          const since = new Date(today - 60 * DAY).toISOString().slice(0, 10);
          if (holders.length > 0) await givenAssignments(token, customerId, E3, holders, since);
          const all = [...events, ...repeated];
          const posts = Array.from({ length: batches }, (_, batch) =>
            all.filter((_event, index) => index % batches === batch),
          );
          await Promise.all(
            posts.map((batch) => {
              const body = {
                events: batch.map((one) => ({
                  ...one,
                  customerId,
                  occurredAt: new Date(one.occurredAt).toISOString(),
                })),
                coverage: [{ customerId, workloads: WORKLOADS, through: new Date(today).toISOString().slice(0, 10) }],
              };
              return call('POST /v1/activity', { token, body });
            }),
          );
          await recalculate(token, customerId);
          const { body } = await call(`GET /v1/customers/${customerId}/insights`, { token });
          const expected = recount(events, holders, today / DAY - 1);
          const known = holders.length > 0 ? expected.activeEntitlements : null;
          expect(shownBy(body)).toEqual({ ...expected, activeEntitlements: known });
        }),
        { numRuns: 8 },
      );
    },
  );

test('events taken while a recalculation is reading are in the next one, and none is lost', async () => {
  const { partnerId, token } = await givenPartner();
  const customerId = await givenCustomer([partnerId]);
  const asOf = await recalculate(token);
  const users = Array.from({ length: 60 }, (_, index) => `user-${String(index).padStart(2, '0')}`);
  const post = (userId: string) =>
    call('POST /v1/activity', {
      token,
      body: { events: [{ customerId, userId, workload: 'teams', occurredAt: `${asOf}T12:00:00Z` }] },
    });
  const posts = users.map(post);
  const runs = [1, 2, 3].map(() => call('POST /v1/recalculations', { token, body: { customerId } }));
  for (const answer of await Promise.all(posts)) expect(answer.body).toMatchObject({ accepted: 1 });
  await Promise.all(runs);
  await recalculate(token, customerId);
  const { body } = await call(`GET /v1/customers/${customerId}/insights`, { token });
  expect(body).toMatchObject({ usage: { workloads: [{ workload: 'teams', active: 60, active1: 60 }] } });
});

ttlTest('who holds nothing any more and was stored without an end is given one by the next recalculation', async () => {
  const stack = await theStack();
  const { partnerId, token } = await givenPartner();
  const customerId = await givenCustomer([partnerId]);
  await givenAssignments(token, customerId, E3, ['ada'], '2026-01-01');
  const changes = [{ userId: 'ada', sku: E3, change: 'unassigned', on: '2026-02-01' }];
  await call(`POST /v1/customers/${customerId}/assignments`, { token, body: { changes } });
  const client = new DynamoDBClient(stack.clientSettings());
  const item = {
    TableName: stack.resources.tables.LicensingTable ?? '',
    Key: { owner: { S: `customer#${customerId}` }, record: { S: 'assignment#ada' } },
  };
  // As it was stored before there was one.
  const { Attributes: former } = await client.send(
    new UpdateItemCommand({ ...item, UpdateExpression: 'REMOVE expiresAt', ReturnValues: 'ALL_OLD' }),
  );
  expect(former?.expiresAt).toEqual({ N: expect.any(String) });
  await recalculate(token, customerId);
  const { Item: dated } = await client.send(new GetItemCommand({ ...item, ConsistentRead: true }));
  expect(dated?.expiresAt).toEqual(former?.expiresAt);
  client.destroy();
});
