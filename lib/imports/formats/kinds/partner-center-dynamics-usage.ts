import type { ImportKind } from './import-kind.ts';

/** Partner Center Insights, "Dynamics 365 license usage" (dataset DynamicsUsage). */
export const partnerCenterDynamicsUsage = {
  kind: 'partnerCenter.dynamicsUsage',
  form: 'reportedUsage',
  name: 'Dynamics 365 usage by month',
  note: 'Seats assigned and active of many customers, without people. CSV or TSV: Partner Center’s Dynamics 365 license usage.',
  signs: {
    file: 'the report "Dynamics 365 license usage" of Partner Center',
    columns: ['CustomerTenantId', 'AvailableSeats', 'AssignedSeats', 'ActiveSeats'],
  },
} as const satisfies ImportKind;
