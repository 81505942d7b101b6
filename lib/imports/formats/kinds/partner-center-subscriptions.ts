import type { ImportKind } from './import-kind.ts';

/** Partner Center, `GET /v1/customers/{customer-tenant-id}/subscriptions`. */
export const partnerCenterSubscriptions = {
  kind: 'partnerCenter.subscriptions',
  form: 'sellerList',
  name: 'What you sold',
  note: 'Replaces your own list of a customer’s subscriptions. JSON: Partner Center’s answer to GET /customers/{id}/subscriptions.',
  signs: {
    call: 'GET /v1/customers/{customer-tenant-id}/subscriptions',
    list: 'items',
    properties: [
      ['quantity', 'unitType'],
      ['quantity', 'offerId'],
      ['quantity', 'offerName'],
    ],
  },
} as const satisfies ImportKind;
