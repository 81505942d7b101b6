import type { ImportKind } from './import-kind.ts';

/** Microsoft Graph, `GET /v1.0/subscribedSkus`. */
export const graphSubscribedSkus = {
  kind: 'graph.subscribedSkus',
  form: 'seatTotals',
  name: 'Seats of a tenant',
  note: 'Seats of all sellers by product. JSON: Graph’s answer to GET /subscribedSkus.',
  signs: { call: 'GET /v1.0/subscribedSkus', list: 'value', properties: [['skuId', 'prepaidUnits']] },
} as const satisfies ImportKind;
