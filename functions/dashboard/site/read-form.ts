import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import * as z from 'zod';
import { decodeUtf8, requireNoReplacement, requireUtf8 } from '../../../lib/http/body-text.ts';
import { Problem } from '../../../lib/problem/problem.ts';

/** The fields of a posted form; one that is given several times is a list. Throws a 415 problem for anything else. */
export const readForm = ({
  headers,
  body = '',
  isBase64Encoded,
}: Pick<APIGatewayProxyEventV2, 'headers' | 'body' | 'isBase64Encoded'>): Record<string, string | string[]> => {
  const mediaType = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (mediaType !== 'application/x-www-form-urlencoded')
    throw new Problem(415, 'unsupported_media_type', 'Send the form as a browser does.');
  requireUtf8(headers['content-type']);
  const text = decodeUtf8(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'));
  const fields = new URLSearchParams(text);
  const read: Record<string, string | string[]> = {};
  for (const name of new Set(fields.keys())) {
    const values = fields.getAll(name).map((value) => value.normalize('NFC'));
    read[name] = values.length === 1 ? (values[0] ?? '') : values;
    for (const value of values) requireNoReplacement(value); // its bytes come escaped
  }
  return read;
};

/** The values of a form's field that may be given any number of times (checkboxes of one name): a list. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.preprocess((given) => (given === undefined ? [] : Array.isArray(given) ? given : [given]), z.array(item).max(100));
