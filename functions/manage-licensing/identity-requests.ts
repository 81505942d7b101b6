import * as z from 'zod';
import { operation } from '../../lib/http/operation.ts';
import { nextCursor, ONE_PAGE, pageQuery } from '../../lib/http/paging.ts';
import {
  identity,
  MOST_IDENTITIES,
  MOST_IDENTITIES_AT_ONCE,
  MOST_OF_ONE_USER,
  postedIdentities,
} from '../../lib/licensing/identities/identity.ts';
import { entityId } from '../../lib/values/entity-id.ts';
import { userId } from '../../lib/values/user-id.ts';
import { ROUTES } from './routes.ts';

const path = z.object({ id: entityId });

export const getIdentities = operation({
  route: ROUTES.getIdentities,
  summary: 'List the other ids of users',
  description:
    'By alias, in the order of their bytes. Where the stage stores pseudonyms, both ids are pseudonyms. It names people, so that it takes the scope of who stores them.',
  scopes: ['licensing:write'],
  path,
  query: pageQuery(),
  responses: {
    200: {
      description: ONE_PAGE,
      schema: z.object({ identities: z.array(identity), cursor: nextCursor }).meta({ id: 'IdentityPage' }),
    },
  },
});

export const postIdentities = operation({
  route: ROUTES.postIdentities,
  summary: 'Say by which other ids vendors know users',
  description: `Adds up to ${MOST_IDENTITIES_AT_ONCE.toLocaleString('en')} entries to what is mapped, and ends none. From the next recalculation on, what is stored under an alias counts as the user's, once. An alias that was another user's becomes this one's. A user to whom others are mapped cannot be an alias (\`alias_is_user\`), nor an alias a user (\`user_is_alias\`): there are no chains. A customer has at most ${MOST_IDENTITIES.toLocaleString('en')} entries, a user at most ${MOST_OF_ONE_USER}. One bad entry, and nothing is stored; sending the same again changes nothing. All partners of a customer share them, as they do assignments.`,
  scopes: ['licensing:write'],
  path,
  body: postedIdentities,
  responses: {
    200: {
      description: 'All are stored.',
      schema: z
        .object({
          identities: z.int().min(0).meta({ description: 'How many the customer has now.' }),
        })
        .meta({ id: 'IdentityCount' }),
    },
    503: { description: 'Not all could be stored just now; send it again after the seconds in Retry-After.' },
  },
});

export const deleteIdentity = operation({
  route: ROUTES.deleteIdentity,
  summary: 'Remove another id of a user',
  description:
    'What is stored under it counts as a user of its own again, from the next recalculation on. Nothing else of it is removed.',
  scopes: ['licensing:write'],
  path: z.object({ id: entityId, alias: userId }),
  responses: {
    204: { description: 'It is removed.' },
    404: { description: 'It is mapped to no user of the customer (`unknown_identity`).' },
  },
});
