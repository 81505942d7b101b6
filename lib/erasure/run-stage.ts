import type { ErasureJob, Place } from './job/erasure-job.ts';
import { type StageName, stagesOf } from './job/stage-names.ts';
import { eraseJobs, eraseReceipts } from './stages/customer-jobs.ts';
import { eraseSources } from './stages/customer-sources.ts';
import {
  eraseCalendars,
  eraseExports,
  eraseLicensing,
  eraseMemberships,
  eraseReplaced,
  eraseSnapshots,
} from './stages/customer-stages.ts';
import { eraseGenerations } from './stages/generations.ts';
import type { Stage, StageWork } from './stages/stage.ts';
import { freeId, unlink } from './stages/unlink.ts';
import { eraseFromImports } from './stages/user-imports.ts';
import {
  eraseFromReplaced,
  eraseUsersAssignments,
  eraseUsersCalendar,
  eraseUsersIdentities,
  findUsersIds,
  requestRecalculation,
} from './stages/user-stages.ts';

/** What each stage of an erasure does. A store that holds anything of customers or users has its stage here. */
const STAGES: Readonly<Record<StageName, Stage>> = {
  'user-imports': eraseFromImports,
  'user-ids': findUsersIds,
  'user-replaced': eraseFromReplaced,
  'user-assignments': eraseUsersAssignments,
  'user-calendar': eraseUsersCalendar,
  'user-identities': eraseUsersIdentities,
  recalculation: requestRecalculation,
  unlinking: unlink,
  sources: eraseSources,
  jobs: eraseJobs,
  receipts: eraseReceipts,
  replaced: eraseReplaced,
  calendars: eraseCalendars,
  licensing: eraseLicensing,
  snapshots: eraseSnapshots,
  memberships: eraseMemberships,
  exports: eraseExports,
  generations: eraseGenerations,
  profile: freeId,
};

/** How long a stage that waits for something else to end waits before it looks again. */
const WAIT_SECONDS = 30;

/** Where a step got to, what is removed by then, and in how many seconds the next one may begin. */
export interface Reached {
  readonly reached: Place | 'end';
  readonly removed: ErasureJob['removed'];
  /** Ids that were found to be the user's, too. */
  readonly alsoErased: readonly string[];
  readonly delaySeconds: number;
}

/**
 * Runs a stage of an erasure, the one at which it stands, until `timeIsUp` at one of its marks, or to its end. Does something
 * in any case.
 */
export const runStage = async (work: StageWork, stage: StageName, timeIsUp: () => boolean): Promise<Reached> => {
  const { job } = work;
  const { place } = job;
  const removed = { ...job.removed };
  const alsoErased: string[] = [];
  for await (const mark of STAGES[stage](work, place.after)) {
    for (const [kind, count] of Object.entries(mark.removed ?? {}))
      if (count > 0) removed[kind] = (removed[kind] ?? 0) + count;
    alsoErased.push(...(mark.alsoErased ?? []));
    const { after: _, ...beginning } = place;
    if (mark.waits)
      return { reached: { ...beginning, waits: place.waits + 1 }, removed, alsoErased, delaySeconds: WAIT_SECONDS };
    const reached = { ...beginning, ...(mark.after === undefined ? {} : { after: mark.after }) };
    if (timeIsUp()) return { reached, removed, alsoErased, delaySeconds: 0 };
  }
  return { reached: placeAfter(job, place), removed, alsoErased, delaySeconds: 0 };
};

/** Where an erasure goes on after a stage; `end` after the last one of the second sweep. */
const placeAfter = (job: ErasureJob, { sweep, stage }: Place): Place | 'end' => {
  const stages: readonly string[] = stagesOf(job);
  const next = stagesOf(job)[stages.indexOf(stage) + 1];
  if (next !== undefined) return { sweep, stage: next, waits: 0 };
  return sweep === 1 ? { sweep, stage: 'settle', waits: 0 } : 'end';
};
