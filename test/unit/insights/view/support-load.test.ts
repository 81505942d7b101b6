import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isHeavier, type SupportLoad, usualLoadOf } from '../../../../lib/insights/view/figures/support-load.ts';
import { daysBefore, figuresFor } from '../../../fixtures/adoption.ts';
import { casesOf, firesOf, mailCustomer } from '../rule-customers.ts';

const load = (howToCases: number, assignedPeople: number): SupportLoad => ({ howToCases, assignedPeople });
const arbitrary = fc.record({ howToCases: fc.nat(30), assignedPeople: fc.integer({ min: 1, max: 400 }) });

test.each([
  { loads: [], usual: undefined },
  { loads: [load(1, 10), load(2, 10), load(3, 10)], usual: undefined },
  { loads: [load(4, 10), load(1, 10), load(3, 10), load(2, 10)], usual: load(3, 10) },
  { loads: [load(5, 10), load(4, 10), load(1, 10), load(3, 10), load(2, 10)], usual: load(4, 10) },
  { loads: [load(0, 9), load(0, 1), load(0, 5), load(9, 10)], usual: load(0, 5) },
  { loads: [load(1, 1), load(30, 100), load(2, 100), load(50, 1000)], usual: load(30, 100) },
])('the usual load of $loads is the one of nearest rank: $usual', ({ loads, usual }) => {
  expect(usualLoadOf(loads)).toEqual(usual);
});

test('the usual load is the load of a customer, and at least three quarters of all are not heavier', () => {
  fc.assert(
    fc.property(fc.array(arbitrary, { minLength: 4, maxLength: 40 }), (loads) => {
      const usual = usualLoadOf(loads);
      expect(loads).toContainEqual(usual);
      const notHeavier = loads.filter((one) => usual && !isHeavier(one, usual));
      expect(4 * notHeavier.length).toBeGreaterThanOrEqual(3 * loads.length);
      const lighter = loads.filter((one) => usual && isHeavier(usual, one));
      expect(4 * lighter.length).toBeLessThan(3 * loads.length);
    }),
  );
});

test('the usual load does not depend on the order of the customers', () => {
  const shuffled = fc
    .array(arbitrary, { minLength: 4, maxLength: 12 })
    .chain((loads) => fc.tuple(fc.constant(loads), fc.shuffledSubarray(loads, { minLength: loads.length })));
  fc.assert(
    fc.property(shuffled, ([loads, others]) => {
      const [a, b] = [usualLoadOf(loads), usualLoadOf(others)];
      expect(a && b && !isHeavier(a, b) && !isHeavier(b, a)).toBe(true);
    }),
  );
});

test('loads are compared by their counts, not by rounded ones', () => {
  expect(isHeavier(load(1001, 30_000), load(1000, 30_000))).toBe(true);
  expect(isHeavier(load(1, 3), load(333_333, 1_000_000))).toBe(true);
  expect(isHeavier(load(2, 6), load(1, 3))).toBe(false);
});

/** Of 100 people who hold a seat, with how-to cases that p1 told. */
const customer = (howTo: number, toldDaysBefore = 0) =>
  mailCustomer(
    { sold: 100, assigned: 100, active: 90 },
    { posted: { supportCases: { p1: casesOf(howTo, toldDaysBefore) }, reported: {} } },
  );

test.each([
  { howTo: 5, usual: load(4, 100), fires: true },
  { howTo: 4, usual: load(1, 100), fires: false },
  { howTo: 5, usual: load(5, 100), fires: false },
  { howTo: 5, usual: load(499, 10_000), fires: true },
  { howTo: 5, usual: load(0, 7), fires: true },
  { howTo: 5, usual: undefined, fires: false },
])('support-load of $howTo cases of 100 people where $usual is usual: $fires', ({ howTo, usual, fires }) => {
  expect(firesOf('support-load', customer(howTo), { usualSupportLoad: usual })).toHaveLength(fires ? 1 : 0);
});

test.each([
  { howTo: 8, severity: 'medium', atStake: 4 },
  { howTo: 9, severity: 'high', atStake: 5 },
])('$howTo cases where 4 are usual is $severity', ({ howTo, severity, atStake }) => {
  expect(firesOf('support-load', customer(howTo), { usualSupportLoad: load(8, 200) })).toEqual([
    {
      id: 'support-load',
      severity,
      subject: { kind: 'customer' },
      atStake,
      evidence: { howToCases: howTo, assignedPeople: 100, casesPer100People: howTo, usualPer100People: 4 },
    },
  ]);
});

test('cases told before the window are not known to be 0 within it', () => {
  const shown = (toldDaysBefore: number) => figuresFor(customer(0, toldDaysBefore), 'p1').supportCases;
  expect(shown(27)).toEqual({ 'how-to': 0, incident: 0, billing: 0, other: 0 });
  expect(shown(28)).toBeNull();
});

test('a partner sees its own cases, the operator those of all posters who told of the window', () => {
  const supportCases = { p1: casesOf(5), p2: casesOf(7), p3: casesOf(0, 40), '~operator': casesOf(1) };
  const snapshot = mailCustomer({ sold: 100, assigned: 100, active: 90 }, { posted: { supportCases, reported: {} } });
  const howTo = (partnerId?: string) => figuresFor(snapshot, partnerId).supportCases?.['how-to'];
  expect([howTo('p1'), howTo('p2'), howTo('p3'), howTo('p4'), howTo()]).toEqual([5, 7, undefined, undefined, 13]);
  const source = (partnerId: string) =>
    figuresFor(snapshot, partnerId).sources.find((one) => one.source === 'supportCases');
  expect(source('p1')).toEqual({ source: 'supportCases', dataThrough: daysBefore(0), stale: false });
  expect(source('p3')).toEqual({ source: 'supportCases', dataThrough: daysBefore(40), stale: true });
});
