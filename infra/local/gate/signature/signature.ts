import { createHash, createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';

/** The payload hash of requests whose body is not signed. */
export const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';

/** The part of a credential that follows the access key id. */
export interface CredentialScope {
  /** YYYYMMDD, UTC. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

/** What Signature Version 4 signs of a request. */
export interface SignedParts {
  readonly method: string;
  /** As it stands on the wire, percent-encoded. */
  readonly path: string;
  /** Decoded, without the signature itself. */
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: Readonly<Record<string, string>>;
  /** Lower-case names, in the order signed. */
  readonly signedHeaders: readonly string[];
  readonly payloadHash: string;
}

/** Keys are derived once per secret and scope, that is once a day for a session that lives so long. */
const signingKeys = new Map<string, KeyObject>();
const MOST_SIGNING_KEYS = 1000;

/** Lower-case hex SHA-256. */
export const sha256Hex = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

/** The canonical request, from "Create a signed AWS API request" in the IAM user guide. */
export const canonicalRequest = (parts: SignedParts, service: string): string =>
  [
    parts.method,
    canonicalPath(parts.path, service),
    canonicalQuery(parts.query),
    ...parts.signedHeaders.map((name) => `${name}:${(parts.headers[name] ?? '').trim().replace(/ +/g, ' ')}`),
    '',
    parts.signedHeaders.join(';'),
    parts.payloadHash,
  ].join('\n');

/** What is signed: the time (`YYYYMMDDTHHMMSSZ`), the scope and the canonical request's hash. */
export const stringToSign = (time: string, scope: CredentialScope, canonical: string): string =>
  ['AWS4-HMAC-SHA256', time, `${scope.date}/${scope.region}/${scope.service}/aws4_request`, sha256Hex(canonical)].join(
    '\n',
  );

/** The hex signature of `text`, which is a string to sign or a POST policy in base64. */
export const sign = (secretAccessKey: string, scope: CredentialScope, text: string): string =>
  hmac(signingKey(secretAccessKey, scope), text).toString('hex');

/** Whether two signatures are the same, in constant time. */
export const sameSignature = (expected: string, actual: string): boolean => {
  const [one, other] = [Buffer.from(expected), Buffer.from(actual)];
  return one.length === other.length && timingSafeEqual(one, other);
};

const hmac = (key: Buffer | KeyObject, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/** RFC 3986, which leaves fewer characters alone than encodeURIComponent. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`);

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** S3 signs the path encoded once, the other services as it stands on the wire and encoded once more. */
const canonicalPath = (path: string, service: string): string =>
  path
    .split('/')
    .map((segment) => encode(service === 's3' ? decode(segment) : segment))
    .join('/');

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const canonicalQuery = (query: SignedParts['query']): string =>
  query
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort((one, other) => compare(one[0], other[0]) || compare(one[1], other[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

const signingKey = (secretAccessKey: string, { date, region, service }: CredentialScope): KeyObject => {
  const name = [secretAccessKey, date, region, service].join('/');
  const known = signingKeys.get(name);
  if (known) return known;
  const parts = [date, region, service, 'aws4_request'];
  const derived = parts.reduce<Buffer>((previous, part) => hmac(previous, part), Buffer.from(`AWS4${secretAccessKey}`));
  const key = createSecretKey(derived);
  if (signingKeys.size >= MOST_SIGNING_KEYS) signingKeys.clear();
  signingKeys.set(name, key);
  return key;
};
