import type { ImportKind } from './import-kind.ts';

/** Microsoft Graph, `reportRoot: getOneDriveActivityUserDetail` (v1.0, CSV). SharePoint's report has its columns and one more. */
export const graphOnedriveUserActivity = {
  kind: 'graph.oneDriveActivityUserDetail',
  form: 'activityReport',
  name: 'OneDrive activity',
  note: 'Who used OneDrive last; it counts as SharePoint. CSV: Graph’s getOneDriveActivityUserDetail.',
  signs: {
    file: 'the report getOneDriveActivityUserDetail',
    columns: ['User Principal Name', 'Synced File Count'],
  },
  workload: 'onedrive',
  deleted: { column: 'Is Deleted' },
} as const satisfies ImportKind;
