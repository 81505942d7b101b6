import { render } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import { customerPage } from '../../../../functions/dashboard/customer/customer-page.tsx';
import type { WorkloadInsights } from '../../../../lib/insights/view/figures/seen-figures.ts';
import { workload } from '../../exports/contoso.ts';
import { customerSection, fabrikamInsights, fabrikamView, shell } from './fabrikam.ts';

const withWorkloads = (...workloads: WorkloadInsights[]) => ({
  insights: { ...fabrikamInsights, usage: { ...fabrikamInsights.usage, workloads } },
});

const beyond = workload({
  active: 50,
  qualified: 35,
  usagePercent: 142.9,
  basis: { qualified: 33, lapsed: 14, trial: 0, overAssigned: 0, reassigned: 3, unlicensed: 0, unknown: 0 },
  excess: 15,
  excessReasons: [
    { basis: 'lapsed', users: 14, text: '14 people on seats of a subscription that has lapsed.' },
    { basis: 'reassigned', users: 3, text: '3 people active before the seat went to somebody else.' },
  ],
  idleQualifiedSeats: 2,
});

test('a workload says how many people are active in 28, 7 and 1 days, and on which seats', () => {
  expect(customerSection('usage', withWorkloads(workload()))).toContain(
    'Exchange Office 365 70.0% 28 40 20 12 28 on qualified seats',
  );
});

test('use beyond the seats is explained right there, and a line stands at 100 %', () => {
  const words = customerSection('usage', withWorkloads(beyond));
  expect(words).toContain('33 on qualified seats 14 on lapsed seats 3 whose seat went to somebody else');
  expect(words).toContain(
    '15 more active than the 35 qualified seats. The reasons add up to 17, because 2 qualified seats have nobody active on them. 14 people on seats of a subscription that has lapsed. 3 people active before the seat went to somebody else.',
  );
  expect(words).toContain('The line across a bar is 100 %');
  const html = render(customerPage(fabrikamView(withWorkloads(beyond)), shell));
  expect(html).toContain('viewBox="0 0 150 8"');
  expect(html).toContain('<rect class="line" x="99.5"');
});

test('nothing is explained and no line is drawn where there are seats enough', () => {
  const words = customerSection('usage', withWorkloads(workload()));
  expect(words).not.toContain('more active than');
  expect(words).not.toContain('The line across');
});

test('people who are active on no sold seat at all are told so', () => {
  const trial = workload({ active: 12, qualified: 0, usagePercent: null, excess: 12, idleQualifiedSeats: 0 });
  expect(customerSection('usage', withWorkloads(trial))).toContain('12 active, and no qualified seats.');
});

test('a workload whose activity is not known has dashes, never 0', () => {
  const unknown = workload({ active: null, active7: null, active1: null, usagePercent: null, basis: null });
  expect(customerSection('usage', withWorkloads(unknown))).toContain(
    'Exchange Office 365 – – 40 – – Activity is not known for these days',
  );
});

test('seats held twice, people on free products, stale and small rows are marked', () => {
  const marked = workload({ overlapSeats: 3, activeOnFree: 2, stale: true, qualified: 8, smallSample: true });
  expect(customerSection('usage', withWorkloads(marked))).toContain(
    'Exchange stale few seats Office 365 70.0% 28 and 2 on free products only 8 3 held twice',
  );
});

const counts = (...some: [days: number, people: number][]) =>
  Array.from({ length: 28 }, (_, at) => some.find(([days]) => days === at + 1)?.[1] ?? 0);

test('a distribution is drawn, described week by week, and told in numbers', () => {
  const words = customerSection(
    'active-days',
    withWorkloads(workload({ activeDays: counts([2, 10], [9, 12], [28, 6]) })),
  );
  expect(words).toContain(
    'Exchange: people by days of activity 1 to 7 days: 10 people. 8 to 14 days: 12 people. 15 to 21 days: 0 people. 22 to 28 days: 6 people.',
  );
  expect(words).toContain('28 people, half of them on 9 days or more.');
  expect(words).toContain('In numbers Days Exchange 1 0 2 10 3 0');
});

test('why there is no distribution is said: unknown, too few people, a source that is behind, or not every day known', () => {
  const words = customerSection(
    'active-days',
    withWorkloads(
      workload({ workload: 'teams', active: null }),
      workload({ workload: 'yammer', active: 4 }),
      workload({ workload: 'sharepoint', active: 20, dataThrough: '2026-03-09' }),
      workload({ workload: 'officeapps', active: 20, dataThrough: '2026-03-08' }),
      workload({ workload: 'exchange', active: null }),
    ),
  );
  expect(words).toContain('Activity of these days is not known: Teams (Office 365), Exchange (Office 365).');
  expect(words).toContain('would tell of single ones: Yammer (Office 365).');
  expect(words).toContain('so that days cannot be counted: Office apps (Office 365).');
  expect(words).toContain('Not every day of the window is known by itself: SharePoint (Office 365).');
});
