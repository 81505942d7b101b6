import type { Coverage } from './coverage.ts';

/**
 * A coverage without what an import of a list said of the assignments: as it was `before` (`undefined`: there was none).
 * What is known of activity stays, but where the import began anew with other names of users: what was known by the old
 * names is known again. `undefined` when nothing is left.
 */
export const coverageAsBefore = (current: Coverage, before: Coverage | undefined): Coverage | undefined => {
  if (before?.identityMode && before.identityMode !== current.identityMode) return before;
  const { assignments: _, assignmentList: __, made: ___, identityMode, ...activity } = current;
  const { assignments, assignmentList, made, identityMode: modeBefore } = before ?? {};
  // Users of whom activity was told go by names of one kind, whoever was the first to say it.
  const isTold = Object.keys(activity.activity).length > 0;
  const mode = modeBefore ?? (isTold ? identityMode : undefined);
  if (!before && !isTold) return undefined;
  return {
    ...activity,
    ...(assignments ? { assignments } : {}),
    ...(assignmentList ? { assignmentList } : {}),
    ...(made ? { made } : {}),
    ...(mode ? { identityMode: mode } : {}),
  };
};
