import type { ImportKind } from './import-kind.ts';

/**
 * Microsoft Graph, `reportRoot: getTeamsUserActivityUserDetail` (v1.0, CSV). It began with 12 columns in 2020 and has
 * 33 by now; the messages in team chats were always counted.
 */
export const graphTeamsUserActivity = {
  kind: 'graph.teamsUserActivityUserDetail',
  form: 'activityReport',
  name: 'Teams activity',
  note: 'Who used Teams last. CSV: Graph’s getTeamsUserActivityUserDetail.',
  signs: {
    file: 'the report getTeamsUserActivityUserDetail',
    columns: ['User Principal Name', 'Team Chat Message Count'],
  },
  workload: 'teams',
  deleted: { column: 'Is Deleted' },
} as const satisfies ImportKind;
