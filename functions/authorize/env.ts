import * as z from 'zod';

export const env = z.object({
  /** The OIDC issuer whose tokens are taken, as their `iss` says it. */
  ISSUER: z.url(),
  /** Where the issuer publishes its signing keys. */
  JWKS_URI: z.url(),
  /** The ids of the clients whose tokens are taken, separated by spaces. */
  CLIENT_IDS: z.string().min(1),
  LICENSING_TABLE: z.string().min(1),
  /** The subject or client id that is an operator before any access record exists; empty for none. */
  FIRST_OPERATOR: z.string(),
});
