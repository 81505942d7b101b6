import * as z from 'zod';

/** The stages of the erasure of a user, in their order: what could write anew first. */
const USER_STAGES = [
  'user-imports',
  'user-ids',
  'user-replaced',
  'user-assignments',
  'user-calendar',
  'user-identities',
  'recalculation',
] as const;

/** Those of the erasure of a customer: it is gone for everybody first, and then out of every store. */
const CUSTOMER_STAGES = [
  'unlinking',
  'sources',
  'jobs',
  'receipts',
  'replaced',
  'calendars',
  'licensing',
  'snapshots',
  'memberships',
  'exports',
  'generations',
  'profile',
] as const;

export const stageName = z.enum([...USER_STAGES, ...CUSTOMER_STAGES]);
export type StageName = z.infer<typeof stageName>;

/** The stages of a sweep: of a user where there is a hash of one, else of the whole customer. */
export const stagesOf = ({
  userHash,
}: {
  readonly userHash?: string | undefined;
}): readonly [StageName, ...StageName[]] => (userHash === undefined ? CUSTOMER_STAGES : USER_STAGES);
