import { render } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import { customerPage } from '../../../../functions/dashboard/customer/customer-page.tsx';
import { customerEmptyPage } from '../../../../functions/dashboard/customer/empty-customer-page.tsx';
import type { Alternatives } from '../../../../lib/insights/view/figures/seen-figures.ts';
import { customerRow, product } from '../../exports/contoso.ts';
import { customerSection, fabrikamInsights, fabrikamView, shell, wordsOf } from './fabrikam.ts';

const html = (more: Parameters<typeof fabrikamView>[0] = {}) => render(customerPage(fabrikamView(more), shell));

test('says who it is, of which day and window, and how many sources are stale', () => {
  expect(wordsOf(html())).toContain(
    'Fabrikam GmbH fabrikam fabrikam.example As of 9 March 2026 Activity from 10 Feb 2026 to 9 Mar 2026 Computed 10 Mar 2026, 02:00 UTC 1 stale source',
  );
});

test('the headline figures stand first, with the counts they are made of', () => {
  const words = wordsOf(html());
  expect(words).toContain('Deployment 87.5% 35 of 40 seats assigned');
  expect(words).toContain('Usage 70.0% 28 of 40 seats used in 28 days');
  expect(words).toContain('Active people 28 in 28 days; 20 in 7 days, 12 in 1');
  expect(words).toContain('Unassigned seats 5 3 of them never assigned');
});

test('the headline figures say what changed in 28 days, unless definitions did too', () => {
  const days = [{ day: '2026-02-09', deploymentPercent: 90, usagePercent: 68.5, activePeople: null }];
  const words = wordsOf(html({ trend: { days, changes: [] } }));
  expect(words).toContain('35 of 40 seats assigned -2.5 points in 28 days');
  expect(words).toContain('28 of 40 seats used in 28 days +1.5 points in 28 days');
  expect(words).toContain('20 in 7 days, 12 in 1 Unassigned seats');
  const changes = [{ day: '2026-03-01', differences: ['the catalogue'] }];
  expect(wordsOf(html({ trend: { days, changes } }))).not.toContain('points in 28 days');
});

test('each product says what was sold, what came of it, and what stands beside', () => {
  expect(customerSection('deployment')).toContain(
    'Deployment Assigned Sold By you Unassigned Never assigned Idle Usage Grace Trial Office 365 E3 87.5% 35 40 25 5 3 4 70.0% 0 5 All products 87.5% 35 40 5 3 4 70.0%',
  );
});

test('the operator reads which seats were sold directly', () => {
  expect(customerSection('deployment', { ofAll: true })).toContain('Sold Direct Unassigned');
});

test('what is not known of a product is a dash, and the sum says over how many it is made', () => {
  const unknown = product({ name: 'Visio', assigned: null, unassigned: null, idle: null, deploymentPercent: null });
  const { deployment } = customerRow();
  const words = customerSection('deployment', {
    insights: {
      ...fabrikamInsights,
      deployment: {
        ...deployment,
        counted: { members: 1, of: 2 },
        products: [product(), { ...unknown, sku: 'visio' }],
      },
    },
  });
  expect(words).toContain('Visio – – 40 25 – 3 – 70.0% 0 5');
  expect(words).toContain('made of 1 of 2 products');
});

test('a recommendation shows its problem, what to consider and try, links and the counts behind it', () => {
  const words = customerSection('recommendations');
  expect(words).toContain(
    'Low usage · act soon Teams 6 seats at stake 10 people use Teams on 40 seats that contain it: 25.0 %',
  );
  expect(words).toContain('Consider Do people know');
  expect(words).toContain('Try Show two or three stories');
  expect(words).toContain('Read more Short videos');
  expect(words).toContain('At stake How many more people would have to use it for usage to reach the threshold.');
  expect(words).toContain('Evidence Active people 10 Seats, one per person 40 Usage 25.0% Threshold 40.0%');
  expect(html()).toContain('<h2 id="recommendations">');
});

test('families count distinct people, and so does the sum', () => {
  expect(customerSection('families')).toContain('Office 365 70.0% 28 40 28 20 12 All families 70.0% 28 40 28 20 12');
});

test('each source says how far it is known and whether it is stale', () => {
  const words = customerSection('data');
  expect(words).toContain('Activity: Exchange 8 Mar 2026 up to date');
  expect(words).toContain('Subscriptions, all sellers 7 Mar 2026 up to date');
  expect(words).toContain('Your subscriptions 1 Mar 2026 stale');
});

test('rows that do not add up are folded away under their note', () => {
  const words = wordsOf(html());
  expect(words).toContain('these rows do not add up to people');
  expect(words).toContain('Office 365 E3 Exchange 40 28 70.0%');
});

test('the page has no inline style and no inline script, and each id once', () => {
  const page = html();
  expect(page).not.toMatch(/ style=|<script>|<style/u);
  const ids = [...page.matchAll(/ id="([^"]+)"/gu)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('a customer without any figures says what to do', () => {
  const { historyBegins, customer, today } = fabrikamView();
  const standing = { customer, historyBegins, today, trend: { days: [], changes: [] }, asked: {} };
  const words = wordsOf(render(customerEmptyPage(standing, shell)));
  expect(words).toContain('Fabrikam GmbH');
  expect(words).toContain('No figures yet');
  expect(words).toContain('Import a file Your history of this customer begins on 1 June 2025.');
});

test('a day without figures leads to the last one before it that has some', () => {
  const days = [{ day: '2026-02-09', deploymentPercent: 90, usagePercent: 68.5, activePeople: 27 }];
  const standing = { ...fabrikamView(), trend: { days, changes: [] }, asked: { asOf: '2026-02-20' } };
  const page = render(customerEmptyPage(standing, shell));
  expect(wordsOf(page)).toContain('No figures of 20 February 2026');
  expect(page).toContain(
    '<a href="/customers/fabrikam?asOf=2026-02-09">Show 9 February 2026, the last day before it that has figures</a>',
  );
});

const assistants = (unmatched: number): Alternatives => ({
  group: 'assistants',
  name: 'Assistants',
  holders: 12,
  active: 9,
  unmatched,
  holdSeveral: { useNone: 0, useOne: 2, useSeveral: 1 },
  movableSeats: 2,
  heardDays: 28,
  products: [],
  unmeasured: [],
});

test('holders whom nobody matched are counted, and who may hand in files is led to where ids are mapped', () => {
  const page = (unmatched: number, mayMapIdentities: boolean) =>
    html({ insights: { ...fabrikamInsights, alternatives: [assistants(unmatched)] }, mayMapIdentities });
  const counted = '3 of the holders are known by an id of the vendor alone.';
  const link = '<a href="/imports?kind=identities&amp;customer=fabrikam">Say which ids are the same person</a>';
  expect(wordsOf(page(3, true))).toContain(counted);
  expect(page(3, true)).toContain(link);
  expect(wordsOf(page(3, false))).toContain(counted);
  expect(page(3, false)).not.toContain(link);
  expect(wordsOf(page(0, true))).not.toContain('by an id of the vendor');
  expect(page(0, true)).not.toContain(link);
});
