import { logger } from '../../observability/logger.ts';
import type { ExportFailure, ExportJob, ExportMessage } from '../job/export-job.ts';
import { failExport } from '../job/export-job-table.ts';
import { UnresumableError } from './export-attempt.ts';
import { UnusableGenerationError } from './generation-rows.ts';
import { beginAttempt, type ExportStores, NoFiguresError, resumeAttempt, writeStep } from './write-attempt.ts';

/** More attempts than this that cannot go on are no accident. */
const MOST_RESTARTS = 3;

/** What a delivery of a message knows of its time. */
export interface DeliveryTime {
  readonly now: Date;
  /** Whether the step has to end here. */
  readonly timeIsUp: () => boolean;
}

/** The export is written, is somebody else's, has failed for good, or goes on in a message. */
export type Advance = 'published' | 'lost' | 'failed' | { readonly next: ExportMessage };

/**
 * Takes an export one step further. An export that cannot succeed is ended as failed, with a reason. Throws what the
 * queue is to try again.
 */
export const advanceExport = async (
  stores: ExportStores,
  job: ExportJob,
  message: ExportMessage,
  time: DeliveryTime,
): Promise<Advance> => {
  try {
    const attempt =
      message.attemptId === undefined ? beginAttempt(job) : await resumeAttempt(stores, job, message.attemptId);
    const outcome = await writeStep(stores, job, attempt, time);
    return outcome === 'paused' ? { next: { ...message, attemptId: attempt.attemptId } } : outcome;
  } catch (error) {
    if (error instanceof UnresumableError && message.restarts < MOST_RESTARTS)
      return { next: { exportId: job.exportId, restarts: message.restarts + 1, mailings: 0 } };
    const failure = failureOf(error);
    if (failure === undefined) throw error;
    await failExport(stores.jobs, job.exportId, failure, time.now);
    logger.error('an export cannot be made', { exportId: job.exportId, error: String(error) });
    return 'failed';
  }
};

const UNUSABLE: ExportFailure = {
  code: 'generation_unusable',
  message: 'The portfolio that it was to be made from cannot be read any more. Ask for a new export.',
};

const NO_FIGURES: ExportFailure = {
  code: 'no_snapshot',
  message: 'The portfolio has no figures of this customer yet. Ask again once GET /v1/portfolio lists it.',
};

const failureOf = (error: unknown): ExportFailure | undefined => {
  if (error instanceof UnusableGenerationError) return UNUSABLE;
  if (error instanceof NoFiguresError) return NO_FIGURES;
  return undefined;
};
