import { grantAccess } from '../../lib/customers/grant-access.ts';
import { showToOperator } from '../../lib/customers/listed-customer.ts';
import { changePartner } from '../../lib/customers/partner-table.ts';
import { requirePartners } from '../../lib/customers/require-partners.ts';
import { readEnvironment } from '../../lib/environment.ts';
import { apiHandler } from '../../lib/http/api-handler.ts';
import { reply } from '../../lib/http/respond.ts';
import { asOfDay } from '../../lib/insights/run/as-of.ts';
import { putCustomer } from '../../lib/portfolio/put-customer.ts';
import { openTable } from '../../lib/storage/table.ts';
import { dayOf, formatDay } from '../../lib/time/day.ts';
import { env } from './env.ts';
import { sinceInFuture } from './problems.ts';
import { operations } from './request.ts';

const { LICENSING_TABLE, PUBLISH_QUEUE_URL: publishQueueUrl, REPORTING_LAG_DAYS } = readEnvironment(env);
const licensing = openTable(LICENSING_TABLE);

/** Keeps who may do what, and whose portfolio holds whom: for operators alone. */
export const handler = apiHandler(operations, {
  putPartner: async ({ path: { id: partnerId }, body, now }) => {
    const profile = { partnerId, ...body };
    const recipientsSetAt = now.toISOString();
    await changePartner(licensing, partnerId, (stored) => ({ ...stored, ...profile, recipientsSetAt }));
    return reply(200, profile);
  },

  putAccess: async ({ path: { subject }, body: { partnerId, scopes } }) => {
    return reply(200, await grantAccess(licensing, { subject, partnerId, scopes }));
  },

  putCustomer: async ({ path: { id }, body, now }) => {
    const today = formatDay(dayOf(now));
    const ahead = body.partners.find((link) => 'since' in link && link.since !== undefined && link.since > today);
    if (ahead) throw sinceInFuture(ahead.id, today);
    const linked = body.partners.map((link) => link.id);
    await requirePartners(licensing, linked);
    const asOf = formatDay(asOfDay(now, REPORTING_LAG_DAYS));
    return reply(200, showToOperator(await putCustomer({ licensing, publishQueueUrl, today, asOf }, id, body)));
  },
});
