import type { ImportKind } from './import-kind.ts';

/**
 * Microsoft Graph, `reportRoot: getYammerActivityUserDetail` (v1.0, CSV). Instead of `Is Deleted` it has the state of
 * the user in Yammer: active, suspended or deleted.
 */
export const graphYammerUserActivity = {
  kind: 'graph.yammerActivityUserDetail',
  form: 'activityReport',
  name: 'Viva Engage (Yammer) activity',
  note: 'Who read, posted or liked last. CSV: Graph’s getYammerActivityUserDetail.',
  signs: {
    file: 'the report getYammerActivityUserDetail',
    columns: ['User Principal Name', 'Posted Count', 'Liked Count'],
  },
  workload: 'yammer',
  deleted: { column: 'User State', word: 'deleted' },
} as const satisfies ImportKind;
