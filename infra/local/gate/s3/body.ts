import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { GateRequest } from '../call.ts';
import { CallError } from '../call-error.ts';

type Headers = Readonly<Record<string, string>>;

/** What the SDK sends for a stream: chunks without signatures, then the checksum as a trailer. */
const UNSIGNED_TRAILER = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';

/** Those that describe a checksum and are none. */
const CHECKSUM_OPTIONS = new Set(['x-amz-checksum-algorithm', 'x-amz-checksum-mode', 'x-amz-checksum-type']);

/** Takes a body in the aws-chunked encoding and returns the content and the trailers. Throws IncompleteBody. */
export const decodeChunks = (encoded: Buffer): { readonly body: Buffer; readonly trailers: Headers } => {
  const chunks: Buffer[] = [];
  let position = 0;
  for (;;) {
    const lineEnd = encoded.indexOf('\r\n', position);
    if (lineEnd < 0) throw malformed();
    const size = Number.parseInt(encoded.toString('latin1', position, lineEnd), 16);
    const start = lineEnd + 2;
    if (!(size >= 0) || start + size > encoded.length) throw malformed();
    if (size === 0) return { body: Buffer.concat(chunks), trailers: parseTrailers(encoded.toString('latin1', start)) };
    chunks.push(encoded.subarray(start, start + size));
    position = start + size + 2;
  }
};

/** Throws BadDigest for a checksum that is not the body's, and NotImplemented for one that cannot be told locally. */
export const checkChecksums = (body: Buffer, headers: Headers): void => {
  for (const [name, claimed] of Object.entries(headers)) {
    const compute = CHECKSUMS[name];
    if (compute) {
      if (compute(body) === claimed) continue;
      const what = name === 'content-md5' ? 'Content-MD5' : name.slice('x-amz-checksum-'.length).toUpperCase();
      throw new CallError(400, 'BadDigest', `The ${what} you specified did not match the calculated checksum.`);
    }
    if (name.startsWith('x-amz-checksum-') && !CHECKSUM_OPTIONS.has(name))
      throw new CallError(501, 'NotImplemented', `The checksum ${name} is not checked locally: use CRC32 or SHA-256`);
  }
};

/** The request with its body as it is to be stored; the trailers have become headers. */
export const withDecodedBody = (request: GateRequest): GateRequest => {
  if (!isChunked(request)) return request;
  const { body, trailers } = decodeChunks(request.body);
  const expected = request.headers['x-amz-decoded-content-length'];
  if (expected !== undefined && Number(expected) !== body.length) throw malformed();
  return { ...request, body, headers: { ...withoutChunkHeaders(request.headers), ...trailers } };
};

const malformed = (): CallError =>
  new CallError(400, 'IncompleteBody', 'The request body terminated unexpectedly: its chunks are cut short');

const parseTrailers = (text: string): Headers =>
  Object.fromEntries(
    text
      .split('\r\n')
      .filter((line) => line.includes(':'))
      .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );

const crc32Base64 = (body: Buffer): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(body));
  return bytes.toString('base64');
};

const CHECKSUMS: Readonly<Record<string, (body: Buffer) => string>> = {
  'x-amz-checksum-crc32': crc32Base64,
  'x-amz-checksum-sha1': (body) => createHash('sha1').update(body).digest('base64'),
  'x-amz-checksum-sha256': (body) => createHash('sha256').update(body).digest('base64'),
  'content-md5': (body) => createHash('md5').update(body).digest('base64'),
};

const isChunked = (request: GateRequest): boolean => {
  const hash = request.headers['x-amz-content-sha256'] ?? '';
  if (hash.startsWith('STREAMING-') && hash !== UNSIGNED_TRAILER)
    throw new CallError(501, 'NotImplemented', `A body signed as ${hash} is not checked locally`);
  return hash === UNSIGNED_TRAILER;
};

/** The headers that tell of the chunks and not of the object. */
const withoutChunkHeaders = ({ 'content-encoding': encoding, ...headers }: Headers): Headers => {
  const encodings = (encoding ?? '').split(',').map((one) => one.trim());
  const kept = encodings.filter((one) => one !== '' && one !== 'aws-chunked').join(',');
  const { 'x-amz-trailer': _trailer, 'x-amz-decoded-content-length': _length, ...others } = headers;
  return kept ? { ...others, 'content-encoding': kept } : others;
};
