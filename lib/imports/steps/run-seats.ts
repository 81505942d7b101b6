import { storeActivity } from '../../activity/activity-table.ts';
import { CALENDAR_DAYS, type Calendar, WINDOW_DAYS } from '../../activity/calendar.ts';
import { endTurn, TURN_SECONDS, takeTurnBeside } from '../../licensing/assignment-list-table.ts';
import type { Coverage, CoverageAdvance } from '../../licensing/coverage.ts';
import { advanceCoverage, readCoverage } from '../../licensing/coverage-table.ts';
import type { MadeBy } from '../../licensing/made-by.ts';
import { beginProductLists, newestDayOfLists } from '../../licensing/product-lists-table.ts';
import { storeAll } from '../../storage/store-all.ts';
import { type Day, dayOf, formatDay } from '../../time/day.ts';
import { FileRefused, olderThanStored } from '../formats/findings.ts';
import type { KindOf } from '../formats/kinds/kinds.ts';
import type { ParsedSeats } from '../formats/readers/seats.ts';
import type { StatedHoldings } from '../formats/stated-holdings.ts';
import { domainsOf } from '../formats/tenant-signs.ts';
import { tellUnnamed, unnamedOfUsers } from '../formats/unnamed.ts';
import { applyStatements } from './apply-statements.ts';
import { BATCH_SIZE, type ImportStep, keepingOf, type StepOutcome } from './import-step.ts';
import { requireNoGreatLossOf } from './judge-list.ts';
import { previewSeats } from './preview-seats.ts';
import { readSeats } from './read-seats.ts';
import { requireSameTenant } from './same-tenant.ts';

/** The file is read anew by every step, which then writes what is left: how much that is, is not known before. */
const paused = (progress: number, more: { delaySeconds?: number; read?: { listed: string[]; readDay: string } } = {}) =>
  ({ kind: 'paused', progress, delaySeconds: 0, ...more }) as const;

/**
 * A step of the import of a file of seats: reads and checks all of it. The first step ends there, with what the file would
 * do where that is all that was asked for; those after it store activity, then who holds the file's products if it lists
 * all who do, then how far both are known. Throws FileRefused.
 */
export const runSeats = async (step: ImportStep, { kind }: KindOf<'seatFile'>): Promise<StepOutcome> => {
  const { licensing, job } = step;
  const file = await readSeats(step, kind);
  Object.assign(step.found, file.found);
  tellUnnamed(step.found, unnamedOfUsers(file.stated.users.values()));
  const coverage = await readCoverage(licensing, job.customerId);
  const listed = listsEverybody(job.mapping) ? [...file.products] : [];
  await judge(step, file, coverage, listed);
  if (job.preview) return { kind: 'previewed', preview: await previewSeats(step, file, listed) };
  // Known before anything is stored, so that whatever happens then can be undone.
  if (!job.listed) return paused(0.2, { read: { listed, readDay: formatDay(file.day) } });

  if (!(await takeTurnBeside(licensing, job.customerId, job.importId, step.now)))
    return paused(0.2, { delaySeconds: TURN_SECONDS });
  if (!(await storeCalendars(step, file))) return paused(0.4);
  const replaced = listed.length > 0 ? await applyList(step, file, coverage, listed) : {};
  if (!replaced) return paused(0.7);
  await step.requireCurrent();
  await advanceCoverage(licensing, job.customerId, { ...heardBy(file), identityMode: file.mode });
  const ended = await endTurn(licensing, job.customerId, job.importId);
  if (!ended) return paused(0.9, { delaySeconds: TURN_SECONDS });
  return { kind: 'complete', ...(listed.length > 0 ? { replaced } : {}) };
};

/** Whether who is not in the file holds its products no more: it does not say so of one with a row per day. */
const listsEverybody = (mapping: ImportStep['job']['mapping']): boolean =>
  (mapping?.holdings ??
    (mapping?.activeOn === undefined || mapping.lastActiveOn !== undefined ? 'whole-list' : 'untold')) === 'whole-list';

