import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { identityModeOf } from './identity-mode.ts';

/**
 * A user id as the stage stores it. Nothing else is taken by what writes users: who comes from outside is named by
 * `UserNames`, and only what was stored before is read by this schema.
 */
export const storedUserId = z.string().brand<'StoredUserId'>();
export type StoredUserId = z.infer<typeof storedUserId>;

/** How a stage names the users that it stores. */
export interface UserNames {
  /** Whether these are pseudonyms, so that nothing which may hold a name is kept. */
  readonly arePseudonyms: boolean;
  /** The name under which a user is stored, by the id as `userId` reads it. Of a name that it gave, it is that name. */
  readonly of: (userId: string) => StoredUserId;
}

/** Users go by the ids that sources know them by. */
export const OWN_NAMES: UserNames = { arePseudonyms: false, of: (userId) => storedUserId.parse(userId) };

/** Stand-ins of Microsoft in their whole form, behind which nobody's name is left over: see `identityModeOf`. */
const STAND_IN = /^(?:[0-9a-f]{32}|<pii:h\d+\([^()<>@\s]+\)>(?:@[\p{L}\p{M}\p{N}.-]+)?)$/u;

/** The longest domain name, and its form: at least two labels of letters, digits and hyphens (RFC 1035, section 2.3). */
const LONGEST_DOMAIN_BYTES = 253;
const DOMAIN = /@((?:[\p{L}\p{M}\p{N}-]+\.)+[\p{L}\p{M}\p{N}-]+)$/u;

/**
 * Users go by `h-<hash>@<domain>`: the HMAC-SHA-256 of the whole id by `key`, in base64url of which all letters are made
 * small, as those of every id are; of the 256 bits some 220 are left. What follows the last `@` stays where it reads like a
 * domain name, and is left out otherwise. Pseudonyms and Microsoft's stand-ins stay as they are.
 */
export const pseudonymsBy = (key: string): UserNames => ({
  arePseudonyms: true,
  of: (userId) => {
    if (identityModeOf(userId) === 'pseudonymous' || STAND_IN.test(userId)) return storedUserId.parse(userId);
    const hash = createHmac('sha256', key).update(userId).digest('base64url').toLowerCase();
    const domain = DOMAIN.exec(userId)?.[1];
    return storedUserId.parse(
      `h-${hash}${domain && Buffer.byteLength(domain) <= LONGEST_DOMAIN_BYTES ? `@${domain}` : ''}`,
    );
  },
});
