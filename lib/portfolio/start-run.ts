import type { RecalculateMessage } from '../insights/run/recalculation-message.ts';
import type { Run } from '../insights/run/recalculation-run.ts';
import { sendMessages } from '../jobs/queue.ts';
import type { Table } from '../storage/table.ts';
import { customersIn, portfoliosToPublish } from './membership.ts';
import type { PublishMessage } from './publish-message.ts';

/** Gives the recalculations a moment before the portfolios are looked at; what is still missing then is waited for. */
const PUBLISH_DELAY_SECONDS = 1;

/** Where a run's customers are found, and the queues of its two kinds of messages. */
export interface RunPlaces {
  readonly licensing: Table;
  readonly recalculationQueueUrl: string;
  readonly publishQueueUrl: string;
}

/**
 * Sends one message per customer of a run, to be counted with that version of the catalogue, and one per portfolio that
 * shows any of them. Returns how many of each.
 */
export const startRun = async (
  { licensing, recalculationQueueUrl, publishQueueUrl }: RunPlaces,
  { portfolio, customerId, asOf, requestedAt, daily }: Run,
  catalogVersion: string,
): Promise<{ readonly customers: number; readonly portfolios: number }> => {
  let customers = 0;
  for await (const page of customerId === undefined ? customersIn(licensing, portfolio) : [[customerId]]) {
    const messages = page.map(
      (one): RecalculateMessage => ({
        customerId: one,
        asOf,
        catalogVersion,
        requestedAt,
        ...(daily ? { daily } : {}),
      }),
    );
    await sendMessages(recalculationQueueUrl, messages);
    customers += messages.length;
  }
  const run = { portfolio, customerId };
  const portfolios = await portfoliosToPublish(licensing, run);
  const publications = portfolios.map(
    (one): PublishMessage => ({ portfolio: one, asOf, requestedAt, run, attempt: 0 }),
  );
  await sendMessages(publishQueueUrl, publications, { delaySeconds: PUBLISH_DELAY_SECONDS });
  return { customers, portfolios: portfolios.length };
};
