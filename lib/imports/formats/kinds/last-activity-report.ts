import { indexColumns } from '../column-index.ts';
import { readRowWith } from '../read-row.ts';
import { dateReader, readRefreshDay, readUserId, requireNotAfter } from '../report-fields.ts';
import type { OpenReport, ReportRow } from '../report-row.ts';

/**
 * What tells one of Microsoft Graph's reports on the users of a single workload from the others. All have a row per
 * user, with the last day on which the workload was used, ever: `YYYY-MM-DD`, empty is never. Their `Assigned Products`
 * are not read: whom such a report does not name may hold products all the same.
 */
interface LastActivityReport {
  /** The kind of import that takes it. */
  readonly kind: string;
  readonly workload: string;
  /** Columns that it has and the reports on other workloads have not: without them it is not known to be the one. */
  readonly own: readonly string[];
  /** The column that tells whether the account was deleted, and how it does. Older forms may lack it. */
  readonly deleted: { readonly column: string; readonly read: (text: string, column: string) => boolean };
}

const REFRESHED = 'Report Refresh Date';
const USER = 'User Principal Name';
const LAST_ACTIVE = 'Last Activity Date';

/**
 * Makes a reader of such a report's rows from its header, whose other columns may come and go. Users are told apart by
 * their principal name only: Teams' `User Id` is all zeros for everybody where names are concealed.
 */
export const openLastActivityReport =
  ({ kind, workload, own, deleted }: LastActivityReport): OpenReport =>
  (columns) => {
    const { at, find } = indexColumns(columns, [REFRESHED, USER, LAST_ACTIVE, ...own], kind);
    const [refreshed, user, lastActive] = [at(REFRESHED), at(USER), at(LAST_ACTIVE)];
    const deletedAt = find(deleted.column);
    const readDate = dateReader();

    const readRow = (fields: readonly string[]): ReportRow => {
      const refreshDay = readRefreshDay(readDate, fields[refreshed] ?? '', REFRESHED);
      const day = readDate(fields[lastActive] ?? '', LAST_ACTIVE);
      if (day !== undefined) requireNotAfter(refreshDay, day, LAST_ACTIVE);
      return {
        refreshDay,
        userId: readUserId(fields[user] ?? '', USER),
        deleted: deletedAt !== undefined && deleted.read(fields[deletedAt] ?? '', deleted.column),
        lastActive: day === undefined ? [] : [{ workload, day }],
      };
    };
    return { workloads: [workload], readRow: readRowWith({ columns, user: USER, userAt: user }, readRow) };
  };
