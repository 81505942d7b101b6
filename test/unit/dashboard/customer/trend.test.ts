import { render } from 'preact-render-to-string';
import { expect, test } from 'vitest';
import { customerPage } from '../../../../functions/dashboard/customer/customer-page.tsx';
import type { Comparison } from '../../../../lib/insights/view/comparison.ts';
import { customerSection, fabrikamView, shell } from './fabrikam.ts';

const day = (
  date: string,
  deploymentPercent: number | null,
  usagePercent: number | null,
  activePeople: number | null,
) => ({
  day: date,
  deploymentPercent,
  usagePercent,
  activePeople,
});
const days = [
  day('2026-03-06', 80, 60, 24),
  day('2026-03-07', null, null, null),
  day('2026-03-08', 85, 104, 26),
  day('2026-03-09', 87.5, 70, 28),
];
const html = (more: Parameters<typeof fabrikamView>[0]) => render(customerPage(fabrikamView(more), shell));

test('the charts say in words what they show, the days that are missing too', () => {
  const words = customerSection('trend', { trend: { days, changes: [] } });
  expect(words).toContain('Trend of 4 days');
  expect(words).toContain('Deployment 87.5% Usage 70.0%');
  expect(words).toContain(
    'Usage: 60.0% on 6 March 2026, 70.0% on 9 March 2026. Between 60.0% and 104.0%. Not known on 1 day.',
  );
  expect(words).toContain('Active people: 24 on 6 March 2026, 28 on 9 March 2026. Between 24 and 28.');
});

test('lines are interrupted on days without figures, and a line stands at 100 % once it is passed', () => {
  const page = html({ trend: { days, changes: [] } });
  expect(page).toMatch(/<path class="series usage" d="M54,[\d.]+ZM[\d.]+,[\d.]+L622,[\d.]+"/u);
  expect(page).toContain('<line class="limit"');
  const below = days.map((one) => ({ ...one, usagePercent: 60 }));
  expect(html({ trend: { days: below, changes: [] } })).not.toContain('<line class="limit"');
});

test('every day is told in numbers, and leads to its figures where it has some', () => {
  const page = html({ trend: { days, changes: [] } });
  expect(page).toContain('<a href="/customers/fabrikam?asOf=2026-03-08">8 Mar 2026</a>');
  expect(page).not.toContain('asOf=2026-03-07');
  expect(customerSection('trend', { trend: { days, changes: [] } })).toContain(
    '8 Mar 2026 85.0% 104.0% 26 7 Mar 2026 – – – 6 Mar 2026 80.0% 60.0% 24',
  );
});

test('a figure that is known on no day has no chart', () => {
  const nobody = days.map((one) => ({ ...one, activePeople: null }));
  expect(customerSection('trend', { trend: { days: nobody, changes: [] } })).toContain(
    'Active people in 28 days: not known on any of these days.',
  );
});

test('a change of definitions is marked and told', () => {
  const changes = [{ day: '2026-03-08', differences: ['the reporting lag (1 and 2 days)'] }];
  expect(html({ trend: { days, changes } })).toContain('class="mark-day"');
  expect(customerSection('trend', { trend: { days, changes } })).toContain(
    'On 8 March 2026 (the vertical line) the definitions changed: the reporting lag (1 and 2 days).',
  );
});

test('a history that begins with the link says so; one day makes no trend', () => {
  const words = customerSection('trend', { historyBegins: '2026-03-09', trend: { days: days.slice(-1), changes: [] } });
  expect(words).toBe(
    'Trend Your history of this customer begins on 9 March 2026. A trend needs the figures of two days. The next run adds one.',
  );
  expect(customerSection('trend', { trend: { days, changes: [] } })).not.toContain('begins');
});

const change = (from: number | null, to: number | null) => ({
  from,
  to,
  change: from === null || to === null ? null : Math.round(10 * (to - from)) / 10,
});
const comparison: Comparison = {
  customerId: 'fabrikam',
  name: 'Fabrikam GmbH',
  from: '2026-02-09',
  to: '2026-03-09',
  deployment: { assigned: change(36, 35), sold: change(40, 40), deploymentPercent: change(90, 87.5) },
  usage: {
    activeEntitlements: change(24, 28),
    qualified: change(40, 40),
    usagePercent: change(60, 70),
    activePeople: change(null, 28),
  },
  products: [
    {
      sku: 'e3',
      name: 'Office 365 E3',
      assigned: change(36, 35),
      sold: change(40, 40),
      deploymentPercent: change(90, 87.5),
      activeEntitlements: change(24, 28),
      usagePercent: change(60, 70),
    },
  ],
  workloads: [
    {
      family: 'office365',
      workload: 'teams',
      active: change(20, 20),
      qualified: change(40, 40),
      usagePercent: change(50, 50),
    },
  ],
  flows: { assigned: 2, reclaimed: 3, activated: 6, lapsed: 3 },
  otherwise: 1,
};

test('two days are compared by numerator, denominator and rate, with what happened in between', () => {
  const words = customerSection('compare', { compared: comparison });
  expect(words).toContain(
    'Figure 9 Feb 2026 9 Mar 2026 Change Seats assigned 36 35 -1 Seats sold 40 40 0 Deployment 90.0% 87.5% -2.5 points',
  );
  expect(words).toContain(
    'Seats used in 28 days 24 28 +4 Qualified seats 40 40 0 Usage 60.0% 70.0% +10.0 points Active people in 28 days – 28 –',
  );
  expect(words).toContain(
    'Seats handed out: 2. Taken back: 3. Seats that came into use: 6. No longer used within 28 days: 3. Otherwise +1 seats used: activity that came to light late',
  );
  expect(words).toContain(
    'Office 365 E3 36 to 35 -1 40 90.0% to 87.5% -2.5 points 24 to 28 +4 60.0% to 70.0% +10.0 points',
  );
  expect(words).toContain('Teams Office 365 20 40 50.0%');
});

test('flows that are the whole change, or cannot be told, are put into words', () => {
  expect(customerSection('compare', { compared: { ...comparison, otherwise: 0 } })).toContain(
    'That is the whole change of the seats used.',
  );
  expect(customerSection('compare', { compared: { ...comparison, flows: null, otherwise: null } })).toContain(
    'What flowed in and out cannot be told',
  );
});

test('why days cannot be compared stands in the page, with the form to choose others', () => {
  const asked = { asOf: '2026-03-09', from: '2026-01-01', to: '2026-03-01' };
  const page = html({ compared: 'The figures were made by different definitions.', asked });
  expect(page).toContain('<p class="notice" role="status">The figures were made by different definitions.</p>');
  expect(page).toContain('<input type="hidden" name="asOf" value="2026-03-09"');
  expect(page).toMatch(/name="from" type="date" required value="2026-01-01" min="2025-06-01" max="2026-03-10"/u);
  expect(page).toMatch(/name="to" type="date" required value="2026-03-01"/u);
});

test('the form proposes the 28 days that end with the one shown', () => {
  const page = html({ trend: { days: [day('2026-01-01', 1, 1, 1), ...days], changes: [] } });
  expect(page).toMatch(/name="from" type="date" required value="2026-02-09"/u);
  expect(page).toMatch(/name="to" type="date" required value="2026-03-09"/u);
});
