import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi';
import { problemResponses, responsesOf } from './openapi-responses.ts';
import type { Operation } from './operation.ts';

/** The security scheme's name in the document. */
const BEARER = 'bearer';

const ACT_AS = {
  name: 'partner',
  in: 'query',
  schema: { type: 'string' },
  description: 'For operators: answer as this partner would be answered.',
} as const;

/** `PUT /v1/customers/{id}/subscriptions` → `putCustomersByIdSubscriptions`. */
const idOf = (method: string, path: string): string => {
  const words = path
    .split('/')
    .filter((step) => step !== '' && step !== 'v1')
    .map((step) => (step.startsWith('{') ? `by-${step.slice(1, -1)}` : step))
    .flatMap((step) => step.split(/[^A-Za-z0-9]+/u))
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return [method.toLowerCase(), ...words].join('');
};

/** Throws when the path's `{names}` and the operation's parameters differ: one of them is misspelt. */
const requireSameParameters = ({ route, path }: Operation): void => {
  const named = [...route.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name ?? '');
  const taken = Object.keys(path?.shape ?? {});
  if (named.length !== taken.length || named.some((name) => !taken.includes(name)))
    throw new Error(`${route} takes the path parameters "${taken.join()}": name the same in both places`);
};

const describe = (one: Operation, method: string, path: string): ZodOpenApiOperationObject => {
  requireSameParameters(one);
  const secured = one.scopes !== 'public';
  const needs =
    one.scopes === 'public'
      ? 'Needs no token.'
      : `Needs the scope ${one.scopes.map((scope) => `\`${scope}\``).join(' or ')}.`;
  return {
    operationId: idOf(method, path),
    summary: one.summary,
    description: [one.description, needs].filter((text) => text !== undefined).join('\n\n'),
    security: secured ? [{ [BEARER]: [] }] : [],
    requestParams: { ...(one.path ? { path: one.path } : {}), ...(one.query ? { query: one.query } : {}) },
    ...(secured ? { parameters: [ACT_AS] } : {}),
    ...(one.body ? { requestBody: { required: true, content: { 'application/json': { schema: one.body } } } } : {}),
    responses: { ...problemResponses(one), ...responsesOf(one) },
  };
};

/**
 * The OpenAPI 3.1 document of these operations, served at `url`. Pure. Throws when two share a route, or when a route's
 * path parameters are not those its schema takes.
 */
export const openApiDocument = (operations: readonly Operation[], url: string) => {
  const paths: ZodOpenApiPathsObject = {};
  const seen = new Set<string>();
  for (const one of operations) {
    if (seen.has(one.route)) throw new Error(`Two operations have the route ${one.route}`);
    seen.add(one.route);
    const [method = '', path = ''] = one.route.split(' ');
    paths[path] = { ...paths[path], [method.toLowerCase()]: describe(one, method, path) };
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Seatpulse',
      version: '1',
      description:
        'Licence deployment and usage of the customers of vendors, distributors and resellers. Days are UTC. Errors are problem details (RFC 9457) with a stable `code`; those that the gateway answers by itself hold only a `message`.',
    },
    servers: [{ url }],
    paths,
    components: {
      securitySchemes: {
        [BEARER]: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            "An access token of the deployment's issuer. What its subject may do stands in its access record.",
        },
      },
    },
  });
};
