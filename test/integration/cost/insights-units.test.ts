import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { itemSize } from '../../../infra/local/gate/dynamodb/item-size.ts';
import { publicationUnits, recalculationUnits } from '../../../infra/operate/cost/monthly-bill.ts';
import { READING, RECALCULATION } from '../../../infra/operate/cost/unit-counts.ts';
import { storeActivity } from '../../../lib/activity/activity-table.ts';
import { parseDay } from '../../../lib/time/day.ts';
import { OWN_NAMES } from '../../../lib/values/user-names.ts';
import { type InsightsFunctions, startInsightsFunctions } from '../insights/insights-functions.ts';
import { unitsConsumed } from './units-consumed.ts';

const E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const SUBSCRIPTION = { id: 's-1', sku: E3, quantity: 10, state: 'active', isTrial: false, startsOn: '2026-01-01' };
const USERS = { empty: 0, small: 100, large: 300 };
const CUSTOMERS = Object.keys(USERS);
const DAY = '2026-03-09';

let functions: InsightsFunctions;
const consumedBy = (work: () => Promise<unknown>) => unitsConsumed(functions.tables, work);
const succeed = async (route: string, id: string, body: unknown): Promise<void> => {
  const { status } = await functions.call(route, { path: { id }, body });
  if (status !== 200) throw new Error(`${route} of ${id} was answered ${status}`);
};

/** Ids that are all equally long: an average of real ones is about that. */
const userOf = (at: number): string => `user.number.${1000 + at}@contoso.example`;

beforeAll(async () => {
  functions = await startInsightsFunctions('2026-03-10T02:00:00Z', { metered: true });
  await succeed('PUT /v1/partners/{id}', 'acme', { name: 'Acme' });
  for (const [id, users] of Object.entries(USERS)) {
    await succeed('PUT /v1/customers/{id}', id, { name: id, partners: ['acme'] });
    await succeed('PUT /v1/customers/{id}/subscriptions', id, { subscriptions: [SUBSCRIPTION] });
    const ids = Array.from({ length: users }, (_, at) => userOf(at));
    const changes = ids.map((userId) => ({ userId, sku: E3, change: 'assigned', on: '2026-01-15' }));
    if (users > 0) await succeed('POST /v1/customers/{id}/assignments', id, { changes });
    const days = [
      { workload: 'teams', day: parseDay('2026-03-08') },
      { workload: 'exchange', day: parseDay('2026-03-07') },
    ];
    const calendars = ids.map((userId) => ({ customerId: id, userId: OWN_NAMES.of(userId), days }));
    await storeActivity(functions.tables.activity, calendars);
  }
  // What a function reads once when it starts is read by now.
  await functions.run('2026-03-08', CUSTOMERS, []);
  await functions.call('GET /v1/customers/{id}/insights', { path: { id: 'small' } });
}, 60_000);
afterAll(() => functions.stop());

test('a stored user is as large as a bill counts', async () => {
  const sizesIn = async (
    TableName: string,
    key: readonly [string, string],
    [name, start]: readonly [string, string],
  ) => {
    const { Items = [] } = await functions.tables.activity.client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: '#partition = :partition AND begins_with(#name, :start)',
        ExpressionAttributeNames: { '#partition': key[0], '#name': name },
        ExpressionAttributeValues: { ':partition': key[1], ':start': start },
      }),
    );
    return [...new Set(Items.map((item) => itemSize(marshall(item))))];
  };
  expect(await sizesIn('Activity', ['customerId', 'large'], ['userId', 'user'])).toEqual([RECALCULATION.activityBytes]);
  expect(await sizesIn('Licensing', ['owner', 'customer#large'], ['record', 'assignment#'])).toEqual([
    RECALCULATION.assignmentBytes,
  ]);
});

test.each(Object.entries(USERS))('a recalculation of the %s customer, of %s users', async (customerId, users) => {
  expect(await consumedBy(() => functions.run(DAY, [customerId], []))).toEqual(recalculationUnits(users));
});

test('publications of the operator and of a partner, of three customers each', async () => {
  expect(await consumedBy(() => functions.publish(DAY, '~operator'))).toEqual(
    publicationUnits('operatorPortfolio', CUSTOMERS.length),
  );
  expect(await consumedBy(() => functions.publish(DAY, 'acme'))).toEqual(
    publicationUnits('partnerPortfolio', CUSTOMERS.length),
  );
});

test('a look at a customer, and one at a portfolio', async () => {
  const insights = () => functions.call('GET /v1/customers/{id}/insights', { path: { id: 'large' } });
  expect((await insights()).status).toBe(200);
  expect(await consumedBy(insights)).toEqual(READING.insights);
  const portfolio = () => functions.call('GET /v1/portfolio');
  expect((await portfolio()).status).toBe(200);
  expect(await consumedBy(portfolio)).toEqual(READING.portfolio);
  vi.setSystemTime(new Date('2026-03-10T02:30:00Z')); // no new generation: nothing more is read
  expect(await consumedBy(portfolio)).toEqual(READING.portfolio);
});
