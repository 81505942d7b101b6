import { expect } from 'vitest';
import { givenAccess, givenAssignments, givenCustomer, givenPartner, givenSeats } from '../../steps/given.ts';
import { theStack } from '../../steps/stack.ts';
import { needsLocalRuntime } from '../../steps/the-stage.ts';
import { call, everythingIsDone } from '../../steps/when.ts';

const test = needsLocalRuntime('it moves the clock to two mornings.');

const E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const DAY = 86_400_000;

const isoDay = (instant: number) => new Date(instant).toISOString().slice(0, 10);

test('every morning at two a snapshot of each customer and every portfolio appear by themselves', async () => {
  const stack = await theStack();
  const { partnerId, token } = await givenPartner();
  const customerId = await givenCustomer([partnerId]);
  await givenSeats(token, customerId, { ENTERPRISEPACK: 4 });
  const today = Math.floor(stack.clock.now().getTime() / DAY) * DAY;
  await givenAssignments(token, customerId, E3, ['ada'], isoDay(today - 20 * DAY));
  const events = [{ customerId, userId: 'ada', workload: 'teams', occurredAt: new Date(today + 1000).toISOString() }];
  await call('POST /v1/activity', { token, body: { events } });

  for (const days of [1, 2]) {
    stack.clock.set(new Date(today + days * DAY + 2 * 3_600_000 - 60_000));
    await everythingIsDone();
    stack.clock.set(new Date(today + days * DAY + 2 * 3_600_000 + 60_000));
    await everythingIsDone();
  }

  const { token: fresh } = await givenAccess({ partnerId, scopes: ['insights:read'] });
  const history = await call<{ days: { asOf: string; usage: { usagePercent: number } }[] }>(
    `GET /v1/customers/${customerId}/insights/history?from=${isoDay(today - DAY)}`,
    { token: fresh },
  );
  expect(history.body.days.map(({ asOf, usage }) => [asOf, usage.usagePercent])).toEqual([
    [isoDay(today), 25],
    [isoDay(today + DAY), 25],
  ]);
  const portfolio = await call('GET /v1/portfolio', { token: fresh });
  expect(portfolio.body).toMatchObject({
    asOf: isoDay(today + DAY),
    pending: 0,
    totals: { customers: 1, usagePercent: 25 },
  });
});
