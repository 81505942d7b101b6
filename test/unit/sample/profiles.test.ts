import { expect, test } from 'vitest';
import { PARTNERS } from '../../../infra/local/sample/partners.ts';
import { productOf } from '../../../infra/local/sample/products.ts';
import { CUSTOMERS } from '../../../infra/local/sample/profiles.ts';
import { listsOn } from '../../../infra/local/sample/seat-records.ts';
import { subscriptionLists } from '../../../lib/licensing/subscription.ts';
import { parseDay } from '../../../lib/time/day.ts';
import { entityId } from '../../../lib/values/entity-id.ts';

const TODAY = parseDay('2026-03-10');

test('there are 40 customers with ids and names of their own', () => {
  expect(CUSTOMERS).toHaveLength(40);
  expect(new Set(CUSTOMERS.map(({ customerId }) => entityId.parse(customerId))).size).toBe(40);
  expect(new Set(CUSTOMERS.map(({ name }) => name)).size).toBe(40);
});

test('every partner has customers, some customers have two, one has none', () => {
  const partnerIds = PARTNERS.map(({ partnerId }) => partnerId);
  const linked = (partnerId: string) => CUSTOMERS.filter(({ partners }) => partners.includes(partnerId)).length;
  expect(Object.fromEntries(partnerIds.map((id) => [id, linked(id)]))).toEqual({
    northwind: 20,
    fabrikam: 18,
    proseware: 4,
  });
  expect(CUSTOMERS.filter(({ partners }) => partners.length === 2)).toHaveLength(3);
  expect(CUSTOMERS.filter(({ partners }) => partners.length === 0)).toHaveLength(1);
});

test('whoever sells seats to a customer has it in its portfolio', () => {
  for (const { partners, seats } of CUSTOMERS)
    for (const { seller } of seats) if (seller !== undefined) expect(partners).toContain(seller);
});

test('the products are known, of all families, paid and free', () => {
  const products = CUSTOMERS.flatMap(({ seats }) => seats.map(({ partNumber }) => productOf(partNumber)));
  expect(new Set(products.map(({ family }) => family))).toEqual(new Set(['office365', 'dynamics365', 'ai']));
  expect(new Set(products.map(({ offer }) => offer))).toEqual(new Set(['paid', 'free']));
  expect(new Set(products.map(({ sku }) => sku)).size).toBeGreaterThanOrEqual(20);
});

test('customers have from 6 to 400 seats of what they bought first, most of them 15 to 120', () => {
  const sizes = CUSTOMERS.map(({ seats }) => seats[0]?.quantity ?? 0);
  expect([Math.min(...sizes), Math.max(...sizes)]).toEqual([6, 400]);
  expect(sizes.filter((size) => size >= 15 && size <= 120).length).toBeGreaterThanOrEqual(30);
});

test('the special cases are there', () => {
  expect(CUSTOMERS.filter(({ source }) => typeof source === 'object')).toHaveLength(1);
  expect(CUSTOMERS.filter(({ source }) => source === 'none')).toHaveLength(1);
  expect(CUSTOMERS.filter(({ source }) => source === 'countsOnly')).toHaveLength(1);
  expect(CUSTOMERS.filter(({ concealed }) => concealed)).toHaveLength(1);
  expect(CUSTOMERS.filter(({ startedDaysAgo }) => startedDaysAgo !== undefined)).toHaveLength(1);
  expect(CUSTOMERS.filter(({ unlicensed }) => unlicensed !== undefined)).toHaveLength(1);
  expect(CUSTOMERS.filter(({ seats }) => seats.some(({ isTrial }) => isTrial))).toHaveLength(2);
  expect(CUSTOMERS.filter(({ seats }) => seats.some(({ lapsed }) => lapsed))).toHaveLength(2);
});

test('a partner counts the support cases of a good part of its customers', () => {
  const counted = CUSTOMERS.filter(({ howToCases }) => howToCases !== undefined).map(({ partners }) => partners[0]);
  const counts = Map.groupBy(counted, (partner) => partner);
  expect([...counts].map(([partner, { length }]) => [partner, length])).toEqual([
    ['northwind', 14],
    ['fabrikam', 7],
    ['proseware', 2],
  ]);
});

test('the lists of subscriptions are such as the API stores, with renewals in every month of the next year', () => {
  const lists = CUSTOMERS.map((profile) => subscriptionLists.parse({ lists: listsOn(profile, TODAY, TODAY) }).lists);
  const subscriptions = lists.flatMap((one) => Object.values(one).flatMap((list) => list.subscriptions));
  expect(new Set(subscriptions.map(({ id }) => id)).size).toBe(subscriptions.length);
  const inDays = subscriptions.flatMap(({ renewsOn }) => (renewsOn === undefined ? [] : parseDay(renewsOn) - TODAY));
  expect(Math.min(...inDays)).toBeGreaterThan(0);
  expect(Math.max(...inDays)).toBeLessThanOrEqual(365);
  expect(new Set(inDays.map((days) => Math.floor(days / 31))).size).toBe(12);
});

test('a subscription is not listed before it was bought, and active before it lapsed', () => {
  const listed = (customerId: string, daysAgo: number) => {
    const profile = CUSTOMERS.find((one) => one.customerId === customerId);
    const lists = profile ? listsOn(profile, TODAY, TODAY - daysAgo) : {};
    return Object.values(lists).flatMap((list) =>
      list.subscriptions.map(({ quantity, state }) => `${quantity} ${state}`),
    );
  };
  expect(listed('wingtip-toys', 21)).toEqual(['26 active']);
  expect(listed('wingtip-toys', 20)).toEqual(['26 active', '25 active']);
  expect(listed('graphic-design-institute', 18)).toEqual(['35 active', '20 active']);
  expect(listed('graphic-design-institute', 17)).toEqual(['35 active', '20 grace']);
});
