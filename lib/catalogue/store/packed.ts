import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import type { z } from 'zod';
import { Problem } from '../../problem/problem.ts';

/** Small and quick; see the decision on snapshots. */
const COMPRESSION = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/** A DynamoDB item has at most 400 KB, its names and keys included (DynamoDB, service quotas). */
const LARGEST_BYTES = 390_000;

/** A document as bytes that fit into an item. Throws a 409 problem when they do not. */
export const pack = (document: unknown): Uint8Array<ArrayBuffer> => {
  const bytes = brotliCompressSync(JSON.stringify(document), COMPRESSION);
  if (bytes.length <= LARGEST_BYTES) return bytes;
  throw new Problem(
    409,
    'catalogue_full',
    `The catalogue has no more room: it would take ${bytes.length} bytes, compressed, and ${LARGEST_BYTES} fit. Shorten names and lists of workloads. Nothing was stored.`,
  );
};

/** The document that `bytes` were packed from, in the shape of `schema`. */
export const unpack = <Schema extends z.ZodType>(bytes: Uint8Array, schema: Schema): z.output<Schema> =>
  schema.parse(JSON.parse(brotliDecompressSync(bytes).toString('utf8')));
