import { afterEach, expect } from 'vitest';
import { givenAccess, givenCustomer, givenPartner, givenSeats } from '../../steps/given.ts';
import { theStack } from '../../steps/stack.ts';
import { needsLocalRuntime } from '../../steps/the-stage.ts';
import { call, everythingIsDone, recalculate } from '../../steps/when.ts';

const test = needsLocalRuntime('it moves the clock, and makes calls of functions fail.');

afterEach(async () => (await theStack()).gate.faults.clear());

const MINUTE = 60_000;
const DAY = 86_400_000;

const moveClock = async (milliseconds: number): Promise<void> => {
  const { clock } = await theStack();
  clock.set(new Date(clock.now().getTime() + milliseconds));
};

test('figures that come after their portfolio was published are published too', async () => {
  const stack = await theStack();
  const { partnerId, token } = await givenPartner();
  const names = ['Late', 'Later'];
  for (const name of names) {
    const customerId = await givenCustomer([partnerId], name);
    await givenSeats(token, customerId, { ENTERPRISEPACK: 4 });
  }
  await everythingIsDone();
  // Both fail until their two portfolios, the partner's and the operator's, were published without them.
  const failed = stack.gate.faults.inject({
    caller: 'assumed-role/recalculate-customer',
    operation: 'PutItem',
    times: Number.POSITIVE_INFINITY,
    kind: { status: 400, code: 'InjectedFault' },
  });
  const publications: boolean[] = [];
  stack.gate.faults.before({ caller: 'assumed-role/publish-portfolio', operation: 'PutItem', skip: 3 }, async () => {
    publications.push(true);
    stack.gate.faults.clear();
    await moveClock(20 * MINUTE);
  });
  const { body: run } = await call('POST /v1/recalculations', { token, body: {} });
  await everythingIsDone();
  expect(publications).toEqual([true]);
  expect(failed()).toBeGreaterThan(10);
  const { body } = await call('GET /v1/portfolio?sort=name', { token });
  expect(body).toMatchObject({ asOf: run.asOf, pending: 0, customers: names.map((name) => ({ name })) });
});

test('a run of one customer does not take the portfolio to a day of which the others have no figures', async () => {
  const { partnerId, token } = await givenPartner();
  const ids = [];
  for (const name of ['One', 'Other']) {
    const customerId = await givenCustomer([partnerId], name);
    await givenSeats(token, customerId, { ENTERPRISEPACK: 4 });
    ids.push(customerId);
  }
  const shown = await recalculate(token);
  const { clock } = await theStack();
  // After midnight, and before the run of the night.
  const midnight = (Math.floor(clock.now().getTime() / DAY) + 1) * DAY;
  clock.set(new Date(midnight + 30 * MINUTE));
  await everythingIsDone();
  const { token: fresh } = await givenAccess({ partnerId, scopes: ['insights:read', 'licensing:write'] });
  const next = await recalculate(fresh, ids[0]);
  expect(next > shown).toBe(true);
  const { body: insights } = await call(`GET /v1/customers/${ids[0]}/insights`, { token: fresh });
  expect(insights.asOf).toBe(next);
  const before = await call('GET /v1/portfolio?sort=name', { token: fresh });
  expect(before.body).toMatchObject({ asOf: shown, pending: 0, customers: [{ name: 'One' }, { name: 'Other' }] });
  await recalculate(fresh);
  const after = await call('GET /v1/portfolio?sort=name', { token: fresh });
  expect(after.body).toMatchObject({ asOf: next, pending: 0, customers: [{ name: 'One' }, { name: 'Other' }] });
  // For those who come after, the night is over.
  clock.set(new Date(midnight + 9 * 60 * MINUTE));
  await everythingIsDone();
});
