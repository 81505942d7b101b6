import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CUSTOMERS, EXAMPLE_CUSTOMER } from '../../../infra/local/sample/profiles.ts';
import { listsOn } from '../../../infra/local/sample/seat-records.ts';
import { type SimulatedCustomer, simulate, usedOn } from '../../../infra/local/sample/simulation.ts';
import { supportCasesUpTo } from '../../../infra/local/sample/support.ts';
import { BASES } from '../../../lib/insights/count/basis.ts';
import type { CustomerFigures } from '../../../lib/insights/view/insights.ts';
import { RECOMMENDATION_IDS } from '../../../lib/insights/view/recommendation-ids.ts';
import { parseDay } from '../../../lib/time/day.ts';
import { portfolioOf, TODAY } from './simulated.ts';

/** Recommendations by what they are about. */
const keysOf = ({ findings }: CustomerFigures): string[] =>
  findings.map(({ id, subject }) => (id === 'ready-to-grow' ? `${id} of a ${subject.kind}` : id));

const EVERY_RECOMMENDATION = RECOMMENDATION_IDS.flatMap((id) =>
  id === 'ready-to-grow' ? [`${id} of a product`, `${id} of a workload`] : [id],
).sort();

test.each([...['Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday', 'Monday'].entries()])(
  'the first partner sees every basis, every recommendation and a stale source %i days after a Tuesday, on a %s',
  (later) => {
    const portfolio = portfolioOf(TODAY + later);
    const rows = portfolio.flatMap(({ usage }) => usage.workloads);
    expect(BASES.filter((basis) => rows.every((row) => (row.basis?.[basis] ?? 0) === 0))).toEqual([]);
    expect([...new Set(portfolio.flatMap(keysOf))].sort()).toEqual(EVERY_RECOMMENDATION);
    const stale = portfolio.filter(({ sources }) => sources.some((source) => source.stale));
    expect(stale.map(({ customerId }) => customerId)).toEqual(['margies-travel']);

    expect(rows.some(({ overlapSeats }) => overlapSeats > 0)).toBe(true);
    expect(rows.some(({ activeOnFree }) => (activeOnFree ?? 0) > 0)).toBe(true);
    const explained = rows.flatMap(({ excessReasons }) => excessReasons.map(({ basis }) => basis));
    expect(new Set(explained)).toEqual(new Set(['lapsed', 'trial', 'overAssigned', 'reassigned', 'unlicensed']));

    const example = portfolio.find(({ customerId }) => customerId === EXAMPLE_CUSTOMER);
    expect(example && [...new Set(keysOf(example))]).toEqual(
      expect.arrayContaining(['falling-usage', 'idle-seats', 'low-deployment', 'low-usage', 'renewal-at-risk']),
    );
    const heaviest = portfolio.find(({ customerId }) => customerId === 'adventure-works');
    expect(heaviest?.findings.find(({ id }) => id === 'support-load')?.severity).toBe('high');
  },
  30_000,
);

/** What a customer's people do, hold and ask, and what was sold to it, with days counted back from its today. */
const countedBack = (customer: SimulatedCustomer) => {
  const { profile, today } = customer;
  const days = Array.from({ length: 60 }, (_, ago) => today - ago);
  return {
    people: customer.people.map((person) => ({
      userId: person.userId,
      used: days.map((day) => usedOn(customer, person, day)),
      holdings: Object.entries(person.holdings).map(([sku, history]) => [
        sku,
        ...history.map(([on, held]) => [today - on, held]),
      ]),
    })),
    cases: Object.values(supportCasesUpTo(customer, today - 1)).map(({ days: counts }) => Object.values(counts)),
    seats: Object.values(listsOn(profile, today, today - 1)).flatMap(({ subscriptions }) =>
      subscriptions.map(({ renewsOn, graceEndsOn, ...rest }) => ({
        ...rest,
        renewsInDays: renewsOn === undefined ? undefined : parseDay(renewsOn) - today,
        graceEndsInDays: graceEndsOn === undefined ? undefined : parseDay(graceEndsOn) - today,
      })),
    ),
  };
};

test('of the day on which it is begun, only the weekday makes a difference', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...CUSTOMERS.filter(({ partners }) => partners.includes('northwind'))),
      fc.integer({ min: parseDay('2027-12-25'), max: parseDay('2028-12-31') }), // a leap year
      (profile, today) => {
        const sameWeekday = TODAY + ((today - TODAY) % 7);
        expect(countedBack(simulate(profile, today))).toEqual(countedBack(simulate(profile, sameWeekday)));
      },
    ),
    { numRuns: 40, examples: CUSTOMERS.slice(0, 1).map((profile) => [profile, parseDay('2028-02-29')]) },
  );
});
