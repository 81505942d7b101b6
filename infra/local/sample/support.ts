import { WINDOW_DAYS } from '../../../lib/activity/calendar.ts';
import {
  SUPPORT_CATEGORIES,
  SUPPORT_DAYS,
  type SupportCase,
  type SupportCases,
  type SupportCategory,
} from '../../../lib/licensing/posted/support-cases.ts';
import { type Day, formatDay } from '../../../lib/time/day.ts';
import { type CustomerProfile, levelOf } from './profile.ts';
import { drawn, seedOf } from './seeded.ts';
import type { SimulatedCustomer } from './simulation.ts';
import { isWeekend } from './weekend.ts';

/** Cases per 100 people in four weeks that have nothing to do with what people know. */
const USUAL_CASES = { incident: 1.5, billing: 0.3, other: 0.5 };

/** Four weeks have so many working days. */
const WORKING_DAYS = 20;

/** The body of `PUT /v1/customers/{id}/support-cases`, none of today; `undefined` when nobody counts the cases. */
export const supportCasesRequest = (customer: SimulatedCustomer): { cases: SupportCase[] } | undefined => {
  const { today } = customer;
  if (posterOf(customer) === undefined) return undefined;
  const days = Array.from({ length: SUPPORT_DAYS - 1 }, (_, at) => today - SUPPORT_DAYS + 1 + at);
  return {
    cases: days.flatMap((day) =>
      SUPPORT_CATEGORIES.map((category) => ({
        day: formatDay(day),
        category,
        count: casesOn(customer, day, category),
      })),
    ),
  };
};

/** By poster: what had been told by the end of a day of the cases in the window that ends on it. */
export const supportCasesUpTo = (customer: SimulatedCustomer, day: Day): Record<string, SupportCases> => {
  const poster = posterOf(customer);
  if (poster === undefined) return {};
  const days = Array.from({ length: WINDOW_DAYS }, (_, ago) => day - ago);
  const countsOn = (one: Day) =>
    Object.fromEntries(SUPPORT_CATEGORIES.map((category) => [category, casesOn(customer, one, category)]));
  return { [poster]: { days: Object.fromEntries(days.map((one) => [formatDay(one), countsOn(one)])) } };
};

/** The partner that counts a customer's cases. */
const posterOf = ({ profile: { partners, howToCases } }: SimulatedCustomer): string | undefined =>
  howToCases === undefined ? undefined : partners[0];

const casesOn = ({ profile, today }: SimulatedCustomer, day: Day, category: SupportCategory): number => {
  if (isWeekend(day)) return 0;
  const daysAgo = today - day;
  const per100 = category === 'how-to' ? (profile.howToCases ?? 0) : USUAL_CASES[category];
  const expected = (per100 * peopleOf(profile, daysAgo)) / 100 / WORKING_DAYS;
  return Math.floor(expected + drawn(seedOf(`${profile.customerId} ${category}`), daysAgo));
};

/** How many people held something, so many days ago. */
const peopleOf = ({ seats }: CustomerProfile, daysAgo: number): number =>
  seats
    .filter(({ addOn }) => !addOn)
    .reduce((sum, { assigned, boughtDaysAgo }) => sum + levelOf(assigned, daysAgo, boughtDaysAgo), 0);
