import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { logger, workFor } from '../observability/logger.ts';

/**
 * One line per request: the route key (never the path, which may hold a link's token) and the status. What the request
 * sets off carries its id.
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
    });
  const before = ({ event }: { event: APIGatewayProxyEventV2 }) => workFor(event.requestContext.requestId);
  return { before, after: log, onError: log };
};
