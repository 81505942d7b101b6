import { type ErasureJob, type ErasureMessage, firstStage, isEnded, type Place } from './job/erasure-job.ts';
import { checkpointErasure, readErasure } from './job/erasure-job-table.ts';
import { keepReceipt } from './job/receipt-bucket.ts';
import { type StageName, stagesOf } from './job/stage-names.ts';
import type { UserHasher } from './job/user-hash.ts';
import type { ErasureStores } from './stages/stage.ts';
import { STAGES } from './stages/stages.ts';

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
  /** Whether the queue will not deliver the message again. */
  readonly isLast: boolean;
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

/** A stage that waits for a publication looks again after so long, so many times: 30 minutes in all. */
const WAIT_SECONDS = 30;
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
  const { message, clock, isLast } = delivery;
  const job = await readErasure(stores.jobs, message.erasureId);
  if (!job || isEnded(job)) return undefined;
  const { place } = job;
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
  try {
    const { reached, removed, delaySeconds } = await runStage(stores, delivery, job, place.stage);
    if (reached === 'end') {
      const finishedAt = clock().toISOString();
      const { failure: _, ...done } = {
        ...job,
        status: 'done' as const,
        removed,
        finishedAt,
        progressedAt: finishedAt,
      };
      await keepReceipt(stores.uploads, done);
      await leave(done);
      return undefined;
    }
    if (reached.waits <= MOST_WAITS) return await goOn({ place: reached, removed }, delaySeconds);
    await leave({ removed, status: 'failed', failure: NOT_PUBLISHED });
    return undefined;
  } catch (error) {
    if (isLast) await leave({ status: 'failed', failure: BROKEN_OFF });
    throw error;
  }
};

const BROKEN_OFF = {
  code: 'internal_error',
  message:
    'Something failed on our side, several times. Ask for the same erasure again: it goes on where it broke off.',
};

const NOT_PUBLISHED = {
  code: 'portfolio_not_published',
  message: 'A portfolio that still shows the customer was not published anew. Ask for the same erasure again.',
};

/** The next wait of those that lie between the sweeps, each a message; `undefined` when the last one is over. */
const nextWait = ({ erasureId, waits = SETTLING_SECONDS.length }: ErasureMessage): Continuation | undefined =>
  waits === 0
    ? undefined
    : { message: { erasureId, waits: waits - 1 }, delaySeconds: SETTLING_SECONDS[waits - 1] ?? WAIT_SECONDS };

/** Where a step got to, what is removed by then, and in how many seconds the next one may begin. */
interface Reached {
  readonly reached: Place | 'end';
  readonly removed: ErasureJob['removed'];
  readonly delaySeconds: number;
}

/** Runs the stage that is due, as far as time allows. */
const runStage = async (
  stores: ErasureStores,
  { now, asOf, hashOf, timeIsUp }: ErasureDelivery,
  job: ErasureJob,
  stage: StageName,
): Promise<Reached> => {
  const { place } = job;
  const isErased = (userId: string) => hashOf(job.customerId, userId) === job.userHash;
  const removed = { ...job.removed };
  for await (const mark of STAGES[stage]({ stores, job, now, asOf, isErased }, place.after)) {
    for (const [kind, count] of Object.entries(mark.removed ?? {}))
      if (count > 0) removed[kind] = (removed[kind] ?? 0) + count;
    const { after: _, ...beginning } = place;
    if (mark.waits) return { reached: { ...beginning, waits: place.waits + 1 }, removed, delaySeconds: WAIT_SECONDS };
    const reached = { ...beginning, ...(mark.after === undefined ? {} : { after: mark.after }) };
    if (timeIsUp()) return { reached, removed, delaySeconds: 0 };
  }
  return { reached: placeAfter(job, place), removed, delaySeconds: 0 };
};

/** Where an erasure goes on after a stage; `end` after the last one of the second sweep. */
const placeAfter = (job: ErasureJob, { sweep, stage }: Place): Place | 'end' => {
  const stages: readonly string[] = stagesOf(job);
  const next = stagesOf(job)[stages.indexOf(stage) + 1];
  if (next !== undefined) return { sweep, stage: next, waits: 0 };
  return sweep === 1 ? { sweep, stage: 'settle', waits: 0 } : 'end';
};
