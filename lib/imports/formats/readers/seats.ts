import { type Calendar, calendarOf, mergeCalendars } from '../../../activity/calendar.ts';
import type { Day } from '../../../time/day.ts';
import { type IdentityMode, identityModeOf } from '../../../values/identity-mode.ts';
import type { StoredUserId } from '../../../values/user-names.ts';
import { giveUpHopeless, requireUsableReport } from '../check-report.ts';
import { addError, addWarning, count, FileRefused, type Findings, noFindings, refuseWith } from '../findings.ts';
import { FieldProblem } from '../report-fields.ts';
import { modeOf } from '../report-state.ts';
import type { StatedUsers } from '../stated-holdings.ts';
import { collectStatements, requireUsers } from '../stated-users.ts';
import { type SeatKnowledge, type SeatRow, seatRowReader } from './seat-row.ts';
import type { GetValue } from './seat-values.ts';

/** What a whole file of seats says. */
export interface ParsedSeats {
  readonly stated: StatedUsers;
  /** The active days of each user who has any. */
  readonly calendars: ReadonlyMap<StoredUserId, Calendar>;
  readonly mode: IdentityMode;
  /** The products that it names, in order. */
  readonly products: readonly string[];
  /** The day that it speaks of. */
  readonly day: Day;
  /** By workload: the oldest day that it tells of. Heard of are all workloads of the products whose use it tells. */
  readonly heardFrom: ReadonlyMap<string, Day>;
  /** Whether it has a row per day, so that of no day before the last one is hidden. */
  readonly daily: boolean;
  /** The first good rows, with their lines. */
  readonly first: readonly (SeatRow & { readonly userId: StoredUserId; readonly line: number })[];
  readonly found: Findings;
}

/** Takes the rows of a file one by one, and at the end tells what they come to. */
export interface SeatCollector {
  readonly add: (get: GetValue, line: number) => void;
  /** Throws FileRefused: `empty_file`, `no_users`, `too_many_errors`, `day_needed`. */
  readonly end: () => ParsedSeats;
}

/** How many rows are remembered as they were understood. */
const FIRST_ROWS = 10;

/**
 * Collects what a file says of its users' seats. A row that is not understood is an error among the findings, and nothing
 * is stated of its product's holder; rows of products that the catalogue does not know are left out with a warning, and told.
 */
export const collectSeats = (knowledge: SeatKnowledge): SeatCollector => {
  const { mapping, catalogue, saidDay, today } = knowledge;
  const { readRow, readUser } = seatRowReader(knowledge);
  const found = noFindings();
  const statements = collectStatements();
  const calendars = new Map<StoredUserId, Calendar>();
  const modes = { readable: 0, concealed: 0, pseudonymous: 0 };
  const products = new Set<string>();
  const first: ParsedSeats['first'][number][] = [];
  let [oldest, newest]: (Day | undefined)[] = [];
  const daily = mapping.activeOn !== undefined && mapping.lastActiveOn === undefined;

  const take = (row: SeatRow, line: number): void => {
    if (row.day !== undefined) newest = Math.max(newest ?? row.day, row.day);
    if (daily && row.day !== undefined) oldest = Math.min(oldest ?? row.day, row.day);
    const { userId, product } = row;
    if (userId === undefined) {
      count(found, 'unknownUsers');
      return;
    }
    modes[identityModeOf(userId)] += 1;
    if ('unknown' in product) {
      addWarning(found, 'unknown_product', `"${product.unknown}" is not in the catalogue: who holds it is left out.`);
      statements.add(userId, { held: [], undecided: [], unnamed: [product.unknown] });
      return;
    }
    products.add(product.sku);
    const sinceOf = new Map(row.holds && row.assignedOn !== undefined ? [[product.sku, row.assignedOn]] : []);
    statements.add(userId, { held: row.holds ? [product.sku] : [], undecided: [], sinceOf });
    for (const { day } of row.active) oldest = Math.min(oldest ?? day, day);
    const calendar = calendarOf(row.active);
    const before = calendars.get(userId);
    if (calendar) calendars.set(userId, before ? mergeCalendars(before, calendar) : calendar);
    if (first.length < FIRST_ROWS) first.push({ ...row, userId, line });
  };

  /** Of whom nothing is stated by a bad row. */
  const whose = (get: GetValue): StoredUserId | undefined => {
    try {
      return readUser(get);
    } catch {
      return undefined; // a row that is bad in two respects
    }
  };

  const add = (get: GetValue, line: number): void => {
    found.rows += 1;
    requireUsers(statements.stated.users.size);
    try {
      take(readRow(get), line);
    } catch (error) {
      if (!(error instanceof FieldProblem)) throw error;
      addError(found, line, error.code, error.message);
      const userId = whose(get);
      if (userId !== undefined) statements.add(userId, undefined);
      giveUpHopeless(found, () => found);
    }
  };

  const end = (): ParsedSeats => {
    refuseWith(found, () => requireUsableReport({ modes }, found));
    const mode = modeOf({ modes });
    const { stated } = statements;
    for (const userId of stated.users.keys())
      if (identityModeOf(userId) !== mode) {
        stated.users.delete(userId);
        calendars.delete(userId);
      }
    if (isOfOneDay(mapping) && saidDay === undefined) throw dayNeeded();
    const day = saidDay ?? Math.min(newest ?? today, today);
    const told = [...products].flatMap((sku) => catalogue.products.get(sku)?.workloads ?? []);
    const used = [...calendars.values()].flatMap(({ words }) => Object.keys(words));
    const tellsUse = mapping.lastActiveOn !== undefined || mapping.activeOn !== undefined;
    const from = Math.min(oldest ?? day, day);
    const heard = new Set(!tellsUse ? [] : mapping.workload === undefined ? told : used);
    found.counts.users = stated.users.size;
    return {
      ...{ stated, calendars, mode, day, daily, first, found },
      products: [...products].sort(),
      heardFrom: new Map([...heard].map((workload) => [workload, from])),
    };
  };
  return { add, end };
};

const isOfOneDay = ({ activeOn }: SeatKnowledge['mapping']): boolean =>
  typeof activeOn === 'object' && 'fileDay' in activeOn;

const dayNeeded = (): FileRefused =>
  new FileRefused('day_needed', 'The file does not say of which day it is. Ask for its import with that "day".');

/** Throws FileRefused when a whole list has fewer users than it says itself, as a first page has. */
export const requireTotal = (total: unknown, property: string, { stated, found }: ParsedSeats): void => {
  if (typeof total !== 'number') return;
  const unknown = found.counts.unknownUsers ?? 0;
  const listed = stated.users.size + unknown + found.errorCount;
  if (total > listed)
    throw new FileRefused(
      'incomplete',
      `The file lists ${listed} users, and says by "${property}" that there are ${total}: it is one page of several. Put all pages into one list.`,
    );
};
