import { partnerOf } from '../../lib/access/caller.ts';
import { createCatalogueReader } from '../../lib/catalogue/store/catalogue-reader.ts';
import { requireCustomer } from '../../lib/customers/customer-access.ts';
import { showCustomers, showOneCustomer } from '../../lib/customers/shown-customers.ts';
import { readEnvironment } from '../../lib/environment.ts';
import { apiHandler } from '../../lib/http/api-handler.ts';
import { reply } from '../../lib/http/respond.ts';
import { tryAgain } from '../../lib/http/try-again.ts';
import { postChanges } from '../../lib/licensing/post-changes.ts';
import { postSupportCases, readPostedCases } from '../../lib/licensing/posted/support-cases-of-caller.ts';
import { putOffer } from '../../lib/licensing/put-offer.ts';
import { viewLists } from '../../lib/licensing/seller-lists.ts';
import { readSubscriptions } from '../../lib/licensing/subscriptions-table.ts';
import { userNamesOf } from '../../lib/licensing/user-names-table.ts';
import { startCountdown, writingTime } from '../../lib/storage/deadline.ts';
import { openTable } from '../../lib/storage/table.ts';
import { identityAnswers } from './answer-identities.ts';
import { env } from './env.ts';
import { operations } from './request.ts';

const settings = readEnvironment(env);
const licensing = openTable(settings.LICENSING_TABLE);
const userNames = userNamesOf(licensing, settings.PSEUDONYM_KEY_ARN);
const stores = { licensing, userNames, currentCatalogue: createCatalogueReader(licensing) };

/** Lists customers, and keeps their subscriptions, assignments, support cases and identities. */
export const handler = apiHandler(operations, {
  ...identityAnswers(stores, settings.JOBS_TABLE),
  getCustomers: async ({ query, caller }) => reply(200, await showCustomers(licensing, caller, query)),
  getCustomer: async ({ path: { id }, caller }) => reply(200, await showOneCustomer(licensing, caller, id)),
  putSubscriptions: async ({ path: { id }, body: { subscriptions }, caller, now }) =>
    reply(200, await putOffer(stores, caller, id, subscriptions, now)),
  getSubscriptions: async ({ path: { id }, caller }) => {
    await requireCustomer(licensing, caller, id);
    return reply(200, viewLists(await readSubscriptions(licensing, id), partnerOf(caller)));
  },
  postAssignments: async ({ path: { id }, body: { changes }, caller, now, remainingMilliseconds }) => {
    const timeLeft = startCountdown(writingTime(remainingMilliseconds()));
    const outcome = await postChanges(stores, caller, id, changes, { now, timeLeft });
    return outcome ? reply(200, outcome) : Promise.reject(tryAgain());
  },
  putSupportCases: async ({ path, body: { cases }, ...call }) =>
    reply(200, await postSupportCases(licensing, call.caller, path.id, cases, call.now)),
  getSupportCases: async ({ path, caller, now }) => reply(200, await readPostedCases(licensing, caller, path.id, now)),
});
