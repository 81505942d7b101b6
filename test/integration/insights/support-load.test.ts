import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { operator, partnerUser } from '../../fixtures/api-event.ts';
import { type InsightsFunctions, startInsightsFunctions } from './insights-functions.ts';

const E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const CUSTOMERS = ['calm-1', 'calm-2', 'calm-3', 'busy'];
const PORTFOLIOS = ['northwind', 'alpine', '~operator'];
const northwind = partnerUser('northwind');

let functions: InsightsFunctions;

const succeed = async (route: string, id: string, body: unknown, caller = northwind): Promise<void> => {
  const answer = await functions.call(route, { path: { id }, body, caller });
  if (answer.status !== 200) throw new Error(`${route} answered ${JSON.stringify(answer)}`);
};

/** Four customers of 20 people; one of them asks how things work six times as often as the others. */
beforeAll(async () => {
  functions = await startInsightsFunctions('2026-03-02T09:00:00Z');
  for (const partner of ['northwind', 'alpine'])
    await succeed('PUT /v1/partners/{id}', partner, { name: partner }, operator);
  for (const customerId of CUSTOMERS) {
    const partners = ['northwind', 'alpine'].map((id) => ({ id, since: '2025-01-01' }));
    await succeed('PUT /v1/customers/{id}', customerId, { name: customerId, partners }, operator);
    const subscription = { id: 's', sku: E3, quantity: 20, state: 'active', isTrial: false };
    await succeed('PUT /v1/customers/{id}/subscriptions', customerId, { subscriptions: [subscription] });
    const users = Array.from({ length: 20 }, (_, n) => `user-${n}`);
    const changes = users.map((userId) => ({ userId, sku: E3, change: 'assigned', on: '2026-01-15' }));
    await succeed('POST /v1/customers/{id}/assignments', customerId, { changes });
    const count = customerId === 'busy' ? 6 : 1;
    const cases = [
      { day: '2026-02-27', category: 'how-to', count },
      { day: '2026-02-27', category: 'billing', count: 50 },
      { day: '2026-02-01', category: 'how-to', count: 77 },
    ];
    await succeed('PUT /v1/customers/{id}/support-cases', customerId, { cases });
  }
  for (const day of ['2026-03-01', '2026-03-02']) {
    vi.setSystemTime(new Date(Date.parse(day) + 26 * 3_600_000));
    await functions.run(day, CUSTOMERS, PORTFOLIOS);
  }
});
afterAll(() => functions.stop());

interface Insights {
  readonly supportCases: unknown;
  readonly recommendations: readonly { readonly id: string; readonly evidence: unknown }[];
}

const loadsOf = async (customerId: string, asOf: string, caller = northwind) => {
  const path = { id: customerId };
  const answer = await functions.call('GET /v1/customers/{id}/insights', { path, query: { asOf }, caller });
  const { recommendations } = answer.body as Insights; // held against the API's description
  return recommendations.filter(({ id }) => id === 'support-load').map(({ evidence }) => evidence);
};
const EVIDENCE = { howToCases: 6, assignedPeople: 20, casesPer100People: 30, usualPer100People: 5 };

test('a customer that asks more than was usual in the run before is advised on, from the second run on', async () => {
  expect(await loadsOf('busy', '2026-03-01')).toEqual([]);
  expect(await loadsOf('busy', '2026-03-02')).toEqual([EVIDENCE]);
  expect(await loadsOf('calm-1', '2026-03-02')).toEqual([]);
});

test('cases count by category and by the days of the window', async () => {
  const path = { id: 'busy' };
  const { body } = await functions.call('GET /v1/customers/{id}/insights', { path, caller: northwind });
  expect(body).toMatchObject({ supportCases: { 'how-to': 6, incident: 0, billing: 50, other: 0 } });
});

test('the history shows each day by what was usual before it', async () => {
  const path = { id: 'busy' };
  const { body } = await functions.call('GET /v1/customers/{id}/insights/history', { path, caller: northwind });
  const { days } = body as { days: Insights[] }; // held against the API's description
  expect(days.map(({ recommendations }) => recommendations.some(({ id }) => id === 'support-load'))).toEqual([
    false,
    true,
  ]);
});

test('the portfolio lists the customer by the recommendation, and the operator sees it too', async () => {
  for (const caller of [northwind, operator]) {
    const query = { recommendation: 'support-load' };
    const { body } = await functions.call('GET /v1/portfolio', { query, caller });
    expect(body).toMatchObject({ asOf: '2026-03-02', totals: { customers: 1 }, customers: [{ customerId: 'busy' }] });
  }
  expect(await loadsOf('busy', '2026-03-02', operator)).toEqual([EVIDENCE]);
});

test('a partner that posted no cases of the same customers is told of none', async () => {
  const alpine = partnerUser('alpine');
  expect(await loadsOf('busy', '2026-03-02', alpine)).toEqual([]);
  const { body } = await functions.call('GET /v1/customers/{id}/insights', { path: { id: 'busy' }, caller: alpine });
  expect(body).toMatchObject({ supportCases: null });
});
