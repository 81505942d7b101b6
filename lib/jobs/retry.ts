import * as z from 'zod';

const FIRST_PAUSE_SECONDS = 10;

/**
 * How long a message rests at most before it is delivered again: after a failure that was reported, and as long as its queue
 * hides one whose function was killed (`infra/constructs/job-queue.ts`; a test holds the two together).
 */
export const LONGEST_PAUSE_SECONDS = 15 * 60;

/** How often a job is delivered before it ends as failed (`infra/constructs/job-queue.ts`; a test holds the two together). */
export const DELIVERIES = 15;

/**
 * For how many seconds a message rests that failed at its nth delivery (from 1): 10, 20, 40 … and at most 15 minutes. Not
 * at all after the last one: then it goes where messages go that nobody delivers any more.
 */
export const pauseAfter = (delivery: number, deliveries: number): number =>
  delivery >= deliveries ? 0 : Math.min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** (delivery - 1));

/** No function works on a job for longer (its time-out), so that one that has not moved for as long is not worked on. */
const LONGEST_WORK_SECONDS = 5 * 60;

/** What a job waits for whose function broke off or was killed. */
export const retry = z
  .object({
    since: z.iso.datetime().meta({ description: 'When the job last came further.' }),
    by: z.iso.datetime().meta({ description: 'When it is taken up again, at the latest.' }),
    failsBy: z.iso.datetime().meta({
      description: 'When it ends as failed, with its reason, at the latest, if that never helps.',
    }),
  })
  .meta({
    id: 'Retry',
    description: 'Left out while it comes further. Nothing needs to be done: it is taken up again by itself.',
  });
export type Retry = z.infer<typeof retry>;

/**
 * What a job that is under way waits for at `now`, by when it last came further (ISO instant; `undefined` where that was not
 * noted); `undefined` while somebody may be at work on it, and once every delivery is over.
 */
export const retryOf = (progressedAt: string | undefined, now: Date): Retry | undefined => {
  if (progressedAt === undefined) return undefined;
  const since = Date.parse(progressedAt);
  const after = (pauses: number): Date => new Date(since + pauses * LONGEST_PAUSE_SECONDS * 1000);
  if (now.getTime() - since < LONGEST_WORK_SECONDS * 1000 || now >= after(DELIVERIES)) return undefined;
  const next = Math.floor((now.getTime() - since) / (LONGEST_PAUSE_SECONDS * 1000)) + 1;
  return { since: progressedAt, by: after(next).toISOString(), failsBy: after(DELIVERIES).toISOString() };
};
