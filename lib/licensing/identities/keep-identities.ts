import type { Caller } from '../../access/caller.ts';
import { requireCustomer } from '../../customers/customer-access.ts';
import { Problem } from '../../problem/problem.ts';
import { type Complaints, refuseLines } from '../../problem/refuse-lines.ts';
import type { BeforeChange } from '../../storage/revision.ts';
import type { Table } from '../../storage/table.ts';
import type { UserNames } from '../../values/user-names.ts';
import {
  eraseIdentity,
  listIdentities,
  readIdentities,
  type StoredIdentity,
  storeIdentities,
} from './identities-table.ts';
import type { Identity } from './identity.ts';
import { type IdentityComplaint, judgeIdentities } from './judge-identities.ts';
import type { Identities } from './persons.ts';

/** Where identities are kept, and how users are named. */
export interface IdentityStores {
  readonly licensing: Table;
  readonly userNames: () => Promise<UserNames>;
}

/** Identities as the stage names users. */
export const namedBy = (names: UserNames, identities: readonly Identity[]): StoredIdentity[] =>
  identities.map(({ alias, userId }) => ({ alias: names.of(alias), userId: names.of(userId) }));

/** Those of the identities that are news to the stored ones, each alias once. */
export const newsAmong = (stored: Identities, identities: readonly StoredIdentity[]): StoredIdentity[] => [
  ...new Map(
    identities.flatMap((one) => (stored.get(one.alias) === one.userId ? [] : [[one.alias, one] as const])),
  ).values(),
];

/** What a record of a change says: numbers, and nobody's id. */
export const inAudit = (stored: Identities, news: readonly StoredIdentity[]) => {
  const moved = news.filter(({ alias }) => stored.has(alias)).length;
  const before = { identities: stored.size };
  return { before, after: { identities: stored.size + news.length - moved, ...(moved > 0 ? { moved } : {}) } };
};

/**
 * Puts other ids of the users of a customer that the caller sees. Returns how many identities the customer has then;
 * `undefined` when not all could be stored in the `milliseconds`: sent again, it stores the rest. Throws a 400 problem that
 * names all that stands against them, and then nothing is stored.
 */
export const putIdentities = async (
  { licensing, userNames }: IdentityStores,
  caller: Caller,
  customerId: string,
  posted: readonly Identity[],
  { milliseconds, beforeChange }: { readonly milliseconds: number; readonly beforeChange: BeforeChange<unknown> },
): Promise<number | undefined> => {
  await requireCustomer(licensing, caller, customerId);
  const identities = namedBy(await userNames(), posted);
  const stored = await readIdentities(licensing, customerId);
  refuse(judgeIdentities(stored, identities));
  const news = newsAmong(stored, identities);
  const { before, after } = inAudit(stored, news);
  if (news.length === 0) return before.identities;
  await beforeChange(before, after);
  const unstored = await storeIdentities(licensing, customerId, news, milliseconds);
  return unstored.size > 0 ? undefined : after.identities;
};

const refuse = (complaints: readonly IdentityComplaint[]): void => {
  const byCode: Record<string, Complaints> = {};
  for (const { index, of, code, message } of complaints) {
    byCode[code] ??= [];
    byCode[code].push({ pointer: `/identities/${index}/${of}`, message });
  }
  refuseLines(byCode);
};

/** One page of the identities of a customer that the caller sees, at most `limit`, and the cursor of the next page. */
export const readPageOfIdentities = async (
  { licensing }: Pick<IdentityStores, 'licensing'>,
  caller: Caller,
  customerId: string,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): ReturnType<typeof listIdentities> => {
  await requireCustomer(licensing, caller, customerId);
  return listIdentities(licensing, customerId, page);
};

/** Removes an alias of a user of a customer that the caller sees. Throws a 404 problem where it is none. */
export const removeIdentity = async (
  { licensing, userNames }: IdentityStores,
  caller: Caller,
  customerId: string,
  alias: string,
  beforeChange: BeforeChange<unknown>,
): Promise<void> => {
  await requireCustomer(licensing, caller, customerId);
  const name = (await userNames()).of(alias);
  if (await eraseIdentity(licensing, customerId, name, () => beforeChange({ identities: 1 }, undefined))) return;
  throw new Problem(
    404,
    'unknown_identity',
    'This id is mapped to no user of the customer. GET /v1/customers/{id}/identities lists those that are.',
  );
};
