import { expect, test } from 'vitest';
import { at, functionName, inWords, type Resource, resourcesOf } from './template.ts';

/** Pages, which lead whoever is not signed in to the sign-in by themselves. */
const PAGES = [
  'GET /',
  'GET /assets/{name}',
  'GET /auth/callback',
  'GET /auth/sign-in',
  'GET /customers/{id}',
  'GET /exports',
  'GET /exports/{id}',
  'GET /exports/{id}/files/{name}',
  'GET /imports',
  'GET /imports/{id}',
  'GET /signed-out',
  'GET /{page}',
  'POST /acting-as',
  'POST /auth/sign-out',
  'POST /exports',
  'POST /exports/{id}/revoke',
  'POST /exports/{id}/send',
  'POST /imports',
];

const ROUTES = {
  'ingest-activity': ['POST /v1/activity'],
  'manage-catalogue': ['GET /v1/products', 'PUT /v1/products/{sku}', 'PUT /v1/workloads/{id}'],
  'manage-licensing': [
    'GET /v1/customers',
    'GET /v1/customers/{id}/subscriptions',
    'GET /v1/customers/{id}/support-cases',
    'POST /v1/customers/{id}/assignments',
    'PUT /v1/access/{subject}',
    'PUT /v1/customers/{id}',
    'PUT /v1/customers/{id}/subscriptions',
    'PUT /v1/customers/{id}/support-cases',
    'PUT /v1/partners/{id}',
  ],
  'manage-settings': ['GET /v1/settings', 'PUT /v1/settings'],
  'request-import': ['GET /v1/imports/{id}', 'POST /v1/imports'],
  'request-recalculation': ['POST /v1/recalculations'],
  'read-insights': [
    'GET /v1/customers/{id}/insights',
    'GET /v1/customers/{id}/insights/compare',
    'GET /v1/customers/{id}/insights/history',
    'GET /v1/portfolio',
  ],
  'request-export': ['GET /v1/exports/{id}', 'POST /v1/exports'],
  'download-export': ['GET /d/{token}', 'HEAD /d/{token}'],
  dashboard: PAGES,
  'describe-api': ['$default', 'GET /v1/openapi.json'],
};

const key = (route: Resource): string => inWords(route.Properties.RouteKey);

const targetOf = (route: Resource): string => {
  const integration = inWords(route.Properties.Target).replace('integrations/', '');
  const uri = resourcesOf('dev', 'AWS::ApiGatewayV2::Integration').find((one) => one.id === integration);
  const lambda = inWords(uri?.Properties.IntegrationUri);
  const found = resourcesOf('dev', 'AWS::Lambda::Function').find((one) => one.id === lambda);
  return found ? functionName(found) : lambda;
};

test('the API has exactly these routes', () => {
  const actual = Map.groupBy(resourcesOf('dev', 'AWS::ApiGatewayV2::Route'), targetOf);
  const byFunction = [...actual].map(([name, routes]) => [name, routes.map(key).sort()]);
  expect(Object.fromEntries(byFunction)).toEqual(ROUTES);
});

test('only pages, the description, the catch-all and the mailed links are open to everybody', () => {
  const routes = resourcesOf('dev', 'AWS::ApiGatewayV2::Route');
  const authorizer = resourcesOf('dev', 'AWS::ApiGatewayV2::Authorizer')[0]?.id;
  const open = routes.filter((route) => route.Properties.AuthorizationType === 'NONE');
  const others = ['$default', 'GET /d/{token}', 'GET /v1/openapi.json', 'HEAD /d/{token}'];
  expect(open.map(key).sort()).toEqual([...PAGES, ...others].sort());
  for (const route of routes.filter((one) => !open.includes(one)))
    expect(route.Properties).toMatchObject({ AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: authorizer } });
});

test('the authorizer answers yes or no to the Authorization header, and its word holds for five minutes', () => {
  const authorizers = resourcesOf('dev', 'AWS::ApiGatewayV2::Authorizer');
  expect(authorizers).toHaveLength(1);
  expect(authorizers[0]?.Properties).toMatchObject({
    AuthorizerType: 'REQUEST',
    AuthorizerPayloadFormatVersion: '2.0',
    EnableSimpleResponses: true,
    IdentitySource: ['$request.header.Authorization'],
    AuthorizerResultTtlInSeconds: 300,
  });
});

test('functions are called with payload format 2.0', () => {
  for (const integration of resourcesOf('dev', 'AWS::ApiGatewayV2::Integration'))
    expect(integration.Properties).toMatchObject({ IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' });
});

test('the access log names the route and neither path nor caller', () => {
  const format = inWords(
    at(resourcesOf('dev', 'AWS::ApiGatewayV2::Stage')[0]?.Properties, 'AccessLogSettings', 'Format'),
  );
  expect([...format.matchAll(/\$context\.[\w.]+/g)].map(([field]) => field)).toEqual([
    '$context.requestTime',
    '$context.requestId',
    '$context.routeKey',
    '$context.status',
    '$context.responseLatency',
    '$context.responseLength',
    '$context.error.message',
  ]);
});
