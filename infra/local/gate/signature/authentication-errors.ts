import type { ServiceName } from '../call.ts';
import { CallError } from '../call-error.ts';

/** How a service words that it does not accept a signature. */
export interface AuthenticationErrors {
  readonly missing: () => CallError;
  readonly malformed: (message: string) => CallError;
  readonly unknownKey: (accessKeyId: string) => CallError;
  readonly invalidToken: () => CallError;
  /** For credentials that have been dismissed. */
  readonly expiredToken: () => CallError;
  readonly signatureMismatch: () => CallError;
  readonly payloadMismatch: (claimed: string, actual: string) => CallError;
  /** `time` is the signing time as it was sent. */
  readonly skewed: (time: string, now: Date) => CallError;
}

const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your key and signing method.';

const S3_ERRORS: AuthenticationErrors = {
  missing: () => new CallError(403, 'AccessDenied', 'Access Denied'),
  malformed: (message) =>
    new CallError(400, 'AuthorizationHeaderMalformed', `The authorization header is malformed; ${message}`),
  unknownKey: (AWSAccessKeyId) =>
    new CallError(403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', {
      AWSAccessKeyId,
    }),
  invalidToken: () => new CallError(400, 'InvalidToken', 'The provided token is malformed or otherwise invalid.'),
  expiredToken: () => new CallError(400, 'ExpiredToken', 'The provided token has expired.'),
  signatureMismatch: () => new CallError(403, 'SignatureDoesNotMatch', MISMATCH),
  payloadMismatch: (ClientComputedContentSHA256, S3ComputedContentSHA256) =>
    new CallError(
      400,
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
      { ClientComputedContentSHA256, S3ComputedContentSHA256 },
    ),
  skewed: (time, now) =>
    new CallError(
      403,
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      { RequestTime: time, ServerTime: now.toISOString() },
    ),
};

/** The errors of one service. */
export const authenticationErrors = (service: ServiceName): AuthenticationErrors => {
  if (service === 's3') return S3_ERRORS;
  return service === 'ses' ? REST_ERRORS : JSON_ERRORS;
};

/** The services besides S3 share their front end, and differ in the status and in the form of the error. */
const errorsBesidesS3 = (status: number): AuthenticationErrors => ({
  missing: () =>
    new CallError(status, 'MissingAuthenticationTokenException', 'Request is missing Authentication Token'),
  malformed: (message) => new CallError(status, 'IncompleteSignatureException', message),
  unknownKey: () =>
    new CallError(status, 'UnrecognizedClientException', 'The security token included in the request is invalid.'),
  invalidToken: () =>
    new CallError(status, 'UnrecognizedClientException', 'The security token included in the request is invalid.'),
  expiredToken: () =>
    new CallError(status, 'ExpiredTokenException', 'The security token included in the request is expired'),
  signatureMismatch: () => new CallError(status, 'InvalidSignatureException', MISMATCH),
  payloadMismatch: () => new CallError(status, 'InvalidSignatureException', MISMATCH),
  skewed: (time, now) =>
    new CallError(
      status,
      'InvalidSignatureException',
      `Signature expired: ${time} is more than 15 min. from ${now.toISOString()}`,
    ),
});

const JSON_ERRORS = errorsBesidesS3(400);
const REST_ERRORS = errorsBesidesS3(403);
