import { expect, test } from 'vitest';
import type { CustomerFigures } from '../../../lib/insights/view/insights.ts';
import { allCustomers, figuresOf, TODAY, theCustomer } from './simulated.ts';

/** How many of the values lie below each limit and not below the one before; the last counts the rest. */
const bands = (values: readonly (number | null)[], limits: readonly number[]): number[] =>
  [...limits, Number.POSITIVE_INFINITY].map(
    (limit, at) => values.filter((value) => value !== null && value < limit && value >= (limits[at - 1] ?? 0)).length,
  );

const workload = (figures: CustomerFigures, id: string) => figures.usage.workloads.find((row) => row.workload === id);

test('deployment goes from a third to over 100 %', () => {
  const percentages = allCustomers().map((one) => figuresOf(one).deployment.deploymentPercent);
  expect(bands(percentages, [50, 70, 85, 95, 100.1])).toEqual([3, 4, 7, 14, 10, 2]);
  expect(Math.min(...percentages.map((percentage) => percentage ?? 0))).toBe(35.4);
});

test.each([
  ['a Tuesday', TODAY],
  ['a Sunday', TODAY + 5],
])('usage goes from below 10 % to over 100 %, two unknown, on %s', (_, today) => {
  const percentages = allCustomers(today).map((one) => figuresOf(one).usage.usagePercent);
  expect(percentages.filter((percentage) => percentage === null)).toHaveLength(2);
  for (const count of bands(percentages, [20, 40, 60, 80, 100.1])) expect(count).toBeGreaterThanOrEqual(3);
});

test('usage rises, falls, and stays', () => {
  const changeOf = (customerId: string) => {
    const customer = theCustomer(customerId);
    return (figuresOf(customer).usage.usagePercent ?? 0) - (figuresOf(customer, 90).usage.usagePercent ?? 0);
  };
  expect(changeOf('adventure-works')).toBeGreaterThan(40);
  expect(changeOf('city-power-and-light')).toBeLessThan(-25);
  expect(changeOf('trey-research')).toBeLessThan(-25);
  expect(Math.abs(changeOf('woodgrove-bank'))).toBeLessThan(3);
});

test('usage follows its trend without jumps from one day to the next', () => {
  for (const id of ['adatum', 'woodgrove-bank', 'humongous-insurance', 'blue-yonder-airlines']) {
    const customer = theCustomer(id);
    const course = [40, 39, 38, 37, 36, 35, 34].map((ago) => figuresOf(customer, ago).usage.usagePercent ?? 0);
    for (const [at, percentage] of course.slice(1).entries())
      expect(Math.abs(percentage - (course[at] ?? 0))).toBeLessThan(3);
  }
});

test('more people are active than there are seats, for different reasons', () => {
  const turnover = figuresOf(theCustomer('alpine-ski-house'));
  expect(turnover.deployment.deploymentPercent).toBe(100);
  expect(workload(turnover, 'exchange')?.usagePercent).toBeGreaterThan(105);

  const unlicensed = figuresOf(theCustomer('fourth-coffee'));
  expect(workload(unlicensed, 'yammer')?.usagePercent).toBeGreaterThan(110);
  expect(workload(unlicensed, 'exchange')?.usagePercent).toBeLessThan(100);

  const overAssigned = figuresOf(theCustomer('coho-winery'));
  expect(overAssigned.deployment).toMatchObject({ sold: 22, assigned: 29, assignedBeyondSold: 7 });
  expect(overAssigned.usage.usagePercent).toBeGreaterThan(105);

  const lapsed = figuresOf(theCustomer('graphic-design-institute'));
  expect(lapsed.deployment.products[0]).toMatchObject({ sold: 35, grace: 20, assigned: 53 });
  expect(lapsed.usage.usagePercent).toBeGreaterThan(120);
});

test('a source that fell silent is stale and tells nothing of the last days', () => {
  const figures = figuresOf(theCustomer('margies-travel'));
  expect(figures.sources.filter(({ source }) => source === 'activity').every(({ stale }) => stale)).toBe(true);
  expect(workload(figures, 'teams')).toMatchObject({ active7: null, active1: null });
  expect(workload(figures, 'teams')?.active).toBeGreaterThan(10);
});

test('without a source of activity, usage is unknown and deployment is known', () => {
  const figures = figuresOf(theCustomer('nod-publishers'));
  expect(figures.usage).toMatchObject({ usagePercent: null, activeEntitlements: null });
  expect(figures.deployment).toMatchObject({ sold: 48, assigned: 40, deploymentPercent: 83.3 });
});

test('seats that are only counted have a deployment and no active holders', () => {
  const figures = figuresOf(theCustomer('munsons-pickles'));
  expect(figures.deployment).toMatchObject({ sold: 45, assigned: 37 });
  expect(figures.deployment.products.map(({ seatSource }) => seatSource)).toEqual(
    Array(2).fill('graph.subscribedSkus'),
  );
  expect(figures.deployment.products.map(({ activeEntitlements }) => activeEntitlements)).toEqual([null, null]);
  expect(workload(figures, 'exchange')?.active).toBeGreaterThan(20);
});

test('trial seats stand beside the sold ones, free products nowhere', () => {
  const trial = figuresOf(theCustomer('wingtip-toys'));
  expect(trial.deployment).toMatchObject({ sold: 26, assigned: 24 });
  expect(trial.deployment.products.map(({ trial: seats }) => seats)).toEqual(expect.arrayContaining([0, 25]));
  const free = figuresOf(theCustomer('fincher-architects'));
  expect(free.deployment.sold).toBe(29);
  expect(workload(free, 'powerbi')?.activeOnFree).toBeGreaterThan(0);
});
