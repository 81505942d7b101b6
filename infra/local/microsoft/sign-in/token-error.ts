import { randomUUID } from 'node:crypto';
import { type Answer, json } from '../http/answer.ts';

/** Why no token is given: Microsoft's code of it (its reference of AADSTS error codes), with status and OAuth error. */
const ERRORS = {
  tenantUnknown: [90002, 400, 'invalid_request', 'The tenant was not found. Check that it is spelled right.'],
  appNotInTenant: [700016, 400, 'unauthorized_client', 'The application was not found in the directory of the tenant.'],
  secretWrong: [7000215, 401, 'invalid_client', 'The client secret is not valid.'],
  consentMissing: [65001, 400, 'invalid_grant', 'Nobody has consented to use the application.'],
  resourceUnknown: [500011, 400, 'invalid_resource', 'The resource is not known in the tenant.'],
  parameterMissing: [900144, 400, 'invalid_request', 'The request lacks a parameter that the grant needs.'],
  grantUnknown: [70003, 400, 'unsupported_grant_type', 'The grant type is not supported.'],
  refreshTokenInvalid: [70000, 400, 'invalid_grant', 'The refresh token is not valid.'],
  refreshTokenExpired: [700082, 400, 'invalid_grant', 'The refresh token has expired, for it was not used.'],
  refreshTokenRevoked: [50173, 400, 'invalid_grant', 'The grant has expired, because it was revoked.'],
  partnerNotAllowed: [50020, 400, 'invalid_grant', 'The user of the partner has no access to the tenant.'],
} as const satisfies Record<string, readonly [code: number, status: number, error: string, words: string]>;
export type TokenError = keyof typeof ERRORS;

/** The answer of the token endpoint for what is wrong with a request. */
export const tokenError = (what: TokenError, now: Date): Answer => {
  const [code, status, error, words] = ERRORS[what];
  const [trace, correlation] = [randomUUID(), randomUUID()];
  const timestamp = `${now.toISOString().slice(0, 19).replace('T', ' ')}Z`;
  return json(status, {
    error,
    error_description: `AADSTS${code}: ${words} Trace ID: ${trace} Correlation ID: ${correlation} Timestamp: ${timestamp}`,
    error_codes: [code],
    timestamp,
    trace_id: trace,
    correlation_id: correlation,
    error_uri: `https://login.microsoftonline.com/error?code=${code}`,
    ...(what === 'consentMissing' ? { suberror: 'consent_required' } : {}),
  });
};
