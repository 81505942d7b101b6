import { readFlag } from '../report-fields.ts';
import { openLastActivityReport } from './last-activity-report.ts';

/** Microsoft Graph, `reportRoot: getSharePointActivityUserDetail` (v1.0, CSV): OneDrive's columns, and the pages visited. */
export const openSharePointActivityUserDetail = openLastActivityReport({
  kind: 'graph.sharePointActivityUserDetail',
  workload: 'sharepoint',
  own: ['Synced File Count', 'Visited Page Count'],
  deleted: { column: 'Is Deleted', read: readFlag },
});
