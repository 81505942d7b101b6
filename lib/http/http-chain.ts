import { constants } from 'node:zlib';
import middy from '@middy/core';
import httpContentEncoding from '@middy/http-content-encoding';
import httpContentNegotiation from '@middy/http-content-negotiation';
import httpHeaderNormalizer from '@middy/http-header-normalizer';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { publishMetrics } from '../observability/metrics.ts';
import { headersOfAll } from './answer-headers.ts';
import type { HttpMiddleware } from './http-middleware.ts';
import { logRequests } from './log-requests.ts';

/**
 * Of Brotli's eleven qualities the best one for answers that are made anew each time: the highest takes a hundred times as
 * long for a sixth fewer bytes.
 */
const ANSWER_QUALITY = 5;
const COMPRESSION = {
  br: { params: { [constants.BROTLI_PARAM_QUALITY]: ANSWER_QUALITY } },
  overridePreferredEncoding: ['br' as const], // browsers name gzip first, and mean no more by it
};

/**
 * The chain of every function behind the gateway: metrics, one line of log, the headers of every answer, header names in
 * lower case, compressed answers; then the `own` middlewares, which see a request last and an answer first. Returns it without a handler.
 */
export const httpChain = <Event extends APIGatewayProxyEventV2 = APIGatewayProxyEventV2>(
  ...own: readonly HttpMiddleware[]
) =>
  middy<Event, APIGatewayProxyStructuredResultV2>()
    .use(publishMetrics())
    .use(logRequests())
    .use(headersOfAll())
    .use(httpHeaderNormalizer())
    .use(
      httpContentNegotiation({
        parseCharsets: false,
        parseLanguages: false,
        parseMediaTypes: false,
        availableEncodings: ['br', 'gzip'],
        failOnMismatch: false,
      }),
    )
    .use(httpContentEncoding(COMPRESSION))
    .use([...own]);
