import { replaceAccess } from '../../lib/access/access-table.ts';
import { partnerOf } from '../../lib/access/caller.ts';
import { createCatalogueReader } from '../../lib/catalogue/catalogue-reader.ts';
import { knowsProducts } from '../../lib/catalogue/product.ts';
import type { Customer } from '../../lib/customers/customer.ts';
import { requireCustomer } from '../../lib/customers/customer-access.ts';
import { listCustomers } from '../../lib/customers/list-customers.ts';
import { changePartner } from '../../lib/customers/partner-table.ts';
import { requirePartners } from '../../lib/customers/require-partners.ts';
import { readEnvironment } from '../../lib/environment.ts';
import { apiHandler } from '../../lib/http/api-handler.ts';
import { reply } from '../../lib/http/respond.ts';
import { tryAgain } from '../../lib/http/try-again.ts';
import { asOfDay } from '../../lib/insights/run/as-of.ts';
import { MOST_CHANGES } from '../../lib/licensing/assignment-change.ts';
import { readOffer } from '../../lib/licensing/offered-subscription.ts';
import { requireStorable, viewSupportCases } from '../../lib/licensing/posted-support-cases.ts';
import { replaceLists, viewLists } from '../../lib/licensing/seller-lists.ts';
import { storeChanges } from '../../lib/licensing/store-changes.ts';
import { changeSubscriptions, readSubscriptions } from '../../lib/licensing/subscriptions-table.ts';
import { mergeCases, type SupportCases } from '../../lib/licensing/support-cases.ts';
import { changeSupportCases, readOwnSupportCases } from '../../lib/licensing/support-cases-table.ts';
import { putCustomer } from '../../lib/portfolio/put-customer.ts';
import { startCountdown, writingTime } from '../../lib/storage/bounded-writes.ts';
import { openTable } from '../../lib/storage/table.ts';
import { dayOf, formatDay } from '../../lib/time/day.ts';
import type { ListedCustomer } from './customer-requests.ts';
import { env } from './env.ts';
import { partnerNeeded, sinceInFuture, tooManyChanges } from './problems.ts';
import { operations } from './request.ts';

const { LICENSING_TABLE, PUBLISH_QUEUE_URL: publishQueueUrl, REPORTING_LAG_DAYS } = readEnvironment(env);
const licensing = openTable(LICENSING_TABLE);
const currentCatalogue = createCatalogueReader(licensing);

export const handler = apiHandler(operations, {
  putPartner: async ({ path: { id: partnerId }, body }) => {
    const profile = { partnerId, ...body };
    await changePartner(licensing, partnerId, (stored) => ({ ...stored, ...profile }));
    return reply(200, profile);
  },

  putAccess: async ({ path: { subject }, body: { partnerId, scopes } }) => {
    if (partnerId !== undefined) await requirePartners(licensing, [partnerId]);
    else if (scopes.length > 0 && !scopes.includes('operator')) throw partnerNeeded();
    const record = { subject, ...(partnerId === undefined ? {} : { partnerId }), scopes: [...new Set(scopes)] };
    await replaceAccess(licensing, record);
    return reply(200, record);
  },

  putCustomer: async ({ path: { id }, body, now }) => {
    const today = formatDay(dayOf(now));
    const ahead = body.partners.find((link) => 'since' in link && link.since !== undefined && link.since > today);
    if (ahead) throw sinceInFuture(ahead.id, today);
    await requirePartners(
      licensing,
      body.partners.map((link) => link.id),
    );
    const asOf = formatDay(asOfDay(now, REPORTING_LAG_DAYS));
    const stored = await putCustomer({ licensing, publishQueueUrl, today, asOf }, id, body);
    return reply(200, forOperator(stored));
  },

  getCustomers: async ({ query, caller }) => {
    const { customers, ...rest } = await listCustomers(licensing, caller, query);
    const show = partnerOf(caller) === undefined ? forOperator : forPartner;
    return reply(200, { customers: customers.map(show), ...rest });
  },

  putSubscriptions: async ({ path: { id }, body, caller, now }) => {
    const partnerId = partnerOf(caller);
    await requireCustomer(licensing, caller, id);
    const named = body.subscriptions.map(({ sku }) => sku);
    const catalogue = await currentCatalogue(now, (kept) => knowsProducts(kept, named));
    const sold = readOffer(body.subscriptions, catalogue, partnerId);
    if (partnerId === undefined)
      await requirePartners(
        licensing,
        body.subscriptions.flatMap((one) => one.partnerId ?? []),
      );
    const day = formatDay(dayOf(now));
    const lists = await changeSubscriptions(licensing, id, (current) => replaceLists(current, sold, partnerId, day));
    return reply(200, viewLists(lists, partnerId));
  },

  getSubscriptions: async ({ path: { id }, caller }) => {
    await requireCustomer(licensing, caller, id);
    return reply(200, viewLists(await readSubscriptions(licensing, id), partnerOf(caller)));
  },

  postAssignments: async ({ path: { id }, body: { changes }, caller, now, remainingMilliseconds }) => {
    if (changes.length > MOST_CHANGES) throw tooManyChanges();
    const timeLeft = startCountdown(writingTime(remainingMilliseconds()));
    await requireCustomer(licensing, caller, id);
    const named = changes.flatMap((change) => ('value' in change ? change.value.sku : []));
    const catalogue = await currentCatalogue(now, (kept) => knowsProducts(kept, named));
    const context = { catalogue, today: dayOf(now), timeLeft };
    const outcome = await storeChanges(licensing, id, changes, context);
    if (outcome.accepted === 0 && outcome.rejected.some(({ code }) => code === 'try_again')) throw tryAgain();
    return reply(200, outcome);
  },

  putSupportCases: async ({ path: { id }, body: { cases }, caller, now }) => {
    await requireCustomer(licensing, caller, id);
    requireStorable(cases, dayOf(now));
    const merge = (own: SupportCases) => mergeCases(own, cases);
    const stored = await changeSupportCases(licensing, id, caller.portfolio, merge);
    return reply(200, viewSupportCases(stored, dayOf(now)));
  },

  getSupportCases: async ({ path: { id }, caller, now }) => {
    await requireCustomer(licensing, caller, id);
    return reply(200, viewSupportCases(await readOwnSupportCases(licensing, id, caller.portfolio), dayOf(now)));
  },
});

const forPartner = (one: Customer): ListedCustomer => {
  const { partners: _, ...rest } = one;
  return rest;
};

const forOperator = ({ partners, ...rest }: Customer): ListedCustomer => ({
  ...rest,
  partners: Object.entries(partners).map(([id, { since }]) => ({ id, since })),
});
