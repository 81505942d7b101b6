import { historyOf } from '../../../infra/local/sample/history.ts';
import { CUSTOMERS } from '../../../infra/local/sample/profiles.ts';
import { type SimulatedCustomer, simulate } from '../../../infra/local/sample/simulation.ts';
import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import type { CustomerFigures } from '../../../lib/insights/insights.ts';
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
