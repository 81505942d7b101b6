import { type GateRequest, queryValue } from '../call.ts';
import type { CredentialScope } from './signature.ts';

/** How a request says who sends it. */
export interface Authentication {
  readonly kind: 'header' | 'query' | 'form';
  readonly accessKeyId: string;
  readonly scope: CredentialScope;
  /** `YYYYMMDDTHHMMSSZ`. */
  readonly time: string;
  readonly signature: string;
  readonly sessionToken: string | undefined;
  /** Lower-case; empty for a form. */
  readonly signedHeaders: readonly string[];
  /** How long a presigned URL lives. */
  readonly expiresInSeconds: number | undefined;
}

/** Thrown for a credential or header that does not have the form that Signature Version 4 gives it. */
export class MalformedAuthenticationError extends Error {}

/** Reads the authentication of a form post from its fields, by lower-case name; undefined if there is none. */
export const readFormAuthentication = (fields: ReadonlyMap<string, string>): Authentication | undefined => {
  const credential = fields.get('x-amz-credential');
  if (credential === undefined) return undefined;
  return {
    kind: 'form',
    ...parseCredential(credential),
    time: fields.get('x-amz-date') ?? '',
    signature: fields.get('x-amz-signature') ?? '',
    sessionToken: fields.get('x-amz-security-token'),
    signedHeaders: [],
    expiresInSeconds: undefined,
  };
};

/** Reads it from the Authorization header or the query; undefined if the request is anonymous. */
export const readAuthentication = (request: GateRequest): Authentication | undefined => {
  const authorization = request.headers.authorization;
  if (authorization !== undefined) return fromHeader(authorization, request);
  const credential = queryValue(request, 'X-Amz-Credential');
  return credential === undefined ? undefined : fromQuery(credential, request);
};

const parseCredential = (credential: string): { accessKeyId: string; scope: CredentialScope } => {
  const [accessKeyId, date, region, service, end] = credential.split('/');
  if (!accessKeyId || !date || !region || !service || end !== 'aws4_request')
    throw new MalformedAuthenticationError(
      `The credential must be <access key id>/<YYYYMMDD>/<region>/<service>/aws4_request, got ${credential}`,
    );
  return { accessKeyId, scope: { date, region, service } };
};

const splitHeaders = (names: string): readonly string[] => names.split(';').map((name) => name.toLowerCase());

const fromHeader = (authorization: string, request: GateRequest): Authentication => {
  const match = /^AWS4-HMAC-SHA256 +Credential=([^, ]+), *SignedHeaders=([^, ]+), *Signature=([0-9a-f]+)$/.exec(
    authorization,
  );
  const [, credential = '', signedHeaders = '', signature = ''] = match ?? [];
  if (!match) throw new MalformedAuthenticationError(`The Authorization header must be AWS4-HMAC-SHA256's`);
  return {
    kind: 'header',
    ...parseCredential(credential),
    time: request.headers['x-amz-date'] ?? '',
    signature,
    sessionToken: request.headers['x-amz-security-token'],
    signedHeaders: splitHeaders(signedHeaders),
    expiresInSeconds: undefined,
  };
};

const fromQuery = (credential: string, request: GateRequest): Authentication => ({
  kind: 'query',
  ...parseCredential(credential),
  time: queryValue(request, 'X-Amz-Date') ?? '',
  signature: queryValue(request, 'X-Amz-Signature') ?? '',
  sessionToken: queryValue(request, 'X-Amz-Security-Token'),
  signedHeaders: splitHeaders(queryValue(request, 'X-Amz-SignedHeaders') ?? ''),
  expiresInSeconds: Number(queryValue(request, 'X-Amz-Expires') ?? Number.NaN),
});
