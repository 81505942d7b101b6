import { readFlag } from '../report-fields.ts';
import { openLastActivityReport } from './last-activity-report.ts';

/**
 * Microsoft Graph, `reportRoot: getTeamsUserActivityUserDetail` (v1.0, CSV). It began with 12 columns in 2020 and has
 * 33 by now; the messages in team chats were always counted.
 */
export const openTeamsUserActivityUserDetail = openLastActivityReport({
  kind: 'graph.teamsUserActivityUserDetail',
  workload: 'teams',
  own: ['Team Chat Message Count'],
  deleted: { column: 'Is Deleted', read: readFlag },
});
