import { randomBytes } from 'node:crypto';

export interface RefreshTokens {
  /** A new token for an app's user. */
  readonly issue: (clientId: string) => string;
  /** Makes a token of the test's own a good one. */
  readonly admit: (clientId: string, token: string) => void;
  /** Takes a token: what uses it and gives the one in its place, or why it is not taken. A sign-in that fails uses none. */
  readonly exchange: (
    clientId: string,
    token: string,
  ) => { readonly use: () => string } | { readonly refused: Refused };
  /** For how many seconds a token that was used may be used again; 0 refuses it at once. */
  readonly keepUsedFor: (seconds: number) => void;
  /** As when the user's password changes: no token of the app is good any more. */
  readonly revoke: (clientId: string) => void;
}

type Refused = 'unknown' | 'used' | 'expired' | 'revoked';

/** Microsoft: a refresh token that is not used ends after 90 days. */
const LIFETIME_MILLISECONDS = 90 * 86_400_000;

interface Known {
  readonly clientId: string;
  readonly issuedAt: number;
  usedAt?: number;
  revoked?: boolean;
}

/** Refresh tokens on a clock. Each exchange gives a new one; a used one stays good for a day, unless told otherwise. */
export const createRefreshTokens = (now: () => Date): RefreshTokens => {
  const tokens = new Map<string, Known>();
  let usedGoodFor = 86_400_000;
  const admit = (clientId: string, token: string): void => {
    tokens.set(token, { clientId, issuedAt: now().getTime() });
  };
  const issue = (clientId: string): string => {
    const token = `0.${randomBytes(32).toString('base64url')}`;
    admit(clientId, token);
    return token;
  };
  return {
    issue,
    admit,
    exchange: (clientId, token) => {
      const known = tokens.get(token);
      const instant = now().getTime();
      if (known?.clientId !== clientId) return { refused: 'unknown' };
      if (known.revoked) return { refused: 'revoked' };
      if (instant >= known.issuedAt + LIFETIME_MILLISECONDS) return { refused: 'expired' };
      if (known.usedAt !== undefined && instant >= known.usedAt + usedGoodFor) return { refused: 'used' };
      const use = () => {
        known.usedAt ??= instant;
        return issue(clientId);
      };
      return { use };
    },
    keepUsedFor: (seconds) => {
      usedGoodFor = seconds * 1_000;
    },
    revoke: (clientId) => {
      for (const known of tokens.values()) if (known.clientId === clientId) known.revoked = true;
    },
  };
};
