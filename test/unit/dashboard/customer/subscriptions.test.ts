import { expect, test } from 'vitest';
import type { SubscriptionsView } from '../../../../lib/licensing/seller-lists.ts';
import { customerSection, fabrikamInsights } from './fabrikam.ts';

type Line = SubscriptionsView['subscriptions'][number];
const line = (id: string, more: Partial<Line> = {}): Line => ({
  id,
  sku: 'e3',
  quantity: 40,
  state: 'active',
  isTrial: false,
  ...more,
});
const section = (subscriptions: Line[], more = {}) =>
  customerSection('subscriptions', { subscriptions: { subscriptions, dataThrough: '2026-03-07' }, ...more });

test('own subscriptions are listed by their renewal, those of the next 90 days are marked, ended ones come last', () => {
  const words = section([
    line('ended', { state: 'cancelled', renewsOn: '2026-01-01' }),
    line('unending'),
    line('late', { renewsOn: '2026-06-09' }),
    line('soon', { renewsOn: '2026-06-08' }),
    line('tried', { isTrial: true, renewsOn: '2026-03-11', quantity: 5 }),
  ]);
  expect(words).toContain(
    'Office 365 E3 trial tried 5 Active 11 Mar 2026 tomorrow Office 365 E3 soon 40 Active 8 Jun 2026 in 90 days Office 365 E3 late 40 Active 9 Jun 2026 Office 365 E3 unending 40 Active – Office 365 E3 ended 40 Cancelled 1 Jan 2026',
  );
  expect(words).toContain('Your subscriptions');
  expect(words).toContain('As listed on 7 March 2026.');
});

test('a renewal that has passed, or of what does not run, is not marked', () => {
  expect(
    section([line('a', { renewsOn: '2026-03-09' }), line('b', { state: 'grace', renewsOn: '2026-03-20' })]),
  ).toContain('a 40 Active 9 Mar 2026 Office 365 E3 b 40 In grace 20 Mar 2026');
});

test('the operator reads who sold what; nobody else does', () => {
  const sold = [line('x', { seller: 'northwind' })];
  expect(section(sold, { ofAll: true })).toContain('Subscriptions of all sellers Product Seller Seats');
  expect(section(sold, { ofAll: true })).toContain('northwind');
  expect(section(sold)).not.toContain('northwind');
});

test('of very many subscriptions the first hundred are shown, and how many more there are', () => {
  const words = section(Array.from({ length: 103 }, (_, n) => line(`s-${n}`)));
  expect(words).toContain('s-99');
  expect(words).not.toContain('s-100');
  expect(words).toContain('3 more are not shown here');
});

test('without a list it says what to do', () => {
  expect(customerSection('subscriptions')).toBe(
    'Your subscriptions No subscriptions of yours are known. Send your list by the API.',
  );
});

test('support cases of the window are counted by category', () => {
  const supportCases = { 'how-to': 12, incident: 3, billing: 0, other: 1 };
  expect(customerSection('support', { insights: { ...fabrikamInsights, supportCases } })).toContain(
    'How-to questions 12 Incidents 3 Billing 0 Other 1',
  );
  expect(customerSection('support')).toBe('Support cases None were reported for this customer.');
});

test('reported monthly counts stand apart, under their note', () => {
  const reported = [
    { sku: 'sales', month: '2026-02', availableSeats: 40, assignedSeats: null, activeSeats: 31, reportedBy: 'p1' },
  ];
  const insights = { ...fabrikamInsights, usage: { ...fabrikamInsights.usage, reported } };
  expect(customerSection('reported', { insights })).toBe(
    'Reported monthly counts As a source counted them, without users. They are in no other figure of this page. Product Month Available Assigned Active sales February 2026 40 – 31',
  );
  expect(customerSection('reported', { insights, ofAll: true })).toContain('sales February 2026 p1 40 – 31');
  expect(customerSection('reported')).toBe('');
});
