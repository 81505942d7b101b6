import { Problem } from '../problem/problem.ts';
import type { BeforeChange } from '../storage/revision.ts';
import type { Table } from '../storage/table.ts';
import type { AccessRecord } from './access-record.ts';
import { removeAccess } from './remove-access.ts';

/**
 * Deletes a subject's access record as asked for by `caller`. `beforeChange` is waited for before it is deleted. Throws a
 * 404 problem when there is none; and a 409 problem for the caller's own, so that an operator is left, and for that of
 * `firstOperator` (empty for nobody), who without a record is an operator again.
 */
export const withdrawAccess = async (
  licensing: Table,
  subject: string,
  { caller, firstOperator }: { readonly caller: string; readonly firstOperator: string },
  beforeChange: BeforeChange<AccessRecord>,
): Promise<void> => {
  if (subject === caller)
    throw new Problem(
      409,
      'own_access',
      'This is your own access. Ask another operator to delete it; nothing was deleted.',
    );
  if (subject === firstOperator)
    throw new Problem(
      409,
      'first_operator',
      `"${subject}" is the first operator of this deployment, and would be an operator again without a record. Withdraw its scopes with PUT /v1/access/{subject}, or take it out of the settings and deploy; nothing was deleted.`,
    );
  if (await removeAccess(licensing, subject, beforeChange)) return;
  throw new Problem(
    404,
    'unknown_subject',
    `There is no access record of "${subject}". GET /v1/access lists those that are.`,
  );
};
