import type { Table } from '../storage/table.ts';
import type { AuthorizerContext } from './caller.ts';
import { readAccess } from './read-access.ts';

/**
 * What a subject may do, read from its access record; `undefined` for a stranger, and for one whose access was
 * withdrawn. `firstOperator` is an operator until it has a record of its own; empty for nobody.
 */
export const readAccessOf = async (
  licensing: Table,
  subject: string,
  firstOperator: string,
): Promise<AuthorizerContext | undefined> => {
  const record = await readAccess(licensing, subject);
  if (!record) return subject !== '' && subject === firstOperator ? { subject, scopes: 'operator' } : undefined;
  const { partnerId, scopes } = record;
  if (scopes.length === 0) return undefined;
  return { subject, scopes: scopes.join(' '), ...(partnerId === undefined ? {} : { partnerId }) };
};
