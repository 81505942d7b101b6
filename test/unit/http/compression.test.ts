import { brotliCompressSync, constants } from 'node:zlib';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { apiHandler } from '../../../lib/http/api-handler.ts';
import { operation } from '../../../lib/http/operation.ts';
import { reply } from '../../../lib/http/respond.ts';
import { apiEvent, lambdaContext } from '../../fixtures/api-event.ts';

const text = Array.from({ length: 2000 }, (_, index) => `customer ${index * 7919} of ${index % 13}`).join();
const getText = operation({
  route: 'GET /v1/text',
  summary: 'A text',
  scopes: 'public',
  responses: { 200: { description: 'The text', schema: z.object({ text: z.string() }) } },
});
const handler = apiHandler({ getText }, { getText: async () => reply(200, { text }) }) as unknown as (
  event: ReturnType<typeof apiEvent>,
  context: Context,
) => Promise<APIGatewayProxyStructuredResultV2>; // Middy's own type of a handler also knows callbacks

test('answers are compressed for who takes it, by Brotli at a quality that takes no longer than making the answer', async () => {
  const event = apiEvent({ route: getText.route, caller: { subject: 'olga', scopes: '' } });
  const asked = (encodings: string) =>
    handler({ ...event, headers: { ...event.headers, 'accept-encoding': encodings } }, lambdaContext());
  const plain = JSON.stringify({ text });
  expect(await asked('identity')).toMatchObject({ body: plain });
  const { body = '', isBase64Encoded, headers } = await asked('gzip, br');
  const quality = (level: number) =>
    brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: level } }).toString('base64');
  expect({ isBase64Encoded, headers }).toMatchObject({ isBase64Encoded: true, headers: { 'Content-Encoding': 'br' } });
  expect(body).toBe(quality(5));
  expect(body.length).toBeLessThan(quality(11).length * 1.3);
});
