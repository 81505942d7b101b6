import { expect, test } from 'vitest';
import { historyOf } from '../../../infra/local/sample/history.ts';
import { PORTFOLIOS, portfolioDaysOf } from '../../../infra/local/sample/portfolio-days.ts';
import { formatDay } from '../../../lib/time/day.ts';
import { FIRST_PARTNER, TODAY, theCustomer } from './simulated.ts';

const historiesOf = (customerIds: readonly string[], days: number) =>
  customerIds.map((customerId) => {
    const customer = theCustomer(customerId);
    return { profile: customer.profile, snapshots: [...historyOf(customer, TODAY - 1 - days, TODAY - 2)] };
  });

test('there is a portfolio of each partner, and the one of the operator', () => {
  expect(PORTFOLIOS).toEqual(['northwind', 'fabrikam', 'proseware', '~operator']);
});

test('each portfolio sums up its own customers on every day of their histories', () => {
  const histories = historiesOf(['first-up-consultants', 'tailspin-toys', 'terra-firm'], 7);
  const customersOf = (portfolio: string) =>
    portfolioDaysOf(histories, portfolio).map(({ totals }) => [totals.customers, totals.sold]);
  expect(customersOf('northwind')).toEqual(Array(7).fill([1, 90]));
  // First Up Consultants became a customer 6 days ago.
  expect(customersOf('fabrikam')).toEqual([...Array(2).fill([1, 90]), ...Array(5).fill([2, 110])]);
  expect(customersOf('proseware')).toEqual(Array(7).fill([1, 12]));
  expect(customersOf('~operator')).toEqual([...Array(2).fill([2, 102]), ...Array(5).fill([3, 122])]);
});

test('a day was kept after the night in which it was computed', () => {
  const [day] = portfolioDaysOf(historiesOf(['terra-firm'], 1), 'proseware');
  expect(day).toMatchObject({
    asOf: formatDay(TODAY - 2),
    startedAt: `${formatDay(TODAY - 1)}T02:00:00.000Z`,
    totals: { customers: 1, sold: 12, assigned: 12, deploymentPercent: 100 },
  });
});

test('what support load is usual is known from four customers on whose cases are counted', () => {
  const three = ['adventure-works', 'contoso', 'adatum'];
  const usualOf = (customerIds: readonly string[], portfolio: string) =>
    portfolioDaysOf(historiesOf(customerIds, 1), portfolio)[0]?.usualSupportLoad;
  expect(usualOf(three, FIRST_PARTNER)).toBeUndefined();
  expect(usualOf([...three, 'coho-winery'], FIRST_PARTNER)).toBeUndefined();
  const four = [...three, 'tailspin-toys'];
  const usual = usualOf(four, FIRST_PARTNER);
  expect(usual?.assignedPeople).not.toBe(108); // that of Adventure Works, the heaviest
  expect(usualOf(four, 'fabrikam')).toBeUndefined();
  expect(usualOf(four, '~operator')).toEqual(usual);
});
