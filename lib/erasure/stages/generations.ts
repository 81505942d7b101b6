import { OPERATOR_PORTFOLIO } from '../../access/caller.ts';
import { listPartnerIds } from '../../customers/partner-table.ts';
import { sendMessages } from '../../jobs/queue.ts';
import { readPointer } from '../../portfolio/generation-pointer.ts';
import type { PublishMessage } from '../../portfolio/publish-message.ts';
import { deleteObject, listKeys } from '../../storage/object-store.ts';
import { names } from './customer-jobs.ts';
import { objectHolds } from './object-holds.ts';
import type { Stage, StageWork } from './stage.ts';

const PREFIX = 'portfolios/';
const ROWS = /^portfolios\/([^/]+)\/[^/]+\/([^/]+)\/rows\.ndjson\.gz$/u;

/** Marks a place after which the stage has to begin anew: one that is shown had to stay. */
const UNFINISHED = '!';

/**
 * Deletes the generations that have a row of the customer. One that a portfolio still shows is made anew first, and waited
 * for. Of a generation the rows are written first, and deleted last.
 */
export const eraseGenerations: Stage = async function* (work, after = '') {
  const { stores, job } = work;
  const row = `"customerId":${JSON.stringify(job.customerId)}`;
  let mark = after.startsWith(UNFINISHED) ? UNFINISHED : '';
  for await (const key of listKeys(stores.portfolios, PREFIX, after.slice(mark.length) || undefined)) {
    const [, portfolio, generationId] = ROWS.exec(key) ?? [];
    if (portfolio === undefined) continue;
    const holds = await objectHolds(stores.portfolios, key, row, { gzip: true });
    const isShown = holds && (await readPointer(stores.insights, portfolio))?.generationId === generationId;
    if (isShown) {
      await publishAnew(work, portfolio);
      mark = UNFINISHED;
    } else if (holds) {
      for (const index of ['index.columns.gz', 'index.json.gz'])
        await deleteObject(stores.portfolios, key.replace('rows.ndjson.gz', index));
      await deleteObject(stores.portfolios, key);
    }
    yield { after: `${mark}${key}`, removed: { generations: holds && !isShown ? 1 : 0 } };
  }
  for (const portfolio of [OPERATOR_PORTFOLIO, ...(await listPartnerIds(stores.licensing))])
    if (names((await readPointer(stores.insights, portfolio)) ?? null, job.customerId)) {
      await publishAnew(work, portfolio);
      mark = UNFINISHED;
    }
  if (mark === UNFINISHED) yield { waits: true };
};

const publishAnew = ({ stores, now, asOf }: StageWork, portfolio: string): Promise<void> =>
  sendMessages(stores.publishQueueUrl, [
    { portfolio, asOf, requestedAt: now.toISOString(), attempt: 0 } satisfies PublishMessage,
  ]);
