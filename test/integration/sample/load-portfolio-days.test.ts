import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadHistories } from '../../../infra/local/sample/load-history.ts';
import { CUSTOMERS } from '../../../infra/local/sample/profiles.ts';
import { simulate } from '../../../infra/local/sample/simulation.ts';
import { readPortfolioDay, readUsualLoads } from '../../../lib/portfolio/portfolio-day-table.ts';
import { formatDay, parseDay } from '../../../lib/time/day.ts';
import { startTables, type TestTables } from '../../fixtures/tables.ts';

const AS_OF = parseDay('2026-03-09');
const FOUR_COUNTED_BY_NORTHWIND = ['adventure-works', 'coho-vineyard', 'tailspin-toys', 'relecloud'];

let tables: TestTables;
beforeAll(async () => {
  tables = await startTables();
  const customers = CUSTOMERS.filter(({ customerId }) => FOUR_COUNTED_BY_NORTHWIND.includes(customerId));
  await loadHistories(
    tables.insights,
    customers.map((profile) => simulate(profile, AS_OF + 1)),
    { from: AS_OF - 28, to: AS_OF - 1 },
  );
});
afterAll(() => tables.stop());

test('each portfolio of the newest day finds what it was 28 days before', async () => {
  const customersOf = async (portfolio: string) =>
    (await readPortfolioDay(tables.insights, portfolio, formatDay(AS_OF - 28)))?.totals.customers;
  expect(await Promise.all(['northwind', 'fabrikam', 'proseware', '~operator'].map(customersOf))).toEqual([
    4,
    2,
    undefined,
    4,
  ]);
});

test('each portfolio of the newest day finds what support load is usual, where enough cases are counted', async () => {
  const day = formatDay(AS_OF);
  const usualOf = async (portfolio: string) =>
    (await readUsualLoads(tables.insights, portfolio, { from: day, to: day }, () => true))(day);
  expect(await usualOf('northwind')).toMatchObject({ howToCases: expect.any(Number) });
  expect(await usualOf('~operator')).toEqual(await usualOf('northwind'));
  expect(await usualOf('fabrikam')).toBeUndefined();
});
