import { type Caller, may } from '../../access/caller.ts';
import { isVisible, requireCustomer } from '../../customers/customer-access.ts';
import { readCustomer } from '../../customers/customer-table.ts';
import { sendMessages } from '../../jobs/queue.ts';
import { Problem, unknownCustomer } from '../../problem/problem.ts';
import type { Table } from '../../storage/table.ts';
import { type ErasureJob, type ErasureRequest, erasureIdFor, goneOn, isEnded, newErasure } from './erasure-job.ts';
import { changeErasure, readErasure } from './erasure-job-table.ts';

/** Where erasures are asked for: tables, and the address of their queue. */
export interface ErasureRequestStores {
  readonly jobs: Table;
  readonly licensing: Table;
  readonly queueUrl: string;
}

/**
 * Asks for a user of a customer that the caller sees to be erased; `userHash` names the user. Asked again while it is
 * under way, it answers the same erasure, and afterwards a new one. Nobody is told whether there is such a user. Throws the
 * Problem that stands against it.
 */
export const acceptUserErasure = async (
  stores: ErasureRequestStores,
  caller: Caller,
  { customerId, userHash }: { readonly customerId: string; readonly userHash: string },
  now: Date,
): Promise<ErasureJob> => {
  if (!may(caller, ['activity:write']) || !may(caller, ['licensing:write'])) throw bothScopesNeeded();
  await requireCustomer(stores.licensing, caller, customerId);
  const request = { customerId, userHash, portfolio: caller.portfolio, requestedBy: caller.subject };
  return begin(stores, request, await latestOf(stores.jobs, request), now);
};

/**
 * Asks for everything of a customer to be erased. Asked again, it answers the same erasure, until the customer was made
 * anew. Throws the Problem that stands against it.
 */
export const acceptCustomerErasure = async (
  stores: ErasureRequestStores,
  caller: Caller,
  customerId: string,
  now: Date,
): Promise<ErasureJob> => {
  const request = { customerId, portfolio: caller.portfolio, requestedBy: caller.subject };
  const latest = await latestOf(stores.jobs, request);
  if (isVisible(caller, await readCustomer(stores.licensing, customerId))) return begin(stores, request, latest, now);
  if (!latest) throw unknownCustomer(customerId);
  return latest.status === 'done' ? latest : begin(stores, request, latest, now);
};

/** The erasure of the same that was asked for last, if it is still remembered. */
const latestOf = async (jobs: Table, request: ErasureRequest): Promise<ErasureJob | undefined> => {
  let latest: ErasureJob | undefined;
  for (;;) {
    const next = await readErasure(jobs, erasureIdFor(request, latest?.erasureId));
    if (!next) return latest;
    latest = next;
  }
};

const begin = async (
  { jobs, queueUrl }: ErasureRequestStores,
  request: ErasureRequest,
  latest: ErasureJob | undefined,
  now: Date,
): Promise<ErasureJob> => {
  const erasureId = latest && latest.status !== 'done' ? latest.erasureId : erasureIdFor(request, latest?.erasureId);
  await changeErasure(jobs, erasureId, (stored) => {
    if (!stored) return newErasure(erasureId, request, now);
    return stored.status === 'failed' ? goneOn(stored, now) : undefined;
  });
  const job = await readErasure(jobs, erasureId);
  if (!job) throw new Error(`Erasure ${erasureId} was stored, and is not there`);
  // Also of one under way: its message may have been lost with whoever was to send it.
  if (!isEnded(job)) await sendMessages(queueUrl, [{ erasureId }]);
  return job;
};

const bothScopesNeeded = (): Problem =>
  new Problem(
    403,
    'missing_scope',
    'What is known of a user is activity and licences: this call needs both scopes, "activity:write" and "licensing:write". Ask the operator for them.',
  );
