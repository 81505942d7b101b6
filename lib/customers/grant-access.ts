import type { AccessRecord } from '../access/access-record.ts';
import { replaceAccess } from '../access/replace-access.ts';
import { Problem } from '../problem/problem.ts';
import type { BeforeChange } from '../storage/revision.ts';
import type { Table } from '../storage/table.ts';
import { requirePartners } from './require-partners.ts';

/**
 * Says what a subject may do from now on, in the place of what it could do before; without scopes it may do nothing.
 * `beforeChange` is waited for before it is written. Returns the record as it is stored. Throws a 400 problem, and stores nothing, when its partner does not exist
 * (`unknown_partner`) or when it names none and is no operator's (`partner_needed`): it would see nobody's customers.
 */
export const grantAccess = async (
  licensing: Table,
  wanted: AccessRecord,
  beforeChange?: BeforeChange<AccessRecord>,
): Promise<AccessRecord> => {
  const { subject, partnerId, scopes } = wanted;
  if (partnerId !== undefined) await requirePartners(licensing, [partnerId]);
  else if (scopes.length > 0 && !scopes.includes('operator'))
    throw new Problem(
      400,
      'partner_needed',
      'Name the "partnerId" it acts for; only with the scope "operator" it may go without.',
    );
  const record = { subject, ...(partnerId === undefined ? {} : { partnerId }), scopes: [...new Set(scopes)] };
  await replaceAccess(licensing, record, beforeChange);
  return record;
};
