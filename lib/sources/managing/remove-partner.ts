import { deletePartner } from '../../customers/keep-partner.ts';
import { readOwnPresets } from '../../imports/job/preset-table.ts';
import { Problem } from '../../problem/problem.ts';
import type { Table } from '../../storage/table.ts';
import { listPartnerSources } from '../store/source-table.ts';

/**
 * Deletes a partner by `deletePartner`. Throws also a 409 problem while it has sources, whose credentials go with these, or
 * presets, which a new partner of the same id would find.
 */
export const removePartner = async (
  licensing: Table,
  partnerId: string,
  ...rest: Parameters<typeof deletePartner> extends [unknown, unknown, ...infer Rest] ? Rest : never
): Promise<void> => {
  await requireNoSources(licensing, partnerId);
  await requireNoPresets(licensing, partnerId);
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

/** Throws a 409 problem while a partner keeps presets. */
const requireNoPresets = async (licensing: Table, partnerId: string): Promise<void> => {
  const [first] = await readOwnPresets(licensing, partnerId);
  if (!first) return;
  throw new Problem(
    409,
    'partner_has_presets',
    `The partner "${partnerId}" keeps the preset "${first.name}". Delete it first, with DELETE /v1/presets/${first.name}?partner=${partnerId}; nothing was deleted.`,
  );
};
