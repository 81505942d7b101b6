import * as z from 'zod';
import { dayText } from '../time/day.ts';
import type { IdentityMode } from '../values/identity-mode.ts';
import { type MadeBy, madeBy } from './made-by.ts';
import { type NotCounted, notCounted } from './not-counted.ts';

/** A list of all who hold one product, by its vendor: what it says stands beside the lists of all users' products. */
const productList = z.object({
  /** The days of the first and of the newest list. What began on the first may have begun at any time before. */
  firstDay: dayText,
  day: dayText,
  made: madeBy.optional(),
});

/** How far a customer's sources speak. */
export const coverage = z.object({
  /** By raw workload: complete through this day. */
  activity: z.record(z.string(), dayText),
  /** Of workloads of which files tell last activities: complete through this day by what events and feeds say, if they do. */
  fedThrough: z.record(z.string(), dayText).optional(),
  /**
   * By raw workload: heard from this day on. Left out of a workload that was heard of before beginnings were kept: nobody
   * knows any more, and it is taken for heard all along.
   */
  heardFrom: z.record(z.string(), dayText).optional(),
  /** Assignments of users are known from and through these days; absent when none were ever sent. */
  assignments: z.object({ from: dayText, through: dayText }).optional(),
  /**
   * By raw workload: the refresh days of its files that tell only each user's last activity. What a user did before
   * the last time is hidden, so such a file speaks of its own day and of none before it.
   */
  lastActivity: z.record(z.string(), z.array(dayText)).optional(),
  /**
   * The newest list of all users' products: what it does not name is held by nobody, but for products it left undecided.
   * What began on the day of the first list may have begun at any time before. Beside it stands what it could not name.
   */
  assignmentList: z
    .object({
      firstDay: dayText,
      day: dayText,
      undecided: z.array(z.string()),
      notCounted: notCounted.optional(),
    })
    .optional(),
  /** By product: the newest list of all its holders. A list of all users' products says nothing of these. */
  productLists: z.record(z.string(), productList).optional(),
  /** Whether users go by readable names, by concealed ones or by pseudonyms; no two of them join. */
  identityMode: z.enum(['readable', 'concealed', 'pseudonymous']).optional(),
  /** The import by whose list the assignments are known. */
  made: madeBy.optional(),
});
export type Coverage = z.infer<typeof coverage>;

/** What a request or a file adds to the coverage. */
export type CoverageAdvance = {
  readonly activity?: Readonly<Record<string, string>>;
  /** By raw workload of `activity`: heard from this day on; the day that it is complete through when left out. */
  readonly heardFrom?: Readonly<Record<string, string>>;
  readonly lastActivity?: Readonly<Record<string, string>>;
  readonly assignments?: { readonly from: string; readonly through: string };
  readonly assignmentList?: {
    readonly day: string;
    readonly undecided: readonly string[];
    readonly notCounted?: NotCounted | undefined;
  };
  /** A list of all holders of some products, and the mark of the import that made it. */
  readonly productLists?: {
    readonly skus: readonly string[];
    readonly day: string;
    readonly made?: MadeBy | undefined;
  };
  readonly identityMode?: IdentityMode;
  /** Taken only while nobody knows how users go by: of two first words at once, one decides for both. */
  readonly firstIdentityMode?: IdentityMode;
};

/**
 * Refresh days that are remembered: those of the 32 days that the windows which can still be computed reach over, and
 * some to spare. By them it is known whether each day of a window had a file of its own.
 */
const REMEMBERED_FILES = 36;

const newer = (a: string | undefined, b: string): string => (a !== undefined && a > b ? a : b);
const older = (a: string | undefined, b: string): string => (a !== undefined && a < b ? a : b);

/** From when on a workload is heard after it was also heard from `from` on; `undefined` where nobody knows any more. */
const beginningOf = (workload: string, { activity, heardFrom = {} }: Coverage, from: string): string | undefined => {
  const known = Object.hasOwn(heardFrom, workload) ? heardFrom[workload] : undefined;
  return known === undefined && Object.hasOwn(activity, workload) ? undefined : older(known, from);
};

