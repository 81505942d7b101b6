import type { StageName } from '../job/stage-names.ts';
import { eraseJobs, eraseReceipts } from './customer-jobs.ts';
import {
  eraseCalendars,
  eraseExports,
  eraseLicensing,
  eraseMemberships,
  eraseReplaced,
  eraseSnapshots,
} from './customer-stages.ts';
import { eraseGenerations } from './generations.ts';
import type { Stage } from './stage.ts';
import { freeId, unlink } from './unlink.ts';
import { eraseFromImports } from './user-imports.ts';
import { eraseFromReplaced, eraseUsersAssignments, eraseUsersCalendar, requestRecalculation } from './user-stages.ts';

/** What each stage of an erasure does. A store that holds anything of customers or users has its stage here. */
export const STAGES: Readonly<Record<StageName, Stage>> = {
  'user-imports': eraseFromImports,
  'user-replaced': eraseFromReplaced,
  'user-assignments': eraseUsersAssignments,
  'user-calendar': eraseUsersCalendar,
  recalculation: requestRecalculation,
  unlinking: unlink,
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
