import { openLastActivityReport } from './last-activity-report.ts';

/**
 * Microsoft Graph, `reportRoot: getYammerActivityUserDetail` (v1.0, CSV). Instead of `Is Deleted` it has the state of
 * the user in Yammer: active, suspended or deleted.
 */
export const openYammerActivityUserDetail = openLastActivityReport({
  kind: 'graph.yammerActivityUserDetail',
  workload: 'yammer',
  own: ['Posted Count', 'Liked Count'],
  deleted: { column: 'User State', read: (state) => state.trim().toLowerCase() === 'deleted' },
});
