import { type ErasureJob, type ErasureMessage, firstStage, isEnded } from './job/erasure-job.ts';
import { checkpointErasure, readErasure } from './job/erasure-job-table.ts';
import { keepReceipt } from './job/receipt-bucket.ts';
import type { UserHasher } from './job/user-hash.ts';
import { runStage } from './run-stage.ts';
import type { ErasureStores } from './stages/stage.ts';

/** One delivery of an erasure's message. */
export interface ErasureDelivery {
  readonly message: ErasureMessage;
  readonly now: Date;
  /** The day that figures are of now, `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly hashOf: UserHasher;
  /** Tells the time at which a step ends. */
  readonly clock: () => Date;
  /** Whether the step's time is over: it stops at the next mark. */
  readonly timeIsUp: () => boolean;
}

/** The message by which an erasure goes on, and in how many seconds. */
export interface Continuation {
  readonly message: ErasureMessage;
  readonly delaySeconds: number;
}

/**
 * How long what was on its way is waited for, last wait first, in seconds; a queue delays by 15 minutes at most. In all
 * it is 65 minutes: an upload form is good for an hour, and no function runs for more than 5 minutes.
 */
const SETTLING_SECONDS = [300, 900, 900, 900, 900] as const;

/** How often a stage waits for a publication, half a minute each time. */
const MOST_WAITS = 60;

/**
 * Does one step of an erasure, from where it stands, and stores how far it came. Any message of one that has not ended may
 * start it, again and at once. Returns how it goes on; `undefined` when this delivery leaves nothing to do. Throws what the
 * queue is to try again.
 */
export const workOnErasure = async (
  stores: ErasureStores,
  delivery: ErasureDelivery,
): Promise<Continuation | undefined> => {
  const { message, now, asOf, hashOf, clock, timeIsUp } = delivery;
  const job = await readErasure(stores.jobs, message.erasureId);
  if (!job || isEnded(job)) return undefined;
  const { place, customerId } = job;
  const hashes = new Set([job.userHash, ...(job.otherHashes ?? [])]);
  const isErased = (userId: string) => hashes.has(hashOf(customerId, userId));
  const isAskedFor = (userId: string) => hashOf(customerId, userId) === job.userHash;
  const leave = (more: Partial<ErasureJob>): Promise<boolean> =>
    checkpointErasure(stores.jobs, job, {
      ...job,
      status: 'running',
      progressedAt: clock().toISOString(),
      ...more,
    });
  const goOn = async (more: Partial<ErasureJob>, delaySeconds = 0): Promise<Continuation | undefined> =>
    (await leave(more)) ? { message: { erasureId: job.erasureId }, delaySeconds } : undefined;
  if (place.stage === 'settle') {
    const next = nextWait(message);
    return next ?? goOn({ place: { sweep: 2, stage: firstStage(job), waits: 0 } });
  }
  const { reached, removed, alsoErased, delaySeconds } = await runStage(
    { stores, job, now, asOf, isErased, isAskedFor },
    place.stage,
    timeIsUp,
  );
  const found = alsoErased.map((userId) => hashOf(customerId, userId)).filter((hash) => !hashes.has(hash));
  const otherHashes = found.length > 0 ? { otherHashes: [...(job.otherHashes ?? []), ...new Set(found)] } : {};
  if (reached === 'end') {
    const finishedAt = clock().toISOString();
    const { failure: _, ...done } = {
      ...job,
      ...otherHashes,
      status: 'done' as const,
      removed,
      finishedAt,
      progressedAt: finishedAt,
    };
    await keepReceipt(stores.uploads, done);
    await leave(done);
    return undefined;
  }
  if (reached.waits <= MOST_WAITS) return await goOn({ place: reached, removed, ...otherHashes }, delaySeconds);
  await leave({ removed, status: 'failed', failure: NOT_PUBLISHED });
  return undefined;
};

const NOT_PUBLISHED = {
  code: 'portfolio_not_published',
  message: 'A portfolio that still shows the customer was not published anew. Ask for the same erasure again.',
};

/** The next wait of those that lie between the sweeps, each a message; `undefined` when the last one is over. */
const nextWait = ({ erasureId, waits = SETTLING_SECONDS.length }: ErasureMessage): Continuation | undefined =>
  waits === 0
    ? undefined
    : { message: { erasureId, waits: waits - 1 }, delaySeconds: SETTLING_SECONDS[waits - 1] ?? 0 };
