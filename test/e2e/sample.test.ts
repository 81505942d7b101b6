import { afterAll, beforeAll, expect, inject } from 'vitest';
import { createClock } from '../../infra/local/clock.ts';
import { type Runtime, startRuntime } from '../../infra/local/runtime.ts';
import { loadSample } from '../../infra/local/sample/load.ts';
import { PARTNERS, subjectOf } from '../../infra/local/sample/partners.ts';
import { CUSTOMERS } from '../../infra/local/sample/profiles.ts';
import { RECOMMENDATION_IDS } from '../../lib/insights/recommendation-ids.ts';
import { needsLocalRuntime } from '../steps/the-stage.ts';

const test = needsLocalRuntime('it starts a stack of its own, with the sample that npm start loads.');

/** Loading half of the sample takes a third of a minute on an idle machine. */
const LOADING_MILLISECONDS = 300_000;

const FIRST_PARTNER = PARTNERS[0]?.partnerId ?? '';

let stack: Runtime; // one of its own: a stack with the sample is no place for tests that count what there is
let token: string;
let example: Awaited<ReturnType<typeof loadSample>>;

beforeAll(async () => {
  stack = await startRuntime({
    assembly: inject('synth').dev,
    clock: createClock(new Date('2028-02-29T09:00:00Z')),
  });
  const profiles = CUSTOMERS.filter(({ partners }) => partners.includes(FIRST_PARTNER));
  example = await loadSample(stack, { profiles });
  token = await stack.issueToken({ subject: subjectOf(FIRST_PARTNER) });
}, LOADING_MILLISECONDS);

afterAll(() => stack.stop());

interface Portfolio {
  asOf: string;
  pending: number;
  totals: { customers: number; staleCustomers: number };
  earlier: { asOf: string; totals: { customers: number } } | null;
  customers: { customerId: string; stale: boolean; recommendations: { id: string; about?: string }[] }[];
}

const get = async (path: string): Promise<unknown> => {
  const answer = await fetch(new URL(path, stack.api), { headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(200);
  return answer.json();
};

test('the portfolio that npm start loads lists every recommendation and a stale source, beside 28 days before', async () => {
  const portfolio = (await get('/v1/portfolio?limit=100')) as Portfolio; // described by the API's own document
  expect(portfolio).toMatchObject({
    asOf: '2028-02-28',
    pending: 0,
    totals: { customers: 20, staleCustomers: 1 },
    earlier: { asOf: '2028-01-31', totals: { customers: 20 } },
  });
  const listed = portfolio.customers.flatMap(({ recommendations }) => recommendations.map(({ id }) => id));
  expect([...new Set(listed)].sort()).toEqual([...RECOMMENDATION_IDS].sort());
  expect(portfolio.customers.filter(({ stale }) => stale).map(({ customerId }) => customerId)).toEqual([
    'margies-travel',
  ]);
});

test('the customer whom npm start names has recommendations in words, with figures of the days before', async () => {
  const insights = (await get(`/v1/customers/${example.customerId}/insights`)) as {
    recommendations: { id: string; problem: string }[];
  }; // described by the API's own document
  const falling = insights.recommendations.find(({ id }) => id === 'falling-usage');
  expect(falling?.problem).toMatch(/fell from \d/);
});
