import { expect, test } from 'vitest';
import { createReports } from '../../../lib/exports/files/reports.ts';
import { comparisonOf } from '../../../lib/insights/view/comparison.ts';
import { insightsOf } from '../../../lib/insights/view/recommendations.ts';
import { entryOf, listedEntry } from '../../../lib/portfolio/generation/entry.ts';
import { sumsOf } from '../../../lib/portfolio/generation/sums.ts';
import { A, daysBefore, figuresFor, listsOf, seats, snapshotFor } from '../../fixtures/adoption.ts';
import { people } from './rule-customers.ts';

/** What one partner told of the customer that they share, in numbers that no figure is by chance. */
const told = (partnerId: string, digit: number, large: number) => {
  const renewsOn = daysBefore(-10 - digit);
  const number = (position: number) => large + position;
  return {
    renewsOn,
    subscriptions: [
      seats('e3', 1000 * digit, { id: `sub-of-${partnerId}`, renewsOn }),
      seats('mail', 7, { id: `lapsed-of-${partnerId}`, state: 'suspended' }),
      seats('sales', 3, { id: `pending-of-${partnerId}`, state: 'pending' }),
    ],
    cases: { 'how-to': number(1), incident: number(2), billing: number(3), other: number(4) },
    reported: [
      {
        sku: 'sales',
        month: `2026-0${digit}`,
        availableSeats: number(5),
        assignedSeats: number(6),
        activeSeats: number(7),
      },
    ],
  };
};
const alpha = told('alpha', 1, 7_654_300);
const beta = told('beta', 2, 9_876_500);

const snapshot = (asOf: number) =>
  snapshotFor(people('idle', 20, { holds: ['e3'] }), {
    asOf,
    seats: listsOf({ alpha: alpha.subscriptions, beta: beta.subscriptions }),
    posted: {
      supportCases: {
        alpha: { counts: alpha.cases, through: daysBefore(2) },
        beta: { counts: beta.cases, through: daysBefore(1) },
      },
      reported: { alpha: alpha.reported, beta: beta.reported },
    },
  });

/** All that a partner is ever shown of the customer, as text. */
const allSeenBy = (partnerId: string): string => {
  const usualSupportLoad = { howToCases: 1, assignedPeople: 100 };
  const figures = [A - 1, A].map((day) => figuresFor(snapshot(day), partnerId, { usualSupportLoad }));
  const [before, now] = figures;
  if (!before || !now) throw new Error('There are no figures');
  const entry = entryOf(now);
  const reports = Object.values(createReports({ 'support-load': [{ title: 'Guide', url: 'https://guide.example/' }] }));
  return JSON.stringify({
    rows: figures,
    insights: figures.map((one) => insightsOf(one, {})),
    comparison: comparisonOf(before, now, [now.flows]),
    entry,
    listed: listedEntry(entry),
    totals: sumsOf([entry], {}).totals,
    breakdown: sumsOf([entry], {}).breakdown,
    files: reports.map(({ columns, recordsOf }) => [columns, recordsOf(now)]),
  });
};

const secretsOf = ({ renewsOn, subscriptions, cases, reported }: typeof alpha, partnerId: string): string[] => [
  partnerId,
  renewsOn,
  ...subscriptions.map(({ id }) => id),
  ...Object.values(cases).map(String),
  ...reported.flatMap(({ month, availableSeats, assignedSeats, activeSeats }) => [
    `"${month}"`,
    ...[availableSeats, assignedSeats, activeSeats].map(String),
  ]),
];

test.each([
  { viewer: 'alpha', own: alpha, other: 'beta', others: beta },
  { viewer: 'beta', own: beta, other: 'alpha', others: alpha },
])(
  '$viewer sees what it told of a shared customer and nothing of what $other told',
  ({ viewer, own, other, others }) => {
    const seen = allSeenBy(viewer);
    const { renewsOn, subscriptions, cases, reported } = own;
    const shown = [renewsOn, subscriptions[0]?.id, cases['how-to'], reported[0]?.availableSeats].map(String);
    expect(shown.filter((one) => !seen.includes(one))).toEqual([]);
    expect(secretsOf(others, other).filter((one) => seen.includes(one))).toEqual([]);
  },
);

test('a partner of the customer that told nothing sees nothing that others told', () => {
  const seen = allSeenBy('gamma');
  expect([...secretsOf(alpha, 'alpha'), ...secretsOf(beta, 'beta')].filter((one) => seen.includes(one))).toEqual([]);
});

test('both see the same totals of seats and people', () => {
  const totals = (partnerId: string) => {
    const { deployment, usage } = figuresFor(snapshot(A), partnerId);
    return { sold: deployment.sold, assigned: deployment.assigned, active: usage.activePeople };
  };
  expect(totals('alpha')).toEqual({ sold: 3000, assigned: 20, active: 0 });
  expect(totals('beta')).toEqual(totals('alpha'));
});

test('the operator sees what all told, reported rows with the name of whoever told them', () => {
  const { usage, supportCases } = figuresFor(snapshot(A));
  expect(usage.reported.map(({ reportedBy, availableSeats }) => [reportedBy, availableSeats])).toEqual([
    ['alpha', alpha.reported[0]?.availableSeats],
    ['beta', beta.reported[0]?.availableSeats],
  ]);
  expect(supportCases?.['how-to']).toBe(alpha.cases['how-to'] + beta.cases['how-to']);
});
