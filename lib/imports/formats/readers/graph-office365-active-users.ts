import { MOST_PRODUCTS_OF_USER } from '../file-limits.ts';
import { graphOffice365ActiveUsers } from '../kinds/graph-office365-active-users.ts';
import { readRowWith } from '../read-row.ts';
import { dateReader, FieldProblem, readFlag, readRefreshDay, readUserId, requireNotAfter } from '../report-fields.ts';
import type { LicensedRow, ReportReader } from '../report-row.ts';
import { type ColumnIndex, indexColumns, wrongFile } from './column-index.ts';

/**
 * Microsoft Graph, `reportRoot: getOffice365ActiveUserDetail` (v1.0, CSV): a row per user, with the last day on which
 * each workload was used, ever, and the display names of the products assigned. Dates are `YYYY-MM-DD`, empty is never.
 */
const REFRESHED = 'Report Refresh Date';
const USER = 'User Principal Name';
const DELETED = 'Is Deleted';
const PRODUCTS = 'Assigned Products';
const REQUIRED = [REFRESHED, USER, DELETED, PRODUCTS];

/** Workloads by the words that their columns start with. Clouds without Yammer or Teams leave those columns out. */
const WORKLOADS: Readonly<Record<string, string>> = {
  Exchange: 'exchange',
  OneDrive: 'onedrive',
  SharePoint: 'sharepoint',
  'Skype For Business': 'skypeforbusiness',
  Yammer: 'yammer',
  Teams: 'teams',
};

/** A workload's column. */
interface WorkloadColumn {
  readonly workload: string;
  readonly name: string;
  readonly at: number;
}

/** Makes a reader of the report's rows from its header. Throws FileRefused `wrong_file` for another file's header. */
export const openOffice365ActiveUserDetail = (columns: readonly string[]): ReportReader<LicensedRow> => {
  const index = indexColumns(columns, REQUIRED, graphOffice365ActiveUsers);
  const activity = workloadColumns(index, 'Last Activity Date');
  const assigned = workloadColumns(index, 'License Assign Date');
  const flags = Object.keys(WORKLOADS).flatMap((words) => index.find(`Has ${words} License`) ?? []);
  if (activity.length === 0)
    throw wrongFile('No column tells the last activity of a workload.', graphOffice365ActiveUsers);
  const { at } = index;
  const [refreshed, user, deleted, products] = [at(REFRESHED), at(USER), at(DELETED), at(PRODUCTS)];
  const readDate = dateReader();

  const readRow = (fields: readonly string[]): LicensedRow => {
    const refreshDay = readRefreshDay(readDate, fields[refreshed] ?? '', REFRESHED);
    const dayIn = (column: WorkloadColumn) => readDate(fields[column.at] ?? '', column.name);
    const lastActive = activity.flatMap((column) => {
      const day = dayIn(column);
      if (day === undefined) return [];
      requireNotAfter(refreshDay, day, column.name);
      return [{ workload: column.workload, day }];
    });
    const since = assigned.map(dayIn).filter((day) => day !== undefined);
    return {
      refreshDay,
      userId: readUserId(fields[user] ?? '', USER),
      deleted: readFlag(fields[deleted] ?? '', DELETED),
      lastActive,
      products: readProducts(fields[products] ?? ''),
      licensedSince: since.length > 0 ? Math.min(...since) : undefined,
      licensed: since.length > 0 || flags.some((flag) => fields[flag]?.trim().toLowerCase() === 'true'),
    };
  };

  return {
    workloads: activity.map(({ workload }) => workload),
    readRow: readRowWith({ columns, user: USER, userAt: user, neededAt: [refreshed, user, deleted] }, readRow),
  };
};

/** The list as it is written, unless it is longer than any user's. */
const readProducts = (text: string): string => {
  const products = text.split('+').length;
  if (products <= MOST_PRODUCTS_OF_USER) return text;
  throw new FieldProblem(
    'too_many_products',
    `"${PRODUCTS}" names ${products.toLocaleString('en')} products; one user may hold ${MOST_PRODUCTS_OF_USER.toLocaleString('en')}.`,
  );
};

const workloadColumns = ({ find }: ColumnIndex, ending: string): WorkloadColumn[] =>
  Object.entries(WORKLOADS).flatMap(([words, workload]) => {
    const name = `${words} ${ending}`;
    const at = find(name);
    return at === undefined ? [] : [{ workload, name, at }];
  });
