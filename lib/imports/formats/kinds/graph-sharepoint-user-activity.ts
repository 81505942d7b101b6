import type { ImportKind } from './import-kind.ts';

/** Microsoft Graph, `reportRoot: getSharePointActivityUserDetail` (v1.0, CSV): OneDrive's columns, and the pages visited. */
export const graphSharepointUserActivity = {
  kind: 'graph.sharePointActivityUserDetail',
  form: 'activityReport',
  name: 'SharePoint activity',
  note: 'Who used SharePoint last. CSV: Graph’s getSharePointActivityUserDetail.',
  signs: {
    file: 'the report getSharePointActivityUserDetail',
    columns: ['User Principal Name', 'Synced File Count', 'Visited Page Count'],
  },
  workload: 'sharepoint',
  deleted: { column: 'Is Deleted' },
} as const satisfies ImportKind;
