import { formatDay } from '../time/day.ts';
import { type ColumnIndex, foldColumn, indexColumns, wrongFile } from './graph-reports.ts';
import { dateReader, FieldProblem, readFlag, readUserId } from './report-fields.ts';
import type { ReportReader, ReportRow } from './report-row.ts';

/**
 * Microsoft Graph, `reportRoot: getOffice365ActiveUserDetail` (v1.0, CSV): a row per user, with the last day on which
 * each workload was used, ever, and the display names of the products assigned. Dates are `YYYY-MM-DD`, empty is never.
 */
const REFRESHED = 'Report Refresh Date';
const USER = 'User Principal Name';
const DELETED = 'Is Deleted';
const PRODUCTS = 'Assigned Products';
const REQUIRED = [REFRESHED, USER, DELETED, PRODUCTS];
const REPORT = 'getOffice365ActiveUserDetail';

/** Workloads by the words that their columns start with. Clouds without Yammer or Teams leave those columns out. */
const WORKLOADS: Readonly<Record<string, string>> = {
  Exchange: 'exchange',
  OneDrive: 'onedrive',
  SharePoint: 'sharepoint',
  'Skype For Business': 'skypeforbusiness',
  Yammer: 'yammer',
  Teams: 'teams',
};

interface DateColumn {
  readonly workload: string;
  readonly name: string;
  readonly at: number;
}

/** Makes a reader of the report's rows from its header. Throws FileRefused `wrong_file` for another file's header. */
export const openOffice365ActiveUserDetail = (columns: readonly string[]): ReportReader => {
  const index = indexColumns(columns, REQUIRED, REPORT);
  const activity = dateColumns(index, 'Last Activity Date');
  const assigned = dateColumns(index, 'License Assign Date');
  if (activity.length === 0) throw wrongFile('No column tells the last activity of a workload.', REPORT);
  const at = (name: string): number => index.get(foldColumn(name)) ?? -1;
  const [refreshed, user, deleted, products] = [at(REFRESHED), at(USER), at(DELETED), at(PRODUCTS)];
  const readDate = dateReader();

  const readRow = (fields: readonly string[]): ReportRow => {
    if (fields.length !== columns.length) throw wrongCount(fields.length, columns.length);
    const refreshDay = readDate(fields[refreshed] ?? '', REFRESHED);
    if (refreshDay === undefined) throw new FieldProblem('bad_date', `"${REFRESHED}" is empty.`);
    const dayIn = (column: DateColumn) => readDate(fields[column.at] ?? '', column.name);
    const lastActive = activity.flatMap((column) => {
      const day = dayIn(column);
      if (day === undefined) return [];
      if (day > refreshDay)
        throw new FieldProblem('date_after_refresh', `"${column.name}" is ${formatDay(day)}, after the refresh date.`);
      return [{ workload: column.workload, day }];
    });
    const since = assigned.map(dayIn).filter((day) => day !== undefined);
    return {
      refreshDay,
      userId: readUserId(fields[user] ?? '', USER),
      deleted: readFlag(fields[deleted] ?? '', DELETED),
      lastActive,
      products: fields[products] ?? '',
      licensedSince: since.length > 0 ? Math.min(...since) : undefined,
    };
  };

  return {
    workloads: activity.map(({ workload }) => workload),
    readRow: (fields) => {
      try {
        return { row: readRow(fields) };
      } catch (error) {
        if (!(error instanceof FieldProblem)) throw error;
        return { bad: { code: error.code, message: error.message, userId: userIdIn(fields[user]) } };
      }
    },
  };
};

const wrongCount = (has: number, wants: number): FieldProblem =>
  new FieldProblem(
    has < wants ? 'too_few_columns' : 'too_many_columns',
    `The row has ${has} ${has === 1 ? 'column' : 'columns'}, the header ${wants}.`,
  );

const dateColumns = (index: ColumnIndex, ending: string): DateColumn[] =>
  Object.entries(WORKLOADS).flatMap(([words, workload]) => {
    const name = `${words} ${ending}`;
    const at = index.get(foldColumn(name));
    return at === undefined ? [] : [{ workload, name, at }];
  });

/** The user of a row that is bad in another respect. */
const userIdIn = (field: string | undefined): string | undefined => {
  try {
    return readUserId(field ?? '', USER);
  } catch {
    return undefined;
  }
};
