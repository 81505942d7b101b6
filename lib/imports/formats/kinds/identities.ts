import type { ImportKind } from './import-kind.ts';

/** By which other ids vendors know the users of a customer, one a row, as `POST /v1/customers/{id}/identities` takes them. */
export const identities = {
  kind: 'identities',
  form: 'identityFile',
  name: 'Other ids of users, by CSV',
  note: 'Whoever is known by several ids counts once. Adds to what is mapped. CSV: alias, the id that a vendor uses, and user_id.',
  signs: { file: 'the list of other ids of users, with the columns alias and user_id,', columns: ['alias', 'user_id'] },
} as const satisfies ImportKind;
