import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import { parseSubscribedSkus } from '../../../lib/imports/formats/readers/graph-subscribed-skus.ts';
import type { SeatRecords } from '../../../lib/insights/count/seats.ts';
import { DIRECT, type Subscription, type SubscriptionLists } from '../../../lib/licensing/subscription.ts';
import { type Day, formatDay } from '../../../lib/time/day.ts';
import { productOf } from './products.ts';
import { type CustomerProfile, levelOf, type SeatsProfile } from './profile.ts';
import { drawn, guidOf, seedOf } from './seeded.ts';

/** Renewals without a day of their own are spread over the next year, but for its first days. */
const FIRST_RENEWAL_IN_DAYS = 14;
const RENEWALS_WITHIN_DAYS = 345;

/** What is known of a customer's seats on a day: the lists of its sellers, or the file that counts them together. */
export const seatRecordsOn = (profile: CustomerProfile, today: Day, day: Day): SeatRecords => {
  if (profile.source !== 'countsOnly') return { lists: listsOn(profile, today, day), totals: [] };
  const { totals } = parseSubscribedSkus(subscribedSkusOn(profile, today, day), bundledCatalogue);
  return { lists: {}, totals: [{ source: 'graph.subscribedSkus', day: formatDay(day), totals: [...totals] }] };
};

/** The list of each seller of a customer, as it was on a day. */
export const listsOn = (profile: CustomerProfile, today: Day, day: Day): SubscriptionLists['lists'] => {
  const sold = profile.seats
    .filter(({ boughtDaysAgo }) => boughtDaysAgo === undefined || day >= today - boughtDaysAgo)
    .map((seats, at) => ({
      seller: seats.seller ?? profile.partners[0] ?? DIRECT,
      subscription: subscriptionOn(seats, `${profile.customerId} ${seats.partNumber} ${at}`, today, day),
    }));
  const bySeller = Map.groupBy(sold, ({ seller }) => seller);
  return Object.fromEntries(
    [...bySeller].map(([seller, lines]) => [
      seller,
      { day: formatDay(day), subscriptions: lines.map(({ subscription }) => subscription) },
    ]),
  );
};

/** How long people keep their access after a subscription has expired (Partner Center, new commerce). */
const GRACE_DAYS = 30;

const subscriptionOn = (seats: SeatsProfile, name: string, today: Day, day: Day): Subscription => {
  const { partNumber, quantity, isTrial = false, lapsed, renewsInDays } = seats;
  const spread = FIRST_RENEWAL_IN_DAYS + Math.floor(drawn(seedOf(name), 0) * RENEWALS_WITHIN_DAYS);
  const hasLapsed = lapsed !== undefined && day >= today - lapsed.daysAgo;
  return {
    id: guidOf(`subscription ${name}`),
    sku: productOf(partNumber).sku,
    quantity,
    state: hasLapsed ? lapsed.state : 'active',
    isTrial,
    ...(isTrial ? {} : { term: 'P1Y' as const }),
    ...(hasLapsed && lapsed.state === 'grace' ? { graceEndsOn: formatDay(today - lapsed.daysAgo + GRACE_DAYS) } : {}),
    ...(lapsed === undefined ? { renewsOn: formatDay(today + (renewsInDays ?? spread)) } : {}),
  };
};

/** The answer of Graph's `GET /v1.0/subscribedSkus` for a customer on a day. */
export const subscribedSkusOn = (profile: CustomerProfile, today: Day, day: Day) => ({
  '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#subscribedSkus',
  value: profile.seats.map(({ partNumber, quantity, assigned, boughtDaysAgo }) => ({
    appliesTo: 'User',
    capabilityStatus: 'Enabled',
    consumedUnits: Math.round(levelOf(assigned, today - day, boughtDaysAgo)),
    prepaidUnits: { enabled: quantity, lockedOut: 0, suspended: 0, warning: 0 },
    skuId: productOf(partNumber).sku,
    skuPartNumber: partNumber,
  })),
});
