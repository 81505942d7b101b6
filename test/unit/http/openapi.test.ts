import { expect, test } from 'vitest';
import * as z from 'zod';
import { allOperations } from '../../../functions/describe-api/operations.ts';
import { openApiDocument } from '../../../lib/http/openapi.ts';
import { operation } from '../../../lib/http/operation.ts';
import { createOpenApiCheck } from '../../steps/openapi-check.ts';

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const document = openApiDocument(allOperations, 'https://api.example');
const served = asJson(document);
const check = createOpenApiCheck(served);

const operationObject = z.object({
  operationId: z.string(),
  summary: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z.array(z.object({ name: z.string(), in: z.enum(['path', 'query']), schema: z.unknown() })).default([]),
  responses: z.record(z.string().regex(/^[1-5]\d\d$/), z.object({ description: z.string().min(1) })),
});
const parsed = z.object({
  openapi: z.literal('3.1.0'),
  info: z.object({ title: z.string(), version: z.string() }),
  servers: z.tuple([z.object({ url: z.literal('https://api.example') })]),
  paths: z.record(
    z.string().startsWith('/'),
    z.partialRecord(z.enum(['get', 'put', 'post', 'delete', 'head']), operationObject),
  ),
});

const nodesOf = (value: unknown): Record<string, unknown>[] => {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (typeof value !== 'object' || value === null) return [];
  const node: Record<string, unknown> = { ...value };
  return [node, ...Object.values(node).flatMap(nodesOf)];
};

const at = (pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>(
      (node, step) => Reflect.get(Object(node), step.replaceAll('~1', '/').replaceAll('~0', '~')),
      served,
    );

test('the document has the structure of OpenAPI 3.1', () => {
  expect(parsed.safeParse(asJson(z.looseObject({ paths: z.unknown() }).parse(document))).error).toBeUndefined();
});

test('every reference leads somewhere', () => {
  const references = nodesOf(served).flatMap((node) => (typeof node.$ref === 'string' ? [node.$ref] : []));
  expect(references.length).toBeGreaterThan(20);
  expect(references.filter((reference) => at(reference.replace(/^#/, '')) === undefined)).toEqual([]);
});

test('every schema of an answer can be used by a validator', () => {
  for (const [path, methods] of Object.entries(document.paths ?? {}))
    for (const method of ['get', 'put', 'post'] as const)
      for (const [status, response] of Object.entries(methods[method]?.responses ?? {}))
        if (Reflect.has(Object(response), 'content'))
          expect(() => check(method.toUpperCase(), path, Number(status), Symbol('no JSON'))).toThrow(
            /something else than the document says|must/,
          );
});

test('every path parameter of a route is described', () => {
  const { paths } = parsed.parse(served);
  const undescribed = Object.entries(paths).flatMap(([path, methods]) =>
    Object.values(methods).flatMap((one) => {
      const described = new Set(one.parameters.filter(({ in: where }) => where === 'path').map(({ name }) => name));
      return [...path.matchAll(/\{(\w+)\}/g)]
        .filter(([, name = '']) => !described.has(name))
        .map(([name]) => `${path} ${name}`);
    }),
  );
  expect(undescribed).toEqual([]);
});

test('routes and operation ids are unique', () => {
  const routes = allOperations.map(({ route }) => route);
  expect(new Set(routes).size).toBe(routes.length);
  const ids = nodesOf(served).flatMap(({ operationId }) => (typeof operationId === 'string' ? [operationId] : []));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBe(routes.length);
});

test('a secured call says its scopes, needs a token and takes the partner to act as', () => {
  expect(asJson(document.paths?.['/v1/partners/{id}']?.put)).toMatchObject({
    operationId: 'putPartnersById',
    description: 'Needs the scope `operator`.',
    security: [{ bearer: [] }],
    parameters: [
      { name: 'id', in: 'path', required: true },
      { name: 'partner', in: 'query' },
    ],
    responses: { 200: {}, 400: {}, 401: {}, 403: {}, 404: {}, 413: {}, 415: {}, 500: {}, 503: {} },
  });
});

test('a public call needs no token and answers neither 401 nor 403', () => {
  const described = parsed.parse(served).paths['/v1/openapi.json']?.get;
  expect(described?.security).toEqual([]);
  expect(Object.keys(described?.responses ?? {})).not.toContain('401');
  expect(Object.keys(described?.responses ?? {})).not.toContain('403');
});

const thing = operation({
  route: 'GET /v1/things/{id}',
  summary: 'A thing',
  scopes: ['insights:read'],
  path: z.object({ id: z.string() }),
  responses: {
    200: { description: 'The thing', schema: z.object({ id: z.string(), size: z.int() }) },
    410: { description: 'Gone' },
  },
});

test('refuses two operations of one route, and parameters that the route does not have', () => {
  expect(() => openApiDocument([thing, thing], 'https://api.example')).toThrow('GET /v1/things/{id}');
  const misspelt = { ...thing, path: z.object({ thingId: z.string() }) };
  expect(() => openApiDocument([misspelt], 'https://api.example')).toThrow('thingId');
});

test('the check takes what the document says and names what it does not', () => {
  const checkThing = createOpenApiCheck(asJson(openApiDocument([thing], 'https://api.example')));
  const problem = {
    type: 'about:blank',
    title: 'Gone',
    status: 410,
    code: 'gone',
    detail: 'It is gone.',
    instance: 'r1',
  };
  expect(() => checkThing('GET', '/v1/things/a', 200, { id: 'a', size: 1 })).not.toThrow();
  expect(() => checkThing('GET', '/v1/things/a', 410, problem)).not.toThrow();
  expect(() => checkThing('GET', '/v1/things/a', 401, { message: 'Unauthorized' })).not.toThrow();
  expect(() => checkThing('GET', '/v1/nothing', 404, { ...problem, status: 404 })).not.toThrow();
  expect(() => checkThing('GET', '/v1/things/a', 200, { id: 'a', size: '1' })).toThrow('body/size must be integer');
  expect(() => checkThing('GET', '/v1/things/a', 200, { id: 'a', size: 1, seller: 'p2' })).toThrow(
    'additional properties',
  );
  expect(() => checkThing('GET', '/v1/things/a', 418, {})).toThrow('answered 418, which the document does not list');
  expect(() => checkThing('GET', '/v1/nothing', 200, {})).toThrow('The document has no GET /v1/nothing');
});
