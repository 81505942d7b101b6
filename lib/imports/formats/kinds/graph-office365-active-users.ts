import type { ImportKind } from './import-kind.ts';

/** Microsoft Graph, `reportRoot: getOffice365ActiveUserDetail` (v1.0, CSV). */
export const graphOffice365ActiveUsers = {
  kind: 'graph.office365ActiveUserDetail',
  form: 'userReport',
  name: 'Microsoft 365 active users',
  note: 'Who used which service last, and who holds which product. CSV: Graph’s getOffice365ActiveUserDetail.',
  signs: {
    file: 'the report getOffice365ActiveUserDetail',
    columns: ['Has Exchange License', 'Exchange Last Activity Date'],
  },
} as const satisfies ImportKind;
