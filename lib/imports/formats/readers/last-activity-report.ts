import type { ActivityReportKind } from '../kinds/import-kind.ts';
import { readRowWith } from '../read-row.ts';
import { dateReader, readFlag, readRefreshDay, readUserId, requireNotAfter } from '../report-fields.ts';
import { periodFrom } from '../report-period.ts';
import type { OpenReport, ReportRow } from '../report-row.ts';
import { indexColumns } from './column-index.ts';

const REFRESHED = 'Report Refresh Date';
const USER = 'User Principal Name';
const LAST_ACTIVE = 'Last Activity Date';
/** How many days the report was asked about: 7, 30, 90 or 180. */
const PERIOD = 'Report Period';

/**
 * Makes a reader of the rows of a kind of activity report from its header, whose other columns may come and go. Days are
 * `YYYY-MM-DD`; empty is never. Users are told apart by their principal name only: Teams' `User Id` is all zeros for
 * everybody where names are concealed. `Assigned Products` are not read: whom such a report does not name may hold
 * products all the same.
 */
export const openLastActivityReport =
  (kind: ActivityReportKind): OpenReport =>
  (columns) => {
    const required = new Set([REFRESHED, USER, LAST_ACTIVE, ...kind.signs.columns]);
    const { at, find } = indexColumns(columns, [...required], kind);
    const [refreshed, user, lastActive] = [at(REFRESHED), at(USER), at(LAST_ACTIVE)];
    const periodAt = find(PERIOD);
    const deletedAt = find(kind.deleted.column);
    const readDate = dateReader();

    const readRow = (fields: readonly string[]): ReportRow => {
      const refreshDay = readRefreshDay(readDate, fields[refreshed] ?? '', REFRESHED);
      const day = readDate(fields[lastActive] ?? '', LAST_ACTIVE);
      if (day !== undefined) requireNotAfter(refreshDay, day, LAST_ACTIVE);
      return {
        refreshDay,
        userId: readUserId(fields[user] ?? '', USER),
        deleted: deletedAt !== undefined && readDeleted(fields[deletedAt] ?? '', kind.deleted),
        lastActive: day === undefined ? [] : [{ workload: kind.workload, day }],
        periodFrom: periodFrom(refreshDay, periodAt === undefined ? '' : (fields[periodAt] ?? '')),
      };
    };
    // A column that holds a word for deleted accounts alone is empty for all others.
    const flagAt = deletedAt === undefined || kind.deleted.word !== undefined ? [] : [deletedAt];
    const header = { columns, user: USER, userAt: user, neededAt: [refreshed, user, ...flagAt] };
    return { workloads: [kind.workload], readRow: readRowWith(header, readRow) };
  };

const readDeleted = (text: string, { column, word }: ActivityReportKind['deleted']): boolean =>
  word === undefined ? readFlag(text, column) : text.trim().toLowerCase() === word;
