import * as z from 'zod';
import { retry, retryOf } from '../../jobs/retry.ts';
import { entityId } from '../../values/entity-id.ts';
import { type ErasureJob, erasureStatus, isEnded } from './erasure-job.ts';

/** What the API tells of an erasure; of one that is done, the receipt. */
export const erasureView = z
  .object({
    id: z.string(),
    status: erasureStatus,
    customerId: entityId,
    userHash: z.string().optional().meta({
      description:
        'The HMAC-SHA-256 of the user id with a key of this deployment: the id itself is not kept. Left out where the whole customer is erased.',
    }),
    requestedBy: z.string().meta({ description: 'The subject of the caller who asked for it.' }),
    requestedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().optional(),
    removed: z.record(z.string(), z.int().min(0)).meta({
      description:
        'What was removed so far, counted by what it was; at least so much, where a step broke off or was done twice at once.',
    }),
    failure: z.object({ code: z.string(), message: z.string() }).optional(),
    retry: retry.optional(),
  })
  .meta({ id: 'Erasure' });
type ErasureView = z.infer<typeof erasureView>;

/** Far longer than the queue keeps trying a step that breaks off, or waits between two: its message was lost. */
const ABANDONED_MILLISECONDS = 12 * 60 * 60 * 1000;

const ABANDONED = {
  code: 'erasure_abandoned',
  message: 'It has not moved for 12 hours. Ask for the same erasure again: it goes on where it broke off.',
};

/** An erasure as whoever may see it is told of it at `now`; one that has not moved for long is shown as failed. */
export const viewErasure = (job: ErasureJob, now: Date): ErasureView => {
  const isAbandoned = !isEnded(job) && now.getTime() - Date.parse(job.progressedAt) > ABANDONED_MILLISECONDS;
  // Between its sweeps, and for a publication, it waits on purpose.
  const isAtWork = job.status === 'running' && job.place.stage !== 'settle' && job.place.waits === 0;
  const waits = isAtWork ? retryOf(job.progressedAt, now) : undefined;
  const failure = isAbandoned ? ABANDONED : job.failure;
  return {
    id: job.erasureId,
    status: isAbandoned ? 'failed' : job.status,
    customerId: job.customerId,
    ...(job.userHash === undefined ? {} : { userHash: job.userHash }),
    requestedBy: job.requestedBy,
    requestedAt: job.createdAt,
    ...(job.finishedAt === undefined ? {} : { finishedAt: job.finishedAt }),
    removed: job.removed,
    ...(failure ? { failure } : {}),
    ...(waits ? { retry: waits } : {}),
  };
};
