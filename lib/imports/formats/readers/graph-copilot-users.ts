import type { ActiveDay } from '../../../activity/calendar.ts';
import { FileRefused } from '../findings.ts';
import { graphCopilotUsers } from '../kinds/graph-copilot-users.ts';
import { foldColumn } from '../kinds/recognise-header.ts';
import { readRowWith } from '../read-row.ts';
import { dateReader, readRefreshDay, readUserId, requireNotAfter } from '../report-fields.ts';
import { periodFrom } from '../report-period.ts';
import type { OpenReport, ReportRow } from '../report-row.ts';
import { indexColumns } from './column-index.ts';

const REFRESHED = 'Report Refresh Date';
const USER = 'User Principal Name';
const PERIOD = 'Report Period';

/**
 * What the columns `… Last Activity Date` speak of, by workload, as Graph and the admin centre call it. The second version
 * tells Copilot Chat by where it was used, and knows more apps than the first. The last day of all apps counts as `copilot`
 * itself.
 */
const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  copilot: ['', 'All apps', 'Any Copilot'],
  copilotteams: ['Microsoft Teams Copilot', 'Teams Copilot'],
  copilotword: ['Word Copilot'],
  copilotexcel: ['Excel Copilot'],
  copilotpowerpoint: ['PowerPoint Copilot'],
  copilotoutlook: ['Outlook Copilot'],
  copilotonenote: ['OneNote Copilot'],
  copilotloop: ['Loop Copilot'],
  copilotchat: ['Copilot Chat', 'Copilot Chat (work)', 'Copilot Chat (web)', 'Microsoft 365 Copilot Chat'],
  copilotapp: ['Microsoft 365 Copilot', 'Microsoft 365 Copilot (app)'],
  copilotedge: ['Edge', 'Edge Copilot'],
  copilotagent: ['Copilot Agent', 'Agent', 'Agents'],
};
const WORKLOADS = Object.keys(COLUMNS);
const WORKLOAD_OF = new Map(
  Object.entries(COLUMNS).flatMap(([workload, names]) => names.map((name) => [foldColumn(name), workload])),
);

/** What a column `Word Copilot Last Activity Date`, or `Last activity date of Word Copilot (UTC)`, speaks of. */
const workloadOf = (column: string): string | undefined => {
  const name = foldColumn(column).replace(/\(utc\)$/u, '');
  const app = /^lastactivitydate(?:of(.+))?$|^(.+)lastactivitydate$/u.exec(name);
  return app ? WORKLOAD_OF.get(app[1] ?? app[2] ?? '') : undefined;
};

/** The admin centre's names of columns by Graph's. */
const GRAPH_NAMES = new Map([
  ['username', USER],
  ['reportrefreshdate(utc)', REFRESHED],
]);

/**
 * Makes a reader of the rows of the report from its header: the last day in each app, of users who hold a licence. Columns
 * are found by name, whatever their case and order; those of prompts and days of use are passed over. A file speaks for all
 * apps that Copilot has, also for those that its version names in no column of their own, as it tells the last day of all.
 *
 * Throws FileRefused `wrong_file` for another file's header, and `several_periods` at a row of another period than the
 * first: `period='ALL'` has a row per user and period.
 */
export const openCopilotUsers: OpenReport = (columns) => {
  const named = columns.map((column) => GRAPH_NAMES.get(foldColumn(column)) ?? column);
  const { at, find } = indexColumns(named, [REFRESHED, USER], graphCopilotUsers);
  const [refreshed, user] = [at(REFRESHED), at(USER)];
  const periodAt = find(PERIOD);
  const activity = columns.flatMap((name, column) => {
    const workload = workloadOf(name);
    return workload === undefined ? [] : [{ workload, name, column }];
  });
  const readDate = dateReader();
  let firstPeriod: string | undefined;

  const readRow = (fields: readonly string[]): ReportRow => {
    const period = periodAt === undefined ? '' : (fields[periodAt] ?? '').trim();
    firstPeriod ??= period;
    if (period !== firstPeriod) throw severalPeriods(firstPeriod, period);
    const refreshDay = readRefreshDay(readDate, fields[refreshed] ?? '', REFRESHED);
    const days = new Map<string, ActiveDay>(); // each once, where several columns speak of one workload
    for (const { workload, name, column } of activity) {
      const day = readDate(fields[column] ?? '', name);
      if (day === undefined) continue;
      requireNotAfter(refreshDay, day, name);
      days.set(`${workload} ${day}`, { workload, day });
    }
    return {
      refreshDay,
      userId: readUserId(fields[user] ?? '', USER),
      deleted: false,
      lastActive: [...days.values()],
      periodFrom: periodFrom(refreshDay, period),
    };
  };
  const header = { columns, user: USER, userAt: user, neededAt: [refreshed, user] };
  return { workloads: WORKLOADS, readRow: readRowWith(header, readRow) };
};

const severalPeriods = (one: string, other: string): FileRefused =>
  new FileRefused(
    'several_periods',
    `The file holds rows of several periods ("${one}" and "${other}"), so that each user is in it more than once. Export it with one period: D28 of version 2, or D30 of version 1.`,
  );
