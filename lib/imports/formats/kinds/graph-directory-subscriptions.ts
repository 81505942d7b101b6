import type { ImportKind } from './import-kind.ts';

/** Microsoft Graph, `GET /v1.0/directory/subscriptions`. */
export const graphDirectorySubscriptions = {
  kind: 'graph.directorySubscriptions',
  form: 'seatTotals',
  name: 'Subscriptions of a tenant',
  note: 'Seats of all sellers, with trials. JSON: Graph’s answer to GET /directory/subscriptions.',
  signs: { call: 'GET /v1.0/directory/subscriptions', list: 'value', properties: [['skuId', 'totalLicenses']] },
} as const satisfies ImportKind;
