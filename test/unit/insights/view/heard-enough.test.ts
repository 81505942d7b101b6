import { expect, test } from 'vitest';
import type { Coverage } from '../../../../lib/licensing/coverage.ts';
import { daysBefore, figuresFor, fullCoverage, listsOf, seats, snapshotFor, user } from '../../../fixtures/adoption.ts';

/** Twenty people hold E3, one of them is active in each of its workloads. */
const found = (coverage: Coverage) => {
  const people = Array.from({ length: 20 }, (_, at) =>
    user(`u-${at}`, { holds: ['e3'], active: at === 0 ? { exchange: [1], sharepoint: [1], teams: [1] } : {} }),
  );
  const renewal = seats('e3', 25, { renewsOn: daysBefore(-30) });
  const figures = figuresFor(snapshotFor(people, { coverage, seats: listsOf({ p1: [renewal] }) }), 'p1');
  return { ids: [...new Set(figures.findings.map(({ id }) => id))].sort(), e3: figures.deployment.products[0] };
};
const heardFrom = (days: number) => ({
  ...fullCoverage,
  heardFrom: Object.fromEntries(Object.keys(fullCoverage.activity).map((one) => [one, daysBefore(days)])),
});
const ALL = ['idle-seats', 'low-deployment', 'low-usage', 'renewal-at-risk'];

test.each([
  ['from before the window on', 40, ALL],
  ['for 24 days', 23, ALL],
  ['for 23 days', 22, ['low-deployment']],
  ['since yesterday', 1, ['low-deployment']],
])('a customer whose activity is heard of %s gets the advice that this allows', (_, from, ids) => {
  expect(found(heardFrom(from)).ids).toEqual(ids);
});

test('of a suite of which only Teams is fed nobody says that it lies idle, nor what its renewal is worth', () => {
  const { teams = '' } = fullCoverage.activity;
  const { ids, e3 } = found({ ...fullCoverage, activity: { teams } });
  expect(ids).toEqual(['low-deployment', 'low-usage']);
  expect(e3).toMatchObject({ idle: null, restsOn: ['teams'], activeEntitlements: 1 });
});
