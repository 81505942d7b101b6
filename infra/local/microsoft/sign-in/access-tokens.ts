import type { Sealer } from '../http/sealed.ts';
import { isPermission, type Permission } from './permissions.ts';

/** The APIs that tokens are given for. */
export type Audience = 'graph' | 'partnerCenter';

/** Who calls an API. */
export interface Caller {
  readonly clientId: string;
  /** The tenant that the token was given for. */
  readonly tenantId: string;
  readonly audience: Audience;
  /** Whether the app calls for itself, or for a user of the partner. */
  readonly as: 'app' | 'user';
  readonly permissions: readonly Permission[];
}

export interface AccessTokens {
  readonly issue: (caller: Caller) => string;
  /** Who calls with an Authorization header; undefined unless it has a token of this audience that is still good. */
  readonly callerOf: (authorization: string | undefined, audience: Audience) => Caller | undefined;
  /** No token of the tenant that was given before this is good any more. */
  readonly revoke: (tenantId: string) => void;
}

/** Microsoft's usual tokens live an hour, less the second in which they are made. */
export const TOKEN_SECONDS = 3_599;

interface Claims {
  readonly appid: string;
  readonly tid: string;
  readonly aud: Audience;
  readonly idtyp: 'app' | 'user';
  readonly roles?: readonly string[];
  readonly scp?: string;
  readonly exp: number;
  readonly serial: number;
}

/** Access tokens on a clock. */
export const createAccessTokens = (now: () => Date, { seal, open }: Sealer): AccessTokens => {
  let issued = 0;
  const revokedUpTo = new Map<string, number>();
  return {
    issue: ({ clientId, tenantId, audience, as, permissions }) => {
      issued += 1;
      const claims: Claims = {
        appid: clientId,
        tid: tenantId,
        aud: audience,
        idtyp: as,
        ...(as === 'app' ? { roles: permissions } : { scp: permissions.join(' ') }),
        exp: Math.floor(now().getTime() / 1_000) + TOKEN_SECONDS,
        serial: issued,
      };
      return seal(claims);
    },
    callerOf: (authorization, audience) => {
      const token = /^bearer (.+)$/iu.exec(authorization ?? '')?.[1];
      const claims = token === undefined ? undefined : (open(token) as Claims | undefined); // sealed above
      if (claims?.aud !== audience || claims.exp * 1_000 <= now().getTime()) return undefined;
      if (claims.serial <= (revokedUpTo.get(claims.tid) ?? 0)) return undefined;
      const named = claims.roles ?? claims.scp?.split(' ') ?? [];
      return {
        clientId: claims.appid,
        tenantId: claims.tid,
        audience,
        as: claims.idtyp,
        permissions: named.filter(isPermission),
      };
    },
    revoke: (tenantId) => {
      revokedUpTo.set(tenantId, issued);
    },
  };
};