const judge = async (
  step: ImportStep,
  file: ParsedSeats,
  coverage: Coverage,
  listed: readonly string[],
): Promise<void> => {
  const { mode, stated } = file;
  if (coverage.identityMode !== undefined && coverage.identityMode !== mode)
    throw new FileRefused(
      'identity_mode_changed',
      `The file has ${mode} user names, those stored are ${coverage.identityMode}; the two cannot be joined. A file of seats cannot start over with its names: import the list of all users with them first.`,
    );
  const newerDay = newestDayOfLists(coverage, listed);
  if (newerDay !== undefined && newerDay > formatDay(file.day)) throw olderThanStored(formatDay(file.day), newerDay);
  await requireSameTenant(step, { domains: domainsOf(stated.users.keys()), tenantIds: new Set() });
  if (listed.length === 0) return;
  const decides = (sku: string) => listed.includes(sku);
  await requireNoGreatLossOf(step, { day: file.day, mode, decides, read: async () => stated });
};

const storeCalendars = async (step: ImportStep, { calendars }: ParsedSeats): Promise<boolean> => {
  const { job, activity } = step;
  const oldest = dayOf(step.now) - (CALENDAR_DAYS - 1);
  const users = [...calendars].flatMap(([userId, calendar]) => {
    const days = daysOf(calendar).filter(({ day }) => day >= oldest);
    return days.length > 0 ? [{ customerId: job.customerId, userId, days }] : [];
  });
  for (let at = 0; at < users.length; at += BATCH_SIZE) {
    await step.requireCurrent();
    await storeAll(users.slice(at, at + BATCH_SIZE), (entries) => storeActivity(activity, entries));
    await step.reportProgress(0.2 + 0.4 * (at / users.length));
    if (step.timeIsUp() && at + BATCH_SIZE < users.length) return false;
  }
  return true;
};

/** The active days that a calendar holds. */
const daysOf = ({ lastDay, words }: Calendar) =>
  Object.entries(words).flatMap(([workload, word]) =>
    Array.from({ length: CALENDAR_DAYS }, (_, ago) => ago).flatMap((ago) =>
      Math.floor(word / 2 ** ago) % 2 === 1 ? [{ workload, day: lastDay - ago }] : [],
    ),
  );

/** Makes the lists of the products; `undefined` when time is up before the end. */
const applyList = async (
  step: ImportStep,
  { stated, day }: ParsedSeats,
  coverage: Coverage,
  listed: readonly string[],
): Promise<MadeBy['counts'] | undefined> => {
  const { licensing, job } = step;
  const known = new Set(listed.filter((sku) => isKnownBefore(coverage, sku, day)));
  for (const [userId, one] of stated.users) if (one) stated.users.set(userId, withoutBeginnings(one, known));
  const applied = await applyStatements(step, stated, {
    day,
    decides: (sku) => listed.includes(sku),
    begin: (count) =>
      beginProductLists(licensing, job.customerId, { skus: listed, day: formatDay(day) }, keepingOf(step), count),
  });
  return applied?.replaced;
};

/** Only a product's first list is taken to know what was before it. */
const isKnownBefore = ({ productLists = {} }: Coverage, sku: string, day: Day): boolean =>
  Object.hasOwn(productLists, sku) && productLists[sku]?.firstDay !== formatDay(day);

const withoutBeginnings = (stated: StatedHoldings, known: ReadonlySet<string>): StatedHoldings =>
  known.size === 0
    ? stated
    : { ...stated, sinceOf: new Map([...(stated.sinceOf ?? [])].filter(([sku]) => !known.has(sku))) };

/**
 * How far the file's use is heard: through its day, from the oldest day that it tells of. One of last activities hides what
 * was before the last, one with a row per day hides nothing.
 */
const heardBy = ({ heardFrom, day, daily }: ParsedSeats): CoverageAdvance => {
  const through = formatDay(day);
  const each = (value: (from: Day) => string) =>
    Object.fromEntries([...heardFrom].map(([workload, from]) => [workload, value(from)]));
  return {
    activity: each(() => through),
    heardFrom: each((from) => formatDay(Math.max(from, day - (WINDOW_DAYS - 1)))),
    ...(daily ? {} : { lastActivity: each(() => through) }),
  };
};
