import type { Table } from '../../storage/table.ts';
import { isEnded } from './erasure-job.ts';
import { changeErasure } from './erasure-job-table.ts';

const BROKEN_OFF = {
  code: 'internal_error',
  message:
    'Something failed on our side, several times. Ask for the same erasure again: it goes on where it broke off.',
};

/** Ends an erasure whose message nobody delivers any more, whatever became of the deliveries. Done again, it changes nothing. */
export const giveUpErasure = async (jobs: Table, erasureId: string, now: Date): Promise<void> => {
  await changeErasure(jobs, erasureId, (stored) =>
    stored && !isEnded(stored)
      ? { ...stored, status: 'failed', failure: BROKEN_OFF, step: stored.step + 1, progressedAt: now.toISOString() }
      : undefined,
  );
};
