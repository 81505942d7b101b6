import pMap from 'p-map';
import { Problem } from '../problem/problem.ts';
import type { Table } from '../storage/table.ts';
import { readPartner } from './partner-table.ts';

/** Throws a 400 problem that names those of the partners that do not exist. */
export const requirePartners = async (licensing: Table, partnerIds: Iterable<string>): Promise<void> => {
  const found = await pMap(new Set(partnerIds), async (id) => ({ id, partner: await readPartner(licensing, id) }), {
    concurrency: 10,
  });
  const unknown = found.filter(({ partner }) => !partner).map(({ id }) => `"${id}"`);
  if (unknown.length > 0)
    throw new Problem(
      400,
      'unknown_partner',
      `There is no partner ${unknown.join(', ')}. Create it first with PUT /v1/partners/{id}; nothing was stored.`,
    );
};
