import { readCalendars } from '../../activity/activity-table.ts';
import { activeDaysWithin, CALENDAR_DAYS, type Calendar, mergeCalendars } from '../../activity/calendar.ts';
import { heldOn } from '../../licensing/assignment.ts';
import { readAssignments } from '../../licensing/assignments-table.ts';
import { dayOf, formatDay } from '../../time/day.ts';
import type { ParsedSeats } from '../formats/readers/seats.ts';
import { applyToUser, HOLDS_NOTHING } from '../formats/stated-holdings.ts';
import { type ImportPreview, ROWS_SHOWN } from '../job/import-preview.ts';
import type { ImportStep } from './import-step.ts';
import { asDecided } from './list-scope.ts';

/** What a file of seats would change, that makes the lists of the products `listed`. Stores nothing. */
export const previewSeats = async (
  step: ImportStep,
  file: ParsedSeats,
  listed: readonly string[],
): Promise<ImportPreview> => {
  const known = new Set<string>();
  const holdings = await compareHoldings(step, file, listed, known);
  const activeDays = await compareCalendars(step, file, known);
  const named = [...file.stated.users.keys()];
  return {
    day: formatDay(file.day),
    products: [...listed],
    rows: file.first.slice(0, ROWS_SHOWN).map(shown),
    users: { named: named.length, new: named.filter((userId) => !known.has(userId)).length },
    holdings,
    activeDays,
  };
};

const shown = ({ line, userId, product, holds, assignedOn, active }: ParsedSeats['first'][number]) => ({
  line,
  userId,
  sku: 'sku' in product ? product.sku : product.unknown,
  holds,
  ...(assignedOn === undefined ? {} : { assignedOn: formatDay(assignedOn) }),
  activeOn: active.map(({ workload, day }) => ({ workload, day: formatDay(day) })),
});

/** Adds to `known`, in place, those of whom anything is stored. */
const compareHoldings = async (
  { licensing, job }: ImportStep,
  { stated: { users }, day }: ParsedSeats,
  listed: readonly string[],
  known: Set<string>,
): Promise<ImportPreview['holdings']> => {
  const decides = (sku: string) => listed.includes(sku);
  const heldIn = (holdings: Parameters<typeof asDecided>[1]['holdings']) =>
    Object.entries(holdings).flatMap(([sku, history]) => (decides(sku) && heldOn(history, day) ? [sku] : []));
  let [stored, started, ended] = [0, 0, 0];
  for await (const { userId, ...current } of readAssignments(licensing, job.customerId)) {
    known.add(userId);
    const says = users.has(userId) ? users.get(userId) : HOLDS_NOTHING;
    const before = heldIn(current.holdings);
    stored += before.length;
    if (!says || listed.length === 0) continue;
    const after = heldIn((applyToUser(current, asDecided(says, current, decides), day) ?? current).holdings);
    started += after.filter((sku) => !before.includes(sku)).length;
    ended += before.filter((sku) => !after.includes(sku)).length;
  }
  for (const [userId, says] of users) if (listed.length > 0 && says && !known.has(userId)) started += says.held.length;
  return { stored, started, ended };
};

const daysIn = ({ words }: Pick<Calendar, 'words'>): number =>
  Object.values(words).reduce((sum, word) => sum + activeDaysWithin(word, CALENDAR_DAYS), 0);

const compareCalendars = async (
  { activity, job, now }: ImportStep,
  { calendars }: { readonly calendars: ReadonlyMap<string, Calendar> },
  known: Set<string>,
): Promise<ImportPreview['activeDays']> => {
  // As of today, what no window reaches any more is gone from both.
  const today = { lastDay: dayOf(now), words: {} };
  let told = 0;
  for (const calendar of calendars.values()) told += daysIn(mergeCalendars(calendar, today));
  let gained = told;
  for await (const { userId, calendar } of readCalendars(activity, job.customerId)) {
    known.add(userId);
    const own = calendars.get(userId);
    if (!own) continue;
    const before = mergeCalendars(calendar, today);
    gained += daysIn(mergeCalendars(before, own)) - daysIn(before) - daysIn(mergeCalendars(own, today));
  }
  return { told, gained };
};
