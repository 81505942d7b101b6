import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { logger } from '../observability/logger.ts';
import { countUp } from '../observability/metrics.ts';
import { detailsOf, Problem } from '../problem/problem.ts';
import { isTransient, tryAgain } from './try-again.ts';

/** Turns what a handler throws into problem details: problems as they are, anything else as a 500 that tells only its request id. */
export const problemAnswers = (): MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> => ({
  onError: (request) => {
    const { requestId } = request.event.requestContext;
    const problem = visibleProblem(request.error);
    reportProblem(problem, requestId);
    request.response = {
      statusCode: problem.status,
      headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...problem.headers },
      body: JSON.stringify(detailsOf(problem, requestId)),
    };
  },
});

/** Logs a problem that is our own, and counts it for the alarm. */
export const reportProblem = (problem: Problem, requestId: string): void => {
  if (problem.status < 500) return;
  logger.error('request failed', { requestId, cause: describe(problem.cause) });
  if (problem.code !== 'try_again') countUp('Failures');
};

/** What the caller may see of an error: a problem as it is, anything else as an internal one. */
export const visibleProblem = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  if (isTransient(error)) return tryAgain(error);
  const detail = 'Something failed on our side. Try again; if it stays, tell us the request id.';
  return new Problem(500, 'internal_error', detail, { cause: error });
};

const describe = (cause: unknown): unknown =>
  cause instanceof Error ? { name: cause.name, message: cause.message, stack: cause.stack } : cause;
