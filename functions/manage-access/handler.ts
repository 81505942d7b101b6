import { withdrawAccess } from '../../lib/access/withdraw-access.ts';
import { recorderIn } from '../../lib/audit/record.ts';
import { grantAccess } from '../../lib/customers/grant-access.ts';
import { putPartner } from '../../lib/customers/keep-partner.ts';
import { showToOperator } from '../../lib/customers/listed-customer.ts';
import { readEnvironment } from '../../lib/environment.ts';
import { apiHandler } from '../../lib/http/api-handler.ts';
import { reply } from '../../lib/http/respond.ts';
import { removePartner } from '../../lib/sources/managing/remove-partner.ts';
import { openTable } from '../../lib/storage/table.ts';
import { changeCustomer } from './change-customer.ts';
import { env } from './env.ts';
import { operations } from './request.ts';

const { PUBLISH_QUEUE_URL: publishQueueUrl, REPORTING_LAG_DAYS: reportingLagDays, ...settings } = readEnvironment(env);
const [licensing, record] = [openTable(settings.LICENSING_TABLE), recorderIn(openTable(settings.JOBS_TABLE))];
const stores = { licensing, publishQueueUrl, reportingLagDays };

/** Keeps who may do what, and whose portfolio holds whom: for operators alone, and all that they change is recorded. */
export const handler = apiHandler(operations, {
  putPartner: async ({ path: { id }, body, ...call }) => {
    const profile = { partnerId: id, ...body };
    await record(call, 'partner.put', id, (before) => putPartner(licensing, profile, call.now, before));
    return reply(200, profile);
  },
  deletePartner: async ({ path: { id }, ...call }) => {
    await record(call, 'partner.delete', id, (before) => removePartner(licensing, id, call.now, before));
    return { status: 204 };
  },
  putAccess: async ({ path: { subject }, body: { partnerId, scopes }, ...call }) => {
    const rights = { subject, partnerId, scopes };
    return reply(200, await record(call, 'access.put', subject, (before) => grantAccess(licensing, rights, before)));
  },
  deleteAccess: async ({ path: { subject }, ...call }) => {
    const by = { caller: call.caller.subject, firstOperator: settings.FIRST_OPERATOR };
    await record(call, 'access.delete', subject, (before) => withdrawAccess(licensing, subject, by, before));
    return { status: 204 };
  },
  putCustomer: async ({ path: { id }, body, now, ...rest }) => {
    const put = await record({ now, ...rest }, 'customer.put', id, (before) =>
      changeCustomer(stores, now, id, body, before),
    );
    return reply(200, showToOperator(put));
  },
});
