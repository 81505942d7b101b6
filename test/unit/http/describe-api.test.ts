import { beforeAll, expect, test } from 'vitest';
import { callApi } from '../../fixtures/api-event.ts';
import { createOpenApiCheck } from '../../steps/openapi-check.ts';

let handler: unknown;
beforeAll(async () => {
  Object.assign(process.env, { PUBLIC_URL: 'https://api.example', POWERTOOLS_LOG_LEVEL: 'SILENT' });
  ({ handler } = await import('../../../functions/describe-api/handler.ts'));
});

test('anybody may read the description, and keep it for five minutes', async () => {
  const answer = await callApi(handler, { route: 'GET /v1/openapi.json' });
  expect(answer).toMatchObject({
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'public, max-age=300' },
    body: { openapi: '3.1.0', servers: [{ url: 'https://api.example' }] },
  });
  expect(() => createOpenApiCheck(answer.body)('GET', '/v1/openapi.json', 200, answer.body)).not.toThrow();
});

test('answers 404 where the API has no route', async () => {
  const answer = await callApi(handler, { route: '$default' });
  expect(answer).toMatchObject({
    status: 404,
    headers: { 'content-type': 'application/problem+json' },
    body: { code: 'unknown_route', instance: 'test-request' },
  });
});
