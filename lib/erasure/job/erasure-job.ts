import { createHash } from 'node:crypto';
import * as z from 'zod';
import { receiptExpiry } from '../../jobs/retention.ts';
import { entityId } from '../../values/entity-id.ts';
import { type StageName, stageName, stagesOf } from './stage-names.ts';

export const erasureStatus = z.enum(['queued', 'running', 'done', 'failed']).meta({ id: 'ErasureStatus' });

/** Where an erasure goes on: in which of its two sweeps, at which stage, and after what. */
const place = z.object({
  /** The first removes what is there, the second what was on its way then. */
  sweep: z.union([z.literal(1), z.literal(2)]),
  /** `settle`: the first sweep is done, and what was on its way is waited for. */
  stage: z.union([stageName, z.literal('settle')]),
  /** Up to where the stage is done: what that is, the stage knows. */
  after: z.string().optional(),
  /** How often the stage has waited for something else to end. */
  waits: z.int().min(0),
});
export type Place = z.infer<typeof place>;

/** The erasure of a user or of a whole customer: how far it has come and, when it is done, the receipt. */
export const erasureJob = z.object({
  erasureId: z.string(),
  customerId: entityId,
  /** The keyed hash of the user's id, which itself is not stored; absent where the whole customer is erased. */
  userHash: z.string().optional(),
  /** The keyed hashes of the user's other ids, as far as they were mapped when it was looked. */
  otherHashes: z.array(z.string()).optional(),
  /** Whose caller asked for it: a partner's id, or `OPERATOR_PORTFOLIO`. */
  portfolio: z.string(),
  /** The subject of that caller. */
  requestedBy: z.string(),
  /** When it was asked for (ISO instant). */
  createdAt: z.iso.datetime(),
  status: erasureStatus,
  /** How many steps are done. A step's outcome counts only where this is still what the step started from. */
  step: z.int().min(0),
  place,
  /** What was removed, counted by kind of what it was. A step that broke off is not counted, nor what another one did at once. */
  removed: z.record(z.string(), z.int().min(0)),
  /** When it last came further (ISO instant). */
  progressedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().optional(),
  failure: z.object({ code: z.string(), message: z.string() }).optional(),
});
export type ErasureJob = z.infer<typeof erasureJob>;

/** The same as it is stored, with when it is forgotten. */
export const storedErasure = erasureJob.transform((job) => ({ ...job, expiresAt: receiptExpiry(job.createdAt) }));

/** Whose data an erasure removes, by whom it is asked for. */
export type ErasureRequest = Pick<ErasureJob, 'customerId' | 'userHash' | 'portfolio' | 'requestedBy'>;

/** What the queue of erasures carries: which one goes on, and while one settles, how many waits are still to come. */
export const erasureMessage = z.object({ erasureId: z.string().min(1), waits: z.int().min(0).optional() });
export type ErasureMessage = z.infer<typeof erasureMessage>;

/** Where an erasure begins. */
const beginning = (subject: Pick<ErasureJob, 'userHash'>): Place => ({
  sweep: 1,
  stage: firstStage(subject),
  waits: 0,
});

/** The first stage of a sweep. */
export const firstStage = (subject: Pick<ErasureJob, 'userHash'>): StageName => stagesOf(subject)[0];

/** A new erasure, which waits to be worked on. */
export const newErasure = (erasureId: string, { userHash, ...request }: ErasureRequest, now: Date): ErasureJob => ({
  erasureId,
  ...request,
  ...(userHash === undefined ? {} : { userHash }),
  createdAt: now.toISOString(),
  status: 'queued',
  step: 0,
  place: beginning({ userHash }),
  removed: {},
  progressedAt: now.toISOString(),
});

/** A done erasure that is to be done again from its beginning; what it removes then is counted on top. */
export const begunAgain = (job: ErasureJob, now: Date): ErasureJob => {
  const { finishedAt: _, failure: _failure, ...rest } = job;
  return { ...rest, status: 'queued', step: job.step + 1, place: beginning(job), progressedAt: now.toISOString() };
};

/** A failed erasure that goes on where it broke off. */
export const goneOn = (job: ErasureJob, now: Date): ErasureJob => {
  const { finishedAt: _, failure: _failure, ...rest } = job;
  const at = { ...job.place, waits: 0 };
  return { ...rest, status: 'queued', step: job.step + 1, place: at, progressedAt: now.toISOString() };
};

/** Whether nothing more will happen to it by itself. */
export const isEnded = ({ status }: Pick<ErasureJob, 'status'>): boolean => status === 'done' || status === 'failed';

/**
 * The id of an erasure: of one that is asked for again after `previous` was done another one, and otherwise the same.
 * Partners who ask for the same user each have their own.
 */
export const erasureIdFor = (
  { customerId, userHash, portfolio }: Pick<ErasureJob, 'customerId' | 'userHash' | 'portfolio'>,
  previous: string | undefined,
): string => {
  const subject = userHash === undefined ? [customerId] : [customerId, userHash, portfolio];
  const hex = createHash('sha256')
    .update(JSON.stringify([subject, previous ?? null]))
    .digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
};
