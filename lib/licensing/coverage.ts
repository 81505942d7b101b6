import * as z from 'zod';
import { dayText } from '../time/day.ts';

/** How far a customer's sources speak. */
export const coverage = z.object({
  /** By raw workload: complete through this day. */
  activity: z.record(z.string(), dayText),
  /** Assignments of users are known from and through these days; absent when none were ever sent. */
  assignments: z.object({ from: dayText, through: dayText }).optional(),
  /** Whether users go by readable names or by concealed ones; the two never join. */
  identityMode: z.enum(['readable', 'concealed']).optional(),
});
export type Coverage = z.infer<typeof coverage>;

/** What a request or a file adds to the coverage. */
export type CoverageAdvance = {
  readonly activity?: Readonly<Record<string, string>>;
  readonly assignments?: { readonly from: string; readonly through: string };
  readonly identityMode?: 'readable' | 'concealed';
  /** Taken only while nobody knows how users go by: of two first words at once, one decides for both. */
  readonly firstIdentityMode?: 'readable' | 'concealed';
};

const newer = (a: string | undefined, b: string): string => (a !== undefined && a > b ? a : b);
const older = (a: string | undefined, b: string): string => (a !== undefined && a < b ? a : b);

/** Widens a coverage; days only move outwards, whatever the order. `undefined` when nothing changes. */
export const advance = (current: Coverage, by: CoverageAdvance): Coverage | undefined => {
  const activity = { ...current.activity };
  for (const [workload, through] of Object.entries(by.activity ?? {}))
    activity[workload] = newer(activity[workload], through);
  const assignments = by.assignments && {
    from: older(current.assignments?.from, by.assignments.from),
    through: newer(current.assignments?.through, by.assignments.through),
  };
  const next: Coverage = { ...current, activity, ...(assignments ? { assignments } : {}) };
  const identityMode = by.identityMode ?? current.identityMode ?? by.firstIdentityMode;
  if (identityMode) next.identityMode = identityMode;
  const same =
    Object.keys(activity).every((workload) => activity[workload] === current.activity[workload]) &&
    next.assignments?.from === current.assignments?.from &&
    next.assignments?.through === current.assignments?.through &&
    next.identityMode === current.identityMode;
  return same ? undefined : next;
};
