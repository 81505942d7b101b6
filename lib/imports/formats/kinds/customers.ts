import type { ImportKind } from './import-kind.ts';

/** Who the customers are and whose portfolio holds them, one a row, as `PUT /v1/customers/{id}` takes them. */
export const customers = {
  kind: 'customers',
  form: 'customerFile',
  name: 'Customers, by CSV',
  note: 'For operators: creates customers, and changes those that are there. CSV: id, name, domain, tenant_id, partners.',
  signs: { file: 'the list of customers, with the columns id and name,', columns: ['id', 'name', 'partners'] },
} as const satisfies ImportKind;
