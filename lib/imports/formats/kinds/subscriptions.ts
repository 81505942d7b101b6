import type { ImportKind } from './import-kind.ts';

/** What a partner sold, one subscription a row, as `PUT /v1/customers/{id}/subscriptions` takes it. */
export const subscriptions = {
  kind: 'subscriptions',
  form: 'soldFile',
  name: 'Your subscriptions, by CSV',
  note: 'Replaces your own list, of one customer or of every customer that the file names. CSV: id, sku, quantity, and more if you know it.',
  signs: {
    file: 'the list of what you sold, with the columns id, sku and quantity,',
    columns: ['id', 'sku', 'quantity'],
  },
} as const satisfies ImportKind;
