import * as z from 'zod';
import { cutAfter } from '../../values/leniently.ts';
import { userId } from '../../values/user-id.ts';

/** Identities of one customer: while it is counted they are in memory, with the people that they are of. */
export const MOST_IDENTITIES = 50_000;

/** Identities of one person: the erasure of a person keeps a hash of each. People have a handful. */
export const MOST_OF_ONE_USER = 50;

/** Identities of one request. */
export const MOST_IDENTITIES_AT_ONCE = 1_000;

/** Another id of a user, as a vendor has it. */
export const identity = z
  .object({
    alias: userId.meta({
      description: 'How a vendor calls the user: a login, a member id, another address. Trimmed and lower-cased.',
      examples: ['octocat'],
    }),
    userId: userId.meta({
      description: 'The id by which the user is counted. Trimmed and lower-cased.',
      examples: ['ada@contoso.example'],
    }),
  })
  .meta({ id: 'Identity' });
export type Identity = z.infer<typeof identity>;

/** The identities that a request puts. */
export const postedIdentities = z
  .object({
    identities: cutAfter(
      MOST_IDENTITIES_AT_ONCE,
      z
        .array(identity)
        .max(
          MOST_IDENTITIES_AT_ONCE,
          `a request takes at most ${MOST_IDENTITIES_AT_ONCE.toLocaleString('en')} identities; send them in several`,
        ),
    ),
  })
  .meta({ id: 'PostedIdentities' });
