import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { allOperations } from '../../functions/describe-api/operations.ts';
import { misfits } from './misfits.ts';
import { acknowledgedOf, at, functionName, inWords, type Resource, resourcesOf } from './template.ts';
import { readWrittenRoutes, type WrittenRoutes } from './written-routes.ts';

const ROOT = join(import.meta.dirname, '..', '..');

const written = await readWrittenRoutes();
const isSite = ({ name }: WrittenRoutes): boolean => name === 'dashboard';
const pages = written.filter(isSite).flatMap(({ keys }) => keys);
const calls = written.filter((one) => !isSite(one)).flatMap(({ keys }) => keys);
const catchAlls = written.flatMap(({ catchAll }) => catchAll);

/** The code below a folder, without the files that are all about routes and those whose paths match `apart`. */
const filesIn = (folder: string, apart?: RegExp): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('/routes.ts') && !apart?.test(file))
    .map((file) => readFileSync(join(ROOT, file), 'utf8'));

const key = (route: Resource): string => inWords(route.Properties.RouteKey);

const targetOf = (route: Resource): string => {
  const integration = inWords(route.Properties.Target).replace('integrations/', '');
  const uri = resourcesOf('dev', 'AWS::ApiGatewayV2::Integration').find((one) => one.id === integration);
  const alias = inWords(uri?.Properties.IntegrationUri);
  const lambda = inWords(
    resourcesOf('dev', 'AWS::Lambda::Alias').find((one) => one.id === alias)?.Properties.FunctionName,
  );
  const found = resourcesOf('dev', 'AWS::Lambda::Function').find((one) => one.id === lambda);
  return found ? functionName(found) : lambda;
};

test('every function has the routes that its routes.ts names, and no others', () => {
  const deployed = resourcesOf('dev', 'AWS::ApiGatewayV2::Route').map((route) => `${targetOf(route)}: ${key(route)}`);
  const named = written.flatMap(({ name, keys, catchAll }) => [...keys, ...catchAll].map((one) => `${name}: ${one}`));
  expect(named.length).toBeGreaterThan(40);
  expect(misfits({ 'routes.ts': named, 'the template': deployed })).toEqual([]);
});

test('every call of the API has one operation, and is described', () => {
  expect(misfits({ 'routes.ts': calls, 'the description': allOperations.map(({ route }) => route) })).toEqual([]);
});

test('every address of the site has one page, but for the last resort', () => {
  const names = new Map(written.filter(isSite).flatMap(({ names: named }) => [...named]));
  const found = filesIn('functions/dashboard')
    .flatMap((text) => [...text.matchAll(/\bROUTES\.(\w+)/g)])
    .map(([, name = '']) => names.get(name) ?? `an unknown ${name}`);
  expect(misfits({ 'routes.ts': pages, 'the pages': found })).toEqual([]);
});

test('a route is spelt in routes.ts only', () => {
  const spelt = ['functions', 'infra']
    .flatMap((folder) => filesIn(folder, /^infra\/local\//))
    .flatMap((text) => [...text.matchAll(/'(?:GET|HEAD|POST|PUT|DELETE) \/[^']*'/g)].map(([literal]) => literal));
  expect(spelt).toEqual([]);
});

test('only pages, the description, the catch-all and the mailed links are open to everybody', () => {
  const routes = resourcesOf('dev', 'AWS::ApiGatewayV2::Route');
  const authorizer = resourcesOf('dev', 'AWS::ApiGatewayV2::Authorizer')[0]?.id;
  const open = routes.filter((route) => route.Properties.AuthorizationType === 'NONE');
  const publicCalls = allOperations.filter(({ scopes }) => scopes === 'public').map(({ route }) => route);
  expect(publicCalls.sort()).toEqual(['GET /d/{token}', 'GET /v1/openapi.json', 'HEAD /d/{token}']);
  expect(
    misfits({ 'what is public': [...pages, ...publicCalls, ...catchAlls], 'what is open': open.map(key) }),
  ).toEqual([]);
  for (const route of routes.filter((one) => !open.includes(one)))
    expect(route.Properties).toMatchObject({ AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: authorizer } });
});

test('every open route says why it is open, and no other says so', () => {
  const reasons = acknowledgedOf('prod').filter(({ rule }) => rule === 'AwsSolutions-APIG4');
  const open = resourcesOf('prod', 'AWS::ApiGatewayV2::Route').filter(
    (route) => route.Properties.AuthorizationType === 'NONE',
  );
  const paths = open.map((route) => `Api/${key(route).replaceAll('/', '--')}`);
  expect(misfits({ 'what is open': paths, 'what has a reason': reasons.map(({ path }) => path) })).toEqual([]);
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

test('the access log names the route, who called and from where, and not the path', () => {
  const format = inWords(
    at(resourcesOf('dev', 'AWS::ApiGatewayV2::Stage')[0]?.Properties, 'AccessLogSettings', 'Format'),
  );
  expect([...format.matchAll(/\$context\.[\w.]+/g)].map(([field]) => field)).toEqual([
    '$context.requestTime',
    '$context.requestId',
    '$context.routeKey',
    '$context.status',
    '$context.authorizer.subject',
    '$context.identity.sourceIp',
    '$context.responseLatency',
    '$context.responseLength',
    '$context.error.message',
  ]);
});
