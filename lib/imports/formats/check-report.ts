import { CALENDAR_DAYS } from '../../activity/calendar.ts';
import { formatDay } from '../../time/day.ts';
import { identityModeOf } from '../../values/identity-mode.ts';
import type { CsvRecord } from './csv-records.ts';
import { ERRORS_TO_GIVE_UP } from './file-limits.ts';
import { addError, addWarning, count, FileRefused, type Findings, refuseWith } from './findings.ts';
import { type LicensedRow, namesNoProduct, namesProducts, type ReportReader, type ReportRow } from './report-row.ts';
import { MOST_DOMAINS, modeOf, namedRows, type ReportState } from './report-state.ts';
import { domainOf } from './tenant-signs.ts';

/**
 * Checks one row and notes in `state` and `found`, in place, what it adds. Returns the row; a bad one is an error of its
 * line. Throws FileRefused when the row shows that the file as a whole cannot be taken.
 */
export const checkRow = <Row extends ReportRow>(
  record: CsvRecord,
  reader: ReportReader<Row>,
  state: ReportState,
  found: Findings,
): Row | undefined => {
  found.rows += 1;
  if (isCutShort(record, state.columns.length)) throw cutShort(record.line);
  const reading = reader.readRow(record.fields);
  if ('bad' in reading) {
    const { code, message } = reading.bad;
    addError(found, record.line, code, message);
    giveUpHopeless(found, () => found);
    return undefined;
  }
  const { row } = reading;
  requireOneDay(row, record.line, state);
  const days = [...row.lastActive.map(({ day }) => day), row.periodFrom].filter((day) => day !== undefined);
  if (days.length > 0) state.oldest = Math.min(...days, state.oldest ?? Number.POSITIVE_INFINITY);
  if (row.userId === undefined) {
    count(found, 'unknownUsers');
    return row;
  }
  state.modes[identityModeOf(row.userId)] += 1;
  noteDomain(row.userId, state);
  if (row.deleted) count(found, 'deletedUsers');
  countActivity(row, state, found);
  return row;
};

/**
 * Whether the file ends with a record that no line break follows and that is shorter than its header. A spreadsheet ends
 * the last line too: such a record is taken for a part of one, as what it lacks would be lost without a word.
 */
const isCutShort = ({ last, terminated, fields }: CsvRecord, columns: number): boolean =>
  last && !terminated && fields.length < columns;

const noteDomain = (userId: string, state: ReportState): void => {
  const domain = domainOf(userId);
  if (domain === undefined || state.domains?.includes(domain)) return;
  if ((state.domains?.length ?? 0) < MOST_DOMAINS) state.domains = [...(state.domains ?? []), domain];
};

/** Adds a row of a report on all users and their products to the tally in `state`, in place. */
export const tallyRow = (row: LicensedRow, state: ReportState): void => {
  state.tally ??= { onItsDay: 0, onOtherDays: 0, withProducts: 0, withoutProducts: 0, silent: 0 };
  const newest = Math.max(...row.lastActive.map(({ day }) => day));
  state.tally[newest === row.refreshDay ? 'onItsDay' : 'onOtherDays'] += 1;
  if (row.deleted) return;
  state.tally[namesProducts(row) ? 'withProducts' : 'withoutProducts'] += 1;
  if (namesNoProduct(row)) state.tally.silent += 1;
};

/** The refusal of a file that ends inside a row. */
export const cutShort = (line: number): FileRefused =>
  new FileRefused('file_cut_short', 'The file ends in the middle of a row. Export and upload it again, whole.', line);

const requireOneDay = ({ refreshDay }: ReportRow, line: number, state: ReportState): void => {
  if (refreshDay > state.today)
    throw new FileRefused(
      'refresh_date_in_future',
      `The refresh date ${formatDay(refreshDay)} is in the future. Check the file.`,
      line,
    );
  state.day ??= refreshDay;
  if (state.day !== refreshDay)
    throw new FileRefused(
      'mixed_refresh_dates',
      `Line ${line} is of ${formatDay(refreshDay)}, the rows before it of ${formatDay(state.day)}. Upload the file of each day by itself.`,
      line,
    );
};

/** The oldest day that a calendar of today still holds. */
const oldestKept = (today: number): number => today - (CALENDAR_DAYS - 1);

/** The active days of a row that are worth storing. */
export const activeDaysOf = ({ lastActive }: ReportRow, today: number): ReportRow['lastActive'] =>
  lastActive.filter(({ day }) => day >= oldestKept(today));

const countActivity = (row: ReportRow, { today }: ReportState, found: Findings): void => {
  const kept = activeDaysOf(row, today).length;
  count(found, 'activeDays', kept);
  count(found, 'olderActiveDays', row.lastActive.length - kept);
};

/** The refusal of a file of which more rows than not are errors. */
const tooManyErrors = ({ errorCount, rows }: Findings): FileRefused =>
  new FileRefused('too_many_errors', `${errorCount} of ${rows} rows are not understood. Nothing was stored.`);

/** Throws FileRefused `too_many_errors` as soon as so many rows are errors that the rest of the file need not be read. */
export const giveUpHopeless = ({ rows, errorCount }: Findings, tell: () => Findings): void => {
  if (errorCount < ERRORS_TO_GIVE_UP || errorCount * 2 <= rows) return;
  const found = tell();
  refuseWith(found, () => {
    throw tooManyErrors(found);
  });
};

/** Throws FileRefused unless the whole file, now read, holds enough good rows to be taken for the truth of its day. */
export const requireUsableReport = (state: Pick<ReportState, 'modes'>, found: Findings): void => {
  if (found.rows === 0)
    throw new FileRefused(
      'empty_file',
      'The file has no rows, which is no proof that nobody is active. Export it again.',
    );
  if (found.errorCount * 2 > found.rows) throw tooManyErrors(found);
  const named = namedRows(state);
  if (named === 0)
    throw new FileRefused('no_users', 'No row names a user, not even by a stand-in. Nothing was stored.');
  const mode = modeOf(state);
  const others = named - state.modes[mode];
  if (others > 0)
    addWarning(
      found,
      'mixed_identities',
      `Most users have ${mode} names. Those who have not are left out: the two cannot be joined.`,
      others,
    );
};
