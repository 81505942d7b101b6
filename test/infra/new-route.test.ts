import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { Alarms } from '../../infra/constructs/alarms.ts';
import { createFunction } from '../../infra/constructs/product-function.ts';
import { PublicApi } from '../../infra/constructs/public-api.ts';
import { stages } from '../../infra/stages.ts';
import { apiHandler } from '../../lib/http/api-handler.ts';
import { openApiDocument } from '../../lib/http/openapi.ts';
import { type OperationsOf, operation } from '../../lib/http/operation.ts';
import { reply } from '../../lib/http/respond.ts';
import { callApi } from '../fixtures/api-event.ts';
import { misfits } from './misfits.ts';

const ROUTES = { getThing: 'GET /v1/things/{id}' } as const;

const getThing = operation({
  route: ROUTES.getThing,
  summary: 'A thing',
  scopes: 'public',
  path: z.object({ id: z.string() }),
  responses: { 200: { description: 'The thing', schema: z.object({ id: z.string() }) } },
});

/** The keys that a stack has whose function `things` takes these routes, as `infra/<function>.ts` says it. */
const deployed = (routes: Readonly<Record<string, `GET /${string}`>>): string[] => {
  const stage = stages.dev;
  const scope = new Stack(new App(), 'Things');
  const alarms = new Alarms(scope, 'Alarms', { email: undefined });
  const api = new PublicApi(scope, 'Api', { stage, alarms });
  const codeOf = () => Code.fromInline('exports.handler = async () => {}');
  const things = createFunction({ scope, stage, alarms, codeOf }, 'things', {
    environment: z.object({}),
    binds: {},
    errorsMean: 'Things could not be read.',
  });
  api.publicRoute(things, 'Things are no secret.', ...Object.values(routes));
  const found = Template.fromStack(scope).findResources('AWS::ApiGatewayV2::Route');
  return Object.values(found).map(({ Properties }) => z.object({ RouteKey: z.string() }).parse(Properties).RouteKey);
};

/** The keys that the description of the API shows. */
const described = (operations: Parameters<typeof openApiDocument>[0]): string[] =>
  Object.entries(openApiDocument(operations, 'https://api.example').paths ?? {}).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  );

test('a line in routes.ts and an operation are all that a new route needs to be deployed, described and answered', async () => {
  const operations = { getThing } satisfies OperationsOf<typeof ROUTES>;
  const lists = {
    'routes.ts': Object.values(ROUTES),
    'the description': described(Object.values(operations)),
    'the template': deployed(ROUTES),
  };
  expect(misfits(lists)).toEqual([]);
  const handler = apiHandler(operations, { getThing: async ({ path }) => reply(200, path) });
  expect(await callApi(handler, { route: ROUTES.getThing, path: { id: 'a' } })).toMatchObject({
    status: 200,
    body: { id: 'a' },
  });
});

test('a route without an operation does not compile, and is missed in the description', () => {
  const more = { ...ROUTES, getOther: 'GET /v1/others' } as const;
  // @ts-expect-error getOther has no operation
  const operations = { getThing } satisfies OperationsOf<typeof more>;
  expect(
    misfits({ 'routes.ts': Object.values(more), 'the description': described(Object.values(operations)) }),
  ).toEqual(['GET /v1/others is not in the description']);
});

test('an operation without a route, or of another one, does not compile', () => {
  const other = operation({ ...getThing, route: 'GET /v1/others/{id}' });
  // @ts-expect-error there is no route for it
  const more = { getThing, other } satisfies OperationsOf<typeof ROUTES>;
  // @ts-expect-error getThing is another route
  const confused = { getThing: other } satisfies OperationsOf<typeof ROUTES>;
  const found = [more, confused].map((operations) =>
    misfits({ 'routes.ts': Object.values(ROUTES), 'the description': described(Object.values(operations)) }),
  );
  expect(found).toEqual([
    ['GET /v1/others/{id} is not in routes.ts'],
    ['GET /v1/others/{id} is not in routes.ts', 'GET /v1/things/{id} is not in the description'],
  ]);
});

test('an operation without an answer does not compile', () => {
  // @ts-expect-error getThing is not answered
  expect(apiHandler({ getThing }, {})).toBeTypeOf('function');
});
