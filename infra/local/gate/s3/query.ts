import type { GateRequest } from '../call.ts';
import { CallError } from '../call-error.ts';

/** Parameters of a presigned URL that carry the signature and nothing of the request. */
const SIGNATURE_PARAMETERS =
  /^X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Signature|Security-Token|Content-Sha256)$/i;

/** Parameters that stand for headers of the answer (GetObject in the S3 API reference). */
const ANSWER_HEADERS: Readonly<Record<string, string>> = {
  'response-content-type': 'content-type',
  'response-content-language': 'content-language',
  'response-expires': 'expires',
  'response-cache-control': 'cache-control',
  'response-content-disposition': 'content-disposition',
  'response-content-encoding': 'content-encoding',
};

/**
 * Moves what a presigned URL carries in its query for want of headers (`x-amz-checksum-crc32`, `x-amz-meta-…`) into the
 * headers, where S3 reads it just the same, and drops the signature.
 */
export const withHeadersFromQuery = (request: GateRequest): GateRequest => {
  const headers: Record<string, string> = { ...request.headers };
  const query = request.query.filter(([name, value]) => {
    if (SIGNATURE_PARAMETERS.test(name) || name === 'x-id') return false;
    if (!name.toLowerCase().startsWith('x-amz-')) return true;
    headers[name.toLowerCase()] = value;
    return false;
  });
  return { ...request, query, headers };
};

/**
 * The headers of the answer that the request's `response-…` parameters set. Throws InvalidArgument for text outside
 * ASCII: S3 refuses what ISO-8859-1 cannot hold, and what it can is read differently by different clients.
 */
export const responseOverrides = (request: GateRequest): Readonly<Record<string, string>> =>
  Object.fromEntries(
    request.query.flatMap(([name, value]) => {
      const header = ANSWER_HEADERS[name];
      if (header === undefined) return [];
      if (!/^[\x20-\x7e]*$/.test(value))
        throw new CallError(400, 'InvalidArgument', `Header value cannot be represented: use filename*=UTF-8''`, {
          ArgumentName: name,
          ArgumentValue: value,
        });
      return [[header, value]];
    }),
  );

/** Path and query for the embedded server. */
export const targetOf = ({ path, query }: GateRequest): string =>
  query.length === 0
    ? path
    : `${path}?${query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')}`;
