import { deletePartner } from '../../customers/keep-partner.ts';
import { Problem } from '../../problem/problem.ts';
import type { Table } from '../../storage/table.ts';
import { listPartnerSources } from '../store/source-table.ts';

/** Deletes a partner by `deletePartner`. Throws also a 409 problem while it has sources: their credentials go with these. */
export const removePartner = async (
  licensing: Table,
  partnerId: string,
  ...rest: Parameters<typeof deletePartner> extends [unknown, unknown, ...infer Rest] ? Rest : never
): Promise<void> => {
  await requireNoSources(licensing, partnerId);
  await deletePartner(licensing, partnerId, ...rest);
};

/** Throws a 409 problem while a partner has sources: their credentials are to be deleted with them. */
const requireNoSources = async (licensing: Table, partnerId: string): Promise<void> => {
  const [first] = await listPartnerSources(licensing, partnerId);
  if (!first) return;
  throw new Problem(
    409,
    'partner_has_sources',
    `The partner "${partnerId}" has the source "${first.name}". Delete it first, with DELETE /v1/partners/${partnerId}/sources/${first.name}; nothing was deleted.`,
  );
};
