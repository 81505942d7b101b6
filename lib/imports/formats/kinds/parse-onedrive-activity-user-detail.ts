import { readFlag } from '../report-fields.ts';
import { openLastActivityReport } from './last-activity-report.ts';

/** Microsoft Graph, `reportRoot: getOneDriveActivityUserDetail` (v1.0, CSV). SharePoint's report has its columns and one more. */
export const openOneDriveActivityUserDetail = openLastActivityReport({
  kind: 'graph.oneDriveActivityUserDetail',
  workload: 'onedrive',
  own: ['Synced File Count'],
  deleted: { column: 'Is Deleted', read: readFlag },
});
