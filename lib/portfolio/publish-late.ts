import { OPERATOR_PORTFOLIO } from '../access/caller.ts';
import { sendMessages } from '../jobs/queue.ts';
import type { Table } from '../storage/table.ts';
import { portfoliosToPublish } from './membership.ts';
import type { PublishMessage } from './publish-message.ts';

/** From then on after a run was asked for, its publications may not have waited for a snapshot any more (`publish.ts`). */
const PATIENCE_MILLISECONDS = 16 * 60_000;

/** Snapshots that come late together are published together. */
const GATHERING_SECONDS = 60;

/** A customer's snapshot of a day (`YYYY-MM-DD`), and when its run was asked for (ISO instant), where that is known. */
interface LateSnapshot {
  readonly customerId: string;
  readonly asOf: string;
  readonly requestedAt: string | undefined;
}

/**
 * Has the portfolios that show a customer published once more where its snapshot was stored so late that they may have
 * been published without it. Of many such messages the first publication after them answers all. Returns whether it was late.
 */
export const publishIfLate = async (
  licensing: Table,
  publishQueueUrl: string,
  { customerId, asOf, requestedAt }: LateSnapshot,
  now: Date,
): Promise<boolean> => {
  if (requestedAt === undefined || now.getTime() - Date.parse(requestedAt) < PATIENCE_MILLISECONDS) return false;
  const portfolios = await portfoliosToPublish(licensing, { portfolio: OPERATOR_PORTFOLIO, customerId });
  const messages = portfolios.map(
    (portfolio): PublishMessage => ({ portfolio, asOf, requestedAt: now.toISOString(), attempt: 0 }),
  );
  await sendMessages(publishQueueUrl, messages, { delaySeconds: GATHERING_SECONDS });
  return true;
};
