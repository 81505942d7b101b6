import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import { logger, workFor } from '../observability/logger.ts';

/** Whom the authorizer let in, if it was asked. */
const subjectOf = (event: APIGatewayProxyEventV2): string | undefined =>
  authorized.safeParse(event.requestContext).data?.authorizer.lambda.subject;

const authorized = z.object({ authorizer: z.object({ lambda: z.object({ subject: z.string() }) }) });

/**
 * One line per request: the route key (never the path, which may hold a link's token), the status, and of changes who
 * asked. What the request sets off carries its id.
 */
export const logRequests = (): MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> => {
  const log = (request: {
    event: APIGatewayProxyEventV2;
    response: APIGatewayProxyStructuredResultV2 | null | undefined;
  }) =>
    logger.info('request', {
      route: request.event.routeKey,
      status: request.response?.statusCode,
      requestId: request.event.requestContext.requestId,
      ...(request.event.requestContext.http.method === 'GET' ? {} : { subject: subjectOf(request.event) }),
    });
  const before = ({ event }: { event: APIGatewayProxyEventV2 }) => workFor(event.requestContext.requestId);
  return { before, after: log, onError: log };
};
