import type { Caller } from '../access/caller.ts';
import { requireCustomer } from '../customers/customer-access.ts';
import { asOfDay } from '../insights/run/as-of.ts';
import type { RunMessage } from '../insights/run/recalculation-message.ts';
import { noteRequestedRun } from '../insights/run/requested-runs-table.ts';
import { sendMessages } from '../jobs/queue.ts';
import { countAgainstLimit } from '../settings/count-against-limit.ts';
import type { Table } from '../storage/table.ts';
import { formatDay } from '../time/day.ts';

/** Who asks again within this time gets one run for all. */
const GATHERING_SECONDS = 2;

/** Where recalculations are asked for. */
export interface RunRequestStores {
  readonly licensing: Table;
  readonly jobs: Table;
  readonly queueUrl: string;
  readonly reportingLagDays: number;
}

/**
 * Queues a recalculation of one customer, or of all that the caller sees. Returns the message that was sent. Throws the 404
 * problem of a customer that is not in the portfolio, and the 429 problem of the limit.
 */
export const requestRun = async (
  { licensing, jobs, queueUrl, reportingLagDays }: RunRequestStores,
  caller: Caller,
  customerId: string | undefined,
  now: Date,
): Promise<RunMessage & { readonly asOf: string; readonly requestedAt: string }> => {
  if (customerId !== undefined) await requireCustomer(licensing, caller, customerId);
  await countAgainstLimit({ jobs, licensing }, caller, { limit: 'recalculationsPerHour' }, now);
  const asOf = formatDay(asOfDay(now, reportingLagDays));
  const requestedAt = now.toISOString();
  const run = { asOf, requestedAt, portfolio: caller.portfolio, ...(customerId ? { customerId } : {}) };
  await sendMessages(queueUrl, [run satisfies RunMessage], { delaySeconds: GATHERING_SECONDS });
  await noteRequestedRun(jobs, run);
  return run;
};
