import type { OpenIdentities } from '../identity-row.ts';
import { identities } from '../kinds/identities.ts';
import { FieldProblem, readUserId } from '../report-fields.ts';
import { cellReader } from './cell-reader.ts';

const REQUIRED = ['alias', 'user_id'] as const;

/** Makes a reader of a list of other ids of users: columns `alias` and `user_id`. */
export const openIdentities: OpenIdentities = (columns) => {
  const { cellsOf } = cellReader(columns, REQUIRED, identities);
  return (fields, terminated = true) => {
    const { text } = cellsOf(fields, terminated);
    const idIn = (column: (typeof REQUIRED)[number]): string => {
      const id = text(column) === '' ? undefined : readUserId(text(column), column);
      if (id === undefined) throw new FieldProblem('empty_column', `"${column}" names nobody.`);
      return id;
    };
    return { alias: idIn('alias'), userId: idIn('user_id') };
  };
};