/** The lists of products after one of a day; a newer one stays, as who imports refuses an older one. */
const listsOf = (
  { productLists: before = {} }: Coverage,
  { skus, day, made }: NonNullable<CoverageAdvance['productLists']>,
): NonNullable<Coverage['productLists']> =>
  Object.fromEntries(
    skus.map((sku) => {
      const known = Object.hasOwn(before, sku) ? before[sku] : undefined;
      if (known && known.day > day) return [sku, known];
      return [sku, { firstDay: older(known?.firstDay, day), day, ...(made ? { made } : {}) }];
    }),
  );

/**
 * How far events and feeds speak of the workloads of which files tell last activities too: what was known before the first
 * of these came, as far as it goes beyond the files, and what was fed since.
 */
const fedThroughOf = (
  { activity, lastActivity = {}, fedThrough = {} }: Coverage,
  by: CoverageAdvance,
): Coverage['fedThrough'] => {
  const next = new Map(Object.entries(fedThrough));
  const add = (workload: string, day: string | undefined): void => {
    if (day !== undefined) next.set(workload, newer(next.get(workload), day));
  };
  for (const [workload, through] of Object.entries(by.activity ?? {})) {
    const files = Object.hasOwn(lastActivity, workload) ? (lastActivity[workload] ?? []) : [];
    const known = Object.hasOwn(activity, workload) ? activity[workload] : undefined;
    const isFile = Object.hasOwn(by.lastActivity ?? {}, workload);
    if (isFile && known !== undefined && known > (files.at(-1) ?? '')) add(workload, known);
    if (!isFile && files.length > 0) add(workload, through);
  }
  return next.size > 0 ? Object.fromEntries(next) : undefined;
};

/**
 * Widens a coverage; days only move outwards, whatever the order. `undefined` when nothing changes. When users go by the
 * other kind of name from now on, nothing is known any more of what was told by the one before: the two never join.
 */
export const advance = (stored: Coverage, by: CoverageAdvance): Coverage | undefined => {
  const renamed = by.identityMode && stored.identityMode && by.identityMode !== stored.identityMode;
  const current: Coverage = renamed ? { activity: {} } : stored;
  const next: Coverage = { ...current, activity: { ...current.activity } };
  for (const [workload, through] of Object.entries(by.activity ?? {})) {
    const from = beginningOf(workload, current, by.heardFrom?.[workload] ?? through);
    if (from !== undefined) next.heardFrom = { ...next.heardFrom, [workload]: from };
    next.activity[workload] = newer(next.activity[workload], through);
  }
  const fedThrough = fedThroughOf(current, by);
  if (fedThrough) next.fedThrough = fedThrough;
  for (const [workload, day] of Object.entries(by.lastActivity ?? {})) {
    const days = [...new Set([...(next.lastActivity?.[workload] ?? []), day])].sort().slice(-REMEMBERED_FILES);
    next.lastActivity = { ...next.lastActivity, [workload]: days };
  }
  if (by.assignments)
    next.assignments = {
      from: older(current.assignments?.from, by.assignments.from),
      through: newer(current.assignments?.through, by.assignments.through),
    };
  if (by.assignmentList && by.assignmentList.day >= (current.assignmentList?.day ?? ''))
    next.assignmentList = {
      firstDay: older(current.assignmentList?.firstDay, by.assignmentList.day),
      day: by.assignmentList.day,
      undecided: [...by.assignmentList.undecided].sort(),
      ...(by.assignmentList.notCounted ? { notCounted: by.assignmentList.notCounted } : {}),
    };
  if (by.productLists) next.productLists = { ...next.productLists, ...listsOf(current, by.productLists) };
  const identityMode = by.identityMode ?? current.identityMode ?? by.firstIdentityMode;
  if (identityMode) next.identityMode = identityMode;
  return JSON.stringify(next) === JSON.stringify(stored) ? undefined : next;
};
