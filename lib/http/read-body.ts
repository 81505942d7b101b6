import { gunzipSync } from 'node:zlib';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { z } from 'zod';
import { errorsOf, Problem } from '../problem/problem.ts';
import { parseBounded } from './body-size.ts';
import { composeTexts, decodeUtf8, requireNoReplacement, requireUtf8 } from './body-text.ts';

/** What a gzipped request may grow to: more than Lambda lets through uncompressed (6 MB), less than its memory. */
const LARGEST_BODY_BYTES = 16 * 1024 * 1024;

/** The request's JSON body in the shape of `schema`. Missing, not JSON and of the wrong shape are three different problems. */
export const readJsonBody = <Schema extends z.ZodType>(
  event: Pick<APIGatewayProxyEventV2, 'body' | 'isBase64Encoded' | 'headers'>,
  schema: Schema,
  judgedByEntry: readonly string[] = [],
): z.output<Schema> => {
  if (!event.body) throw new Problem(400, 'missing_body', 'The request has no body. Send a JSON document.');
  requireJson(event.headers['content-type']);
  requireUtf8(event.headers['content-type']);
  const text = decode(event.body, event.isBase64Encoded, event.headers['content-encoding']);
  const parsed = schema.safeParse(readText(text, judgedByEntry));
  if (parsed.success) return parsed.data;
  const errors = errorsOf(parsed.error);
  const first = errors[0];
  throw new Problem(
    400,
    'invalid_request',
    `The body is not of the expected shape: ${first?.pointer || 'the document'}: ${first?.message}. Correct it and send it again; nothing was stored.`,
    { errors },
  );
};

const requireJson = (contentType: string | undefined): void => {
  const mediaType = contentType?.split(';')[0]?.trim().toLowerCase();
  if (mediaType === undefined || mediaType === 'application/json' || mediaType.endsWith('+json')) return;
  throw new Problem(415, 'unsupported_media_type', `Send "content-type: application/json", not "${mediaType}".`);
};

const decode = (body: string, isBase64Encoded: boolean, contentEncoding = 'identity'): string => {
  const bytes = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');
  if (!isBase64Encoded) requireNoReplacement(body);
  switch (contentEncoding.trim().toLowerCase()) {
    case 'identity':
      return decodeUtf8(bytes);
    case 'gzip':
      return decodeUtf8(gunzip(bytes));
    default:
      throw new Problem(
        415,
        'unsupported_content_encoding',
        `The content encoding "${contentEncoding}" is not known. Send gzip, or no content-encoding.`,
      );
  }
};

const gunzip = (bytes: Buffer): Buffer => {
  try {
    return gunzipSync(bytes, { maxOutputLength: LARGEST_BODY_BYTES });
  } catch (cause) {
    if (cause instanceof RangeError)
      throw new Problem(413, 'body_too_large', 'The body unpacks to more than 16 MB. Send it in several requests.', {
        cause,
      });
    throw new Problem(400, 'invalid_gzip', 'The body is not the gzip stream that its content-encoding announces.', {
      cause,
    });
  }
};

/** Plain ASCII without escapes needs no look at each of its texts. */
const isPlain = (text: string): boolean => /^\p{ASCII}*$/u.test(text) && !text.includes('\\u');

const readText = (text: string, judgedByEntry: readonly string[]): unknown => {
  const value = parseBounded(text, parseJson, judgedByEntry);
  return isPlain(text) ? value : composeTexts(value, judgedByEntry);
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unreadable';
    throw new Problem(400, 'invalid_json', `The body is not JSON: ${reason}. Nothing was stored.`, { cause });
  }
};
