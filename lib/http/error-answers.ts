import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';
import { errorInLog } from '../observability/error-in-log.ts';
import { logger } from '../observability/logger.ts';
import { countUp } from '../observability/metrics.ts';
import { Problem } from '../problem/problem.ts';
import type { HttpMiddleware } from './http-middleware.ts';
import { isTransient, tryAgain } from './try-again.ts';

/** A problem as it is shown: its media type and body. */
export interface DrawnProblem {
  readonly contentType: string;
  readonly body: string;
}

/**
 * Makes a middleware that answers what a handler throws: problems as they are, anything else as a 500 that tells only
 * its request id. `draw` gives the answer's form.
 */
export const errorAnswers = (
  draw: (problem: Problem, requestId: string, event: APIGatewayProxyEventV2, context: Context) => DrawnProblem,
): HttpMiddleware => ({
  onError: (request) => {
    const { requestId } = request.event.requestContext;
    const problem = visibleProblem(request.error);
    report(problem, requestId);
    const { contentType, body } = draw(problem, requestId, request.event, request.context);
    request.response = {
      statusCode: problem.status,
      headers: { 'content-type': contentType, 'cache-control': 'no-store', ...problem.headers },
      body,
    };
  },
});

/** What the caller may see of an error: a problem as it is, anything else as an internal one. */
const visibleProblem = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  if (isTransient(error)) return tryAgain(error);
  const detail = 'Something failed on our side. Try again; if it stays, tell us the request id.';
  return new Problem(500, 'internal_error', detail, { cause: error });
};

/**
 * Logs a problem that is our own, and counts it for the alarm; not one that passes by itself (503), of which the caller is
 * told when to ask again.
 */
const report = (problem: Problem, requestId: string): void => {
  if (problem.status < 500) return;
  const said = { requestId, code: problem.code, cause: errorInLog(problem.cause) };
  if (problem.status === 503) {
    logger.warn('request put off', said);
    return;
  }
  logger.error('request failed', said);
  countUp('Failures');
};
