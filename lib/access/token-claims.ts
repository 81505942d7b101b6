import * as z from 'zod';
import { subject } from './access-record.ts';

/** Why a token that the issuer did sign is not taken; never holds the token. */
export class UnacceptableTokenError extends Error {}

/** The claims that decide; what else a token holds is of no interest. */
const claims = z.object({
  exp: z.number(),
  sub: subject.optional(),
  client_id: subject.optional(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
  token_use: z.string().optional(),
});

/**
 * Whom a token of the issuer speaks for: its `sub`, or its `client_id` where it has none. A user never inherits what the
 * client may do that the user signed in with. Throws UnacceptableTokenError when the token was made for other clients,
 * is not an access token (Cognito says so in `token_use`), never expires, or names nobody.
 */
export const subjectOf = (payload: unknown, clientIds: ReadonlySet<string>): string => {
  const parsed = claims.safeParse(payload);
  if (!parsed.success)
    throw new UnacceptableTokenError(
      `claims not understood: ${parsed.error.issues.map(({ path }) => path.join('.')).join(', ')}`,
    );
  const { sub, client_id: clientId, aud = [], token_use: use = 'access' } = parsed.data;
  if (use !== 'access') throw new UnacceptableTokenError('not an access token');
  if (![clientId, aud].flat().some((one) => one !== undefined && clientIds.has(one)))
    throw new UnacceptableTokenError('made for another client');
  const named = sub ?? clientId;
  if (named === undefined) throw new UnacceptableTokenError('names nobody');
  return named;
};
