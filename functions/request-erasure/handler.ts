import { readEnvironment } from '../../lib/environment.ts';
import { acceptCustomerErasure, acceptUserErasure } from '../../lib/erasure/job/accept-erasure.ts';
import type { ErasureJob } from '../../lib/erasure/job/erasure-job.ts';
import { viewErasure } from '../../lib/erasure/job/erasure-view.ts';
import { replayErasures } from '../../lib/erasure/job/replay-erasures.ts';
import { requireErasure } from '../../lib/erasure/job/require-erasure.ts';
import { userHasher } from '../../lib/erasure/job/user-hash.ts';
import { apiHandler } from '../../lib/http/api-handler.ts';
import { reply } from '../../lib/http/respond.ts';
import { userNamesOf } from '../../lib/licensing/user-names-table.ts';
import { secretOf } from '../../lib/storage/read-secret.ts';
import { openTable } from '../../lib/storage/table.ts';
import { env } from './env.ts';
import { operations } from './request.ts';

const settings = readEnvironment(env);
const keyOfHashes = secretOf(settings.ERASURE_KEY_ARN);
const stores = {
  jobs: openTable(settings.JOBS_TABLE),
  licensing: openTable(settings.LICENSING_TABLE),
  bucket: settings.UPLOADS_BUCKET,
  queueUrl: settings.ERASURE_QUEUE_URL,
};
const userNames = userNamesOf(stores.licensing, settings.PSEUDONYM_KEY_ARN);

const accepted = (job: ErasureJob, now: Date) =>
  reply(202, viewErasure(job, now), { location: `/v1/erasures/${job.erasureId}` });

/** Takes erasures of users and customers, tells how they stand, and has them done again after a restore. */
export const handler = apiHandler(operations, {
  deleteUser: async ({ path: { id: customerId, userId }, caller, now }) => {
    const names = await userNames();
    const userHash = userHasher(await keyOfHashes())(customerId, names.of(userId));
    return accepted(await acceptUserErasure(stores, caller, { customerId, userHash }, now), now);
  },

  deleteCustomer: async ({ path: { id }, caller, now }) =>
    accepted(await acceptCustomerErasure(stores, caller, id, now), now),

  getErasure: async ({ path: { id }, caller, now }) =>
    reply(200, viewErasure(await requireErasure(stores.jobs, caller, id), now)),

  replayErasures: async ({ body: { restoredTo }, now }) =>
    reply(202, { erasures: await replayErasures(stores, restoredTo, now) }),
});
