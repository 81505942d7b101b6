import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renewalsOf } from '../../../lib/insights/count/renewals.ts';
import { movesMonthly, renewsMonthlyByItself } from '../../../lib/licensing/monthly-term.ts';
import { asListed } from '../../../lib/licensing/seller-lists.ts';
import type { Subscription } from '../../../lib/licensing/subscription.ts';
import { formatDay, parseDay } from '../../../lib/time/day.ts';
import { smallCatalogue } from '../../fixtures/catalogue.ts';

const line = (more: Partial<Subscription> = {}): Subscription => ({
  id: 's1',
  sku: 'e3',
  quantity: 10,
  state: 'active',
  isTrial: false,
  ...more,
});
const TODAY = parseDay('2026-03-10');
const isRenewal = (one: Subscription) =>
  Object.keys(renewalsOf({ p1: { day: '2026-03-10', subscriptions: [one] } }, smallCatalogue, TODAY)).length > 0;

test.each<[Partial<Subscription>, boolean]>([
  [{ term: 'P1M', autoRenew: true }, false],
  [{ term: 'P1M' }, false],
  [{ term: 'P1M', autoRenew: false }, true],
  [{ term: 'P1Y', autoRenew: true }, true],
  [{ term: 'P3Y' }, true],
  [{}, true],
  [{ movesMonthly: true }, false],
  [{ movesMonthly: true, autoRenew: false }, true],
])('with %j a renewal in 20 days can be decided: %s', (more, decided) => {
  expect(isRenewal(line({ renewsOn: '2026-03-30', ...more }))).toBe(decided);
});

test('what moves monthly is taken for monthly only while its date is within 31 days', () => {
  expect(renewsMonthlyByItself(line({ movesMonthly: true, renewsOn: formatDay(TODAY + 31) }), TODAY)).toBe(true);
  expect(renewsMonthlyByItself(line({ movesMonthly: true, renewsOn: formatDay(TODAY + 32) }), TODAY)).toBe(false);
});

test.each([
  ['2026-01-31', '2026-02-28', true],
  ['2026-02-28', '2026-03-31', true],
  ['2026-03-15', '2026-04-15', true],
  ['2026-03-15', '2026-03-15', false],
  ['2026-03-15', '2026-04-20', false],
  ['2026-03-15', '2027-03-15', false],
  ['2026-04-15', '2026-03-15', false],
])('a date that went from %s to %s moved by a month: %s', (before, after, moved) => {
  expect(movesMonthly(line({ renewsOn: after }), line({ renewsOn: before }))).toBe(moved);
});

test('a term that the source tells is never overruled, nor is a date that it does not tell guessed', () => {
  const before = line({ renewsOn: '2026-03-15' });
  expect(movesMonthly(line({ renewsOn: '2026-04-15', term: 'P1Y' }), before)).toBe(false);
  expect(movesMonthly(line(), before)).toBe(false);
  expect(movesMonthly(line({ renewsOn: '2026-04-15' }), undefined)).toBe(false);
});

test('lists of every day keep it in mind, whatever day the month ends on', () => {
  fc.assert(
    fc.property(fc.integer({ min: TODAY, max: TODAY + 400 }), fc.integer({ min: 1, max: 40 }), (start, step) => {
      const dateOn = (day: number) => {
        let date = new Date(start * 86_400_000);
        while (date.getTime() / 86_400_000 < day) date = nextMonth(date);
        return date.toISOString().slice(0, 10);
      };
      const nextMonth = (date: Date) => {
        const wanted = new Date(start * 86_400_000).getUTCDate();
        const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
        return new Date(Date.UTC(year, month, Math.min(wanted, new Date(Date.UTC(year, month + 1, 0)).getUTCDate())));
      };
      let stored = asListed(line({ renewsOn: dateOn(start) }), [], formatDay(start));
      for (let day = start + 1; day < start + 130; day += step)
        stored = asListed(line({ renewsOn: dateOn(day) }), [stored], formatDay(day));
      // With a list at least each 28 days the first move is seen as one of a month; with rarer ones it may not be.
      if (step <= 28) expect(stored.movesMonthly).toBe(true);
      else expect([true, undefined]).toContain(stored.movesMonthly);
    }),
  );
});
