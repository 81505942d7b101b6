import * as z from 'zod';
import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import { problemDetails } from '../problem/problem.ts';
import type { Operation } from './operation.ts';

/** What the gateway answers by itself: before a function is called, or when none answers. */
const gatewayMessage = z.object({ message: z.string().nullable() }).meta({ id: 'GatewayMessage' });

const problemContent = { 'application/problem+json': { schema: problemDetails } };
const gatewayContent = { 'application/json': { schema: gatewayMessage } };

const problem = (description: string): ZodOpenApiResponseObject => ({ description, content: problemContent });
const ofGateway = (description: string): ZodOpenApiResponseObject => ({ description, content: gatewayContent });
const ofEither = (description: string): ZodOpenApiResponseObject => ({
  description,
  content: { ...problemContent, ...gatewayContent },
});

const methodOf = ({ route }: Operation): string => route.split(' ')[0] ?? '';

/** An answer to HEAD has no body, whatever it says. */
const withoutBody = ({ description }: ZodOpenApiResponseObject): ZodOpenApiResponseObject => ({
  description: description ?? '',
});

/** The problems that an operation may answer with, by status, as follows from what it takes and who may call it. */
export const problemResponses = (one: Operation): ZodOpenApiResponsesObject => {
  const writes = !['GET', 'HEAD'].includes(methodOf(one));
  const responses: Record<string, ZodOpenApiResponseObject> = {
    400: problem('The request is not understood; `errors` says where'),
    ...(one.scopes === 'public'
      ? {}
      : {
          401: ofGateway('There is no token'),
          403: ofEither('The token is not taken, or its subject may not do this'),
        }),
    ...(one.path ? { 404: problem('There is none of that id that the caller may see') } : {}),
    ...(one.body
      ? {
          413: ofEither('The body is too large'),
          415: problem('The body is neither JSON nor gzipped JSON, or does not say so'),
        }
      : {}),
    429: ofGateway('Too many requests'),
    500: ofEither('Something failed on our side'),
    503: ofEither(writes ? 'Nothing could be stored just now; send it again' : 'Try again later'),
  };
  if (methodOf(one) !== 'HEAD') return responses;
  return Object.fromEntries(Object.entries(responses).map(([status, response]) => [status, withoutBody(response)]));
};

/** The answers that an operation lists. An error without a schema of its own is a problem. */
export const responsesOf = (one: Operation): ZodOpenApiResponsesObject => {
  const entries = Object.entries(one.responses).map(
    ([status, { description, schema }]): [string, ZodOpenApiResponseObject] => {
      if (schema) return [status, { description, content: { 'application/json': { schema } } }];
      if (Number(status) < 400 || methodOf(one) === 'HEAD') return [status, { description }];
      return [status, Number(status) >= 500 || status === '429' ? ofEither(description) : problem(description)];
    },
  );
  return Object.fromEntries(entries);
};
