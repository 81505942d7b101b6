import { historyOf } from '../../../infra/local/sample/history.ts';
import { PARTNERS } from '../../../infra/local/sample/partners.ts';
import { portfolioDaysOf } from '../../../infra/local/sample/portfolio-days.ts';
import { CUSTOMERS } from '../../../infra/local/sample/profiles.ts';
import { type SimulatedCustomer, simulate } from '../../../infra/local/sample/simulation.ts';
import { WINDOW_DAYS } from '../../../lib/activity/calendar.ts';
import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import type { CustomerFigures } from '../../../lib/insights/view/insights.ts';
import { type Day, parseDay } from '../../../lib/time/day.ts';
import { figuresFor } from '../../fixtures/adoption.ts';

/** A Tuesday. */
export const TODAY: Day = parseDay('2026-03-10');

/** All customers of the sample portfolio as of a day. */
export const allCustomers = (today: Day = TODAY): SimulatedCustomer[] =>
  CUSTOMERS.map((profile) => simulate(profile, today));

/** One customer of the sample portfolio. */
export const theCustomer = (customerId: string, today: Day = TODAY): SimulatedCustomer => {
  const found = allCustomers(today).find(({ profile }) => profile.customerId === customerId);
  if (!found) throw new Error(`The sample has no customer ${customerId}`);
  return found;
};

/** What an operator sees of a customer, so many days before its today. */
export const figuresOf = (customer: SimulatedCustomer, daysAgo = 1): CustomerFigures => {
  const [snapshot] = [...historyOf(customer, customer.today - daysAgo, customer.today - daysAgo)];
  if (!snapshot) throw new Error(`${customer.profile.customerId} has no figures of that day`);
  return figuresFor(snapshot, undefined, { catalogue: bundledCatalogue });
};

/** The partner whose token `npm start` prints. */
export const FIRST_PARTNER = PARTNERS[0]?.partnerId ?? '';

/** What the first partner sees of each of its customers on the newest day, by what is stored of the days before. */
export const portfolioOf = (today: Day): CustomerFigures[] => {
  const members = allCustomers(today).filter(({ profile }) => profile.partners.includes(FIRST_PARTNER));
  const asOf = today - 1;
  const stored = members.map((customer) => ({
    profile: customer.profile,
    snapshots: [...historyOf(customer, asOf - WINDOW_DAYS, asOf)],
  }));
  const before = stored.map(({ profile, snapshots }) => ({ profile, snapshots: snapshots.slice(0, -1) }));
  const usualSupportLoad = portfolioDaysOf(before, FIRST_PARTNER).at(-1)?.usualSupportLoad;
  return stored.flatMap(({ snapshots }) =>
    snapshots.slice(-1).map((one) => figuresFor(one, FIRST_PARTNER, { catalogue: bundledCatalogue, usualSupportLoad })),
  );
};
