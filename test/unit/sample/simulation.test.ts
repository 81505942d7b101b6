import { expect, test } from 'vitest';
import { simulate, usedOn } from '../../../infra/local/sample/simulation.ts';
import { heldOn } from '../../../lib/licensing/assignment.ts';
import { identityModeOf } from '../../../lib/values/identity-mode.ts';
import { userId } from '../../../lib/values/user-id.ts';
import { allCustomers, TODAY, theCustomer } from './simulated.ts';

const holdersOn = (customerId: string, daysAgo: number): number =>
  theCustomer(customerId).people.filter(({ holdings }) =>
    Object.values(holdings).some((history) => heldOn(history, TODAY - daysAgo)),
  ).length;

test('the same profile on the same day gives the same people who do the same', () => {
  const { profile } = theCustomer('tailspin-toys');
  const doings = () => {
    const customer = simulate(profile, TODAY);
    return customer.people.map((person) => [person.userId, person.holdings, usedOn(customer, person, TODAY - 3)]);
  };
  expect(doings()).toEqual(doings());
});

test('there are about 2,700 people, each with a good id of its own at the customer', () => {
  const customers = allCustomers();
  const total = customers.reduce((sum, { people }) => sum + people.length, 0);
  expect(total).toBeGreaterThan(2_400);
  expect(total).toBeLessThan(3_000);
  for (const { people } of customers) {
    expect(new Set(people.map((person) => person.userId)).size).toBe(people.length);
    expect(people.map((person) => userId.parse(person.userId))).toEqual(people.map((person) => person.userId));
  }
});

test('the users of one customer go by concealed names, all others by readable ones', () => {
  const modes = allCustomers().map(({ profile, people }) => ({
    customerId: profile.customerId,
    modes: [...new Set(people.map((person) => identityModeOf(person.userId)))],
  }));
  expect(modes.filter(({ modes: [mode, other] }) => mode === 'concealed' && other === undefined)).toEqual([
    { customerId: 'parnell-aerospace', modes: ['concealed'] },
  ]);
  expect(modes.filter(({ modes: [mode, other] }) => mode === 'readable' && other === undefined)).toHaveLength(39);
});

test('weekends are quieter than working days', () => {
  const customer = theCustomer('woodgrove-bank');
  const activeOn = (daysAgo: number) =>
    customer.people.filter((person) => usedOn(customer, person, TODAY - daysAgo).length > 0).length;
  // Today is a Tuesday: 2 and 3 days ago were the weekend.
  expect(activeOn(2) + activeOn(3)).toBeLessThan(0.7 * (activeOn(4) + activeOn(1)));
  expect(activeOn(2)).toBeGreaterThan(0);
});

test('holders follow the trend that the profile states', () => {
  expect([91, 45, 0].map((daysAgo) => holdersOn('adventure-works', daysAgo))).toEqual([48, 78, 108]);
  expect([91, 45, 0].map((daysAgo) => holdersOn('lucerne-publishing', daysAgo))).toEqual([50, 45, 40]);
  expect([91, 45, 0].map((daysAgo) => holdersOn('alpine-ski-house', daysAgo))).toEqual([45, 45, 45]);
});

test('nothing changes hands on the newest days', () => {
  for (const { people } of allCustomers())
    for (const { holdings } of people)
      for (const [on] of Object.values(holdings).flat()) expect(on).toBeLessThanOrEqual(TODAY - 4);
});

test('nobody is active before or after holding something, but for those without any licence', () => {
  const customer = theCustomer('alpine-ski-house');
  for (const person of customer.people)
    for (let day = TODAY - 60; day < TODAY; day += 1) {
      const holds = Object.values(person.holdings).some((history) => heldOn(history, day));
      if (!holds) expect(usedOn(customer, person, day)).toEqual([]);
    }
  const yammerUsers = theCustomer('fourth-coffee').people.filter(({ holdings }) => Object.keys(holdings).length === 0);
  expect(yammerUsers).toHaveLength(35);
});
