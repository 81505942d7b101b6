import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { reportProblem, visibleProblem } from '../../../lib/http/problem-answers.ts';
import type { Problem } from '../../../lib/problem/problem.ts';
import { localeOf } from './locale.ts';

/** Makes the page that tells of a problem; `requestId` is what support finds it by. */
export type ErrorDocument = (problem: Problem, requestId: string, locale: string) => VNode;

/** Turns what a page throws into a page: problems as they are, anything else as a 500 that tells only its request id. */
export const pageErrors = (
  errorDocument: ErrorDocument,
): MiddlewareObj<APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2> => ({
  onError: (request) => {
    const { requestId } = request.event.requestContext;
    const problem = visibleProblem(request.error);
    reportProblem(problem, requestId);
    request.response = {
      statusCode: problem.status,
      headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', ...problem.headers },
      body: `<!DOCTYPE html>${render(errorDocument(problem, requestId, localeOf(request.event.headers['accept-language'])))}`,
    };
  },
});
