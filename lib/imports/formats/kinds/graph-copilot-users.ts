import type { ImportKind } from './import-kind.ts';

/** Microsoft Graph, `getMicrosoft365CopilotUsageUserDetail` (CSV, versions 1 and 2), and the admin centre's own export of it. */
export const graphCopilotUsers = {
  kind: 'graph.copilot-users',
  form: 'activityReport',
  name: 'Microsoft 365 Copilot activity',
  note: 'Who used Copilot last, and in which app. CSV: Graph’s getMicrosoft365CopilotUsageUserDetail.',
  signs: {
    file: 'the report getMicrosoft365CopilotUsageUserDetail',
    columns: ['Word Copilot Last Activity Date', 'Excel Copilot Last Activity Date'],
    orColumns: ['Last activity date of Word Copilot (UTC)', 'Last activity date of Excel Copilot (UTC)'],
  },
} as const satisfies ImportKind;
