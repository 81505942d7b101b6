import { type GateRequest, queryValue, type ServiceName } from '../call.ts';
import { CallError } from '../call-error.ts';
import type { Principal } from '../principal.ts';
import type { Authentication } from './authentication.ts';
import { authenticationErrors } from './authentication-errors.ts';
import {
  type CredentialScope,
  canonicalRequest,
  sameSignature,
  sha256Hex,
  sign,
  stringToSign,
  UNSIGNED_PAYLOAD,
} from './signature.ts';

/** Signature Version 4 accepts a request that is signed with a clock up to this much off. */
const SKEW_MILLISECONDS = 15 * 60 * 1000;
/** The longest that a presigned URL may live. */
const LONGEST_EXPIRY_SECONDS = 7 * 24 * 60 * 60;

/**
 * Checks that `principal` signed the request (or the form's `policy`) and that the signature still counts.
 * Throws the CallError that the service answers with otherwise.
 */
export const checkSignature = (
  service: ServiceName,
  authentication: Authentication,
  principal: Principal,
  request: GateRequest,
  { region, now, policy }: { readonly region: string; readonly now: Date; readonly policy?: string },
): void => {
  const errors = authenticationErrors(service);
  checkScope(service, authentication.scope, region);
  if (authentication.sessionToken !== principal.credentials.sessionToken) throw errors.invalidToken();
  const text = (): string => {
    if (policy !== undefined) return policy;
    const canonical = canonicalRequest(
      {
        ...request,
        query: request.query.filter(([name]) => name !== 'X-Amz-Signature'),
        signedHeaders: authentication.signedHeaders,
        payloadHash: payloadHashOf(service, authentication, request),
      },
      authentication.scope.service,
    );
    return stringToSign(authentication.time, authentication.scope, canonical);
  };
  const expected = sign(principal.credentials.secretAccessKey, authentication.scope, text());
  if (!sameSignature(expected, authentication.signature)) throw errors.signatureMismatch();
  checkTime(service, authentication, now);
  if (policy === undefined) checkSignedHeaders(service, authentication, request);
};

/** Reads `YYYYMMDDTHHMMSSZ`; undefined for anything else. */
const parseSigningTime = (time: string): Date | undefined => {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(time);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  return new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
};

const checkTime = (service: ServiceName, authentication: Authentication, now: Date): void => {
  const errors = authenticationErrors(service);
  const signedAt = parseSigningTime(authentication.time);
  if (!signedAt || !authentication.time.startsWith(authentication.scope.date))
    throw errors.malformed(`The signing time ${authentication.time} does not fit the credential's date`);
  const age = now.getTime() - signedAt.getTime();
  if (authentication.kind === 'header') {
    if (Math.abs(age) > SKEW_MILLISECONDS) throw errors.skewed(authentication.time, now);
    return;
  }
  if (authentication.kind === 'form') return; // The policy carries its own expiration.
  const expires = authentication.expiresInSeconds ?? Number.NaN;
  if (!(expires >= 0 && expires <= LONGEST_EXPIRY_SECONDS))
    throw new CallError(400, 'AuthorizationQueryParametersError', 'X-Amz-Expires must be 0 to 604800 seconds');
  if (age < -SKEW_MILLISECONDS) throw new CallError(403, 'AccessDenied', 'Request is not valid yet');
  if (age > expires * 1000)
    throw new CallError(403, 'AccessDenied', 'Request has expired', {
      'X-Amz-Expires': expires,
      Expires: new Date(signedAt.getTime() + expires * 1000).toISOString(),
      ServerTime: now.toISOString(),
    });
};

/** S3 refuses what looks like an instruction to it and could have been added by somebody else. */
const checkSignedHeaders = (service: ServiceName, authentication: Authentication, request: GateRequest): void => {
  const signed = new Set(authentication.signedHeaders);
  const unsigned = Object.keys(request.headers).filter((name) => name.startsWith('x-amz-') && !signed.has(name));
  if (!signed.has('host')) throw authenticationErrors(service).malformed('The host header must be signed');
  if (service === 's3' && unsigned.length > 0)
    throw new CallError(403, 'AccessDenied', 'There were headers present in the request which were not signed', {
      HeadersNotSigned: unsigned.join(', '),
    });
};

const payloadHashOf = (service: ServiceName, authentication: Authentication, request: GateRequest): string => {
  const claimed =
    request.headers['x-amz-content-sha256'] ??
    (service === 's3' && authentication.kind === 'query'
      ? (queryValue(request, 'X-Amz-Content-Sha256') ?? UNSIGNED_PAYLOAD)
      : undefined);
  if (claimed === undefined || /^[0-9a-f]{64}$/.test(claimed)) {
    const actual = sha256Hex(request.body);
    if (claimed !== undefined && claimed !== actual)
      throw authenticationErrors(service).payloadMismatch(claimed, actual);
    return actual;
  }
  return claimed;
};

const checkScope = (service: ServiceName, scope: CredentialScope, region: string): void => {
  if (scope.service !== service)
    throw authenticationErrors(service).malformed(`the service is '${service}', not '${scope.service}'`);
  if (scope.region !== region)
    throw authenticationErrors(service).malformed(`the region '${scope.region}' is wrong; expecting '${region}'`);
};
