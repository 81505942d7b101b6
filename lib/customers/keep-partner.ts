import * as z from 'zod';
import { listAccess } from '../access/list-access.ts';
import { Problem } from '../problem/problem.ts';
import type { BeforeChange } from '../storage/revision.ts';
import type { Table } from '../storage/table.ts';
import { listMembers, readCustomers } from './customer-table.ts';
import { changePartner, type Partner, readLastDeletion, removePartner } from './partner-table.ts';

/** What is said of a partner by who keeps it. */
export const shownPartner = z
  .object({
    partnerId: z.string(),
    name: z.string(),
    tenantIds: z.array(z.string()),
    recipients: z.array(z.string()),
  })
  .meta({ id: 'Partner' });
type PartnerProfile = z.infer<typeof shownPartner>;

/** A partner without what the product itself notes of it. */
export const profileOf = ({ partnerId, name, tenantIds, recipients }: Partner): PartnerProfile => ({
  partnerId,
  name,
  tenantIds,
  recipients,
});

/** `beforeChange` told of profiles, without what the product itself notes of a partner. */
const ofProfiles =
  (beforeChange: BeforeChange<PartnerProfile>): BeforeChange<Partner> =>
  (before, after) =>
    beforeChange(before && profileOf(before), after && profileOf(after));

/**
 * Creates or replaces a partner. One whose id another had that was deleted reads nothing that was made for that one.
 * `beforeChange` is waited for before it is written. Throws ContendedError.
 */
export const putPartner = async (
  licensing: Table,
  profile: PartnerProfile,
  now: Date,
  beforeChange: BeforeChange<PartnerProfile> = async () => {},
): Promise<void> => {
  const { partnerId } = profile;
  const deletedAt = await readLastDeletion(licensing, partnerId);
  // The operator's word on its recipients is newer than what came back from them before.
  const told = { ...profile, recipientsSetAt: now.toISOString() };
  const created = { ...told, ...(deletedAt === undefined ? {} : { lastUnlinkedAt: deletedAt }) };
  await changePartner(
    licensing,
    partnerId,
    (stored) => (stored ? { ...stored, ...told } : created),
    ofProfiles(beforeChange),
  );
};

const PER_QUERY = 100;
const MOST_NAMED = 5;

const inWords = (ids: readonly string[]): string =>
  `${ids
    .slice(0, MOST_NAMED)
    .map((id) => `"${id}"`)
    .join(', ')}${ids.length > MOST_NAMED ? ' …' : ''}`;

/** Throws a 409 problem while customers are linked to the partner or access records name it. */
const requireUnused = async (licensing: Table, partnerId: string): Promise<void> => {
  const linked = await customersOf(licensing, partnerId);
  if (linked.length > 0)
    throw new Problem(
      409,
      'partner_has_customers',
      `${linked.length} customers are linked to partner "${partnerId}": ${inWords(linked)}. Take it out of their "partners" first, with PUT /v1/customers/{id}; nothing was deleted.`,
    );
  const subjects = await subjectsOf(licensing, partnerId);
  if (subjects.length > 0)
    throw new Problem(
      409,
      'partner_has_access',
      `${subjects.length} access records name partner "${partnerId}": ${inWords(subjects)}. Delete them first, with DELETE /v1/access/{subject}; nothing was deleted.`,
    );
};

const customersOf = async (licensing: Table, partnerId: string): Promise<string[]> => {
  const linked: string[] = [];
  let after: string | undefined;
  do {
    const { ids, next } = await listMembers(licensing, partnerId, PER_QUERY, after);
    const found = await readCustomers(licensing, ids);
    linked.push(...ids.filter((id) => Object.hasOwn(found.get(id)?.partners ?? {}, partnerId)));
    after = next;
  } while (after !== undefined);
  return linked;
};

const subjectsOf = async (licensing: Table, partnerId: string): Promise<string[]> => {
  const subjects: string[] = [];
  let after: string | undefined;
  do {
    const { records, next } = await listAccess(licensing, PER_QUERY, after);
    subjects.push(...records.filter((one) => one.partnerId === partnerId).map(({ subject }) => subject));
    after = next;
  } while (after !== undefined);
  return subjects;
};

/**
 * Deletes a partner that holds no customer and that no access record names, at an instant. `beforeChange` is waited for
 * before it is deleted. Throws a 404 problem when there is none, a 409 problem that names what stands against it, and
 * ContendedError.
 */
export const deletePartner = async (
  licensing: Table,
  partnerId: string,
  now: Date,
  beforeChange: BeforeChange<PartnerProfile>,
): Promise<void> => {
  await requireUnused(licensing, partnerId);
  if (await removePartner(licensing, partnerId, now.toISOString(), ofProfiles(beforeChange))) return;
  throw new Problem(
    404,
    'unknown_partner',
    `There is no partner "${partnerId}". GET /v1/partners lists those that are.`,
  );
};
