import * as z from 'zod';
import type { Refusal } from '../collector.ts';

/** The error of a token request (RFC 6749, section 5.2), with Microsoft's own numbers. */
export const signInError = z.object({
  error: z.string().max(100),
  error_description: z.string().optional().catch(undefined),
  error_codes: z.array(z.int()).optional().catch(undefined),
});
type SignInError = z.output<typeof signInError>;

/*
 * Microsoft identity platform, "authentication and authorization error codes" (AADSTS…). Microsoft may change them: a number
 * that is not here counts as what the error's own word says.
 */
const STATES: Readonly<Partial<Record<Refusal, readonly number[]>>> = {
  consent_missing: [
    65001, // nobody consented to the application
    65004, // the consent was declined
    500011, // the service is not in the tenant
    650051, // the application cannot be put into the tenant
    650052, // the organisation is not subscribed to the service
    650056, // the application asks for no permission, or for none that was consented to
    650057, // the service is none of those that the application asks for
    700016, // the application is not in the tenant
    7000112, // the application is disabled in the tenant
    7000229, // the application has no service principal in the tenant
  ],
  tenant_unknown: [
    50020, // the user is not of the tenant: no relation to the partner any more
    50034, // the user is not in the tenant
    50059, // no tenant is named
    90002, // there is no such tenant
    90072, // the user is not of the tenant
    900023, // the tenant is no valid id
  ],
  permission_missing: [
    50105, // the user has no role in the application
    53000, // a policy of the tenant asks for a device
    53003, // a policy of the tenant blocks the sign-in
  ],
  credentials_refused: [
    50055, // the password has expired
    50057, // the user is disabled
    50076, // a second factor is missing
    50079, // a second factor is not set up
    50173, // the sign-in was revoked
    70000, // the grant is no longer valid
    70008, // the refresh token has expired
    70043, // the refresh token has expired by a policy
    700082, // the refresh token was not used for too long
    700084, // the refresh token has reached its age
    7000215, // the secret is wrong
    7000222, // the secret has expired
  ],
};

const stateOfCode = new Map<number, Refusal>(
  Object.entries(STATES).flatMap(([state, codes]) => codes.map((code): [number, Refusal] => [code, state as Refusal])), // its own keys
);

/** Why a sign-in was refused, and by which number and word. */
export const refusedSignIn = ({ error, error_description = '', error_codes = [] }: SignInError) => {
  const written = [...error_description.matchAll(/\bAADSTS(\d{5,8})\b/gu)].map(([, code]) => Number(code));
  const codes = [...error_codes, ...written];
  const code = codes.find((one) => stateOfCode.has(one)) ?? codes[0];
  const state: Refusal = (code !== undefined && stateOfCode.get(code)) || 'credentials_refused';
  const word = /^[a-z_]{1,40}$/u.test(error) ? error : 'error';
  return { state, detail: code === undefined ? word : `AADSTS${code} ${word}` };
};
