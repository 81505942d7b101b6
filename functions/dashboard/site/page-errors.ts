import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import { errorAnswers } from '../../../lib/http/error-answers.ts';
import type { HttpMiddleware } from '../../../lib/http/http-middleware.ts';
import type { Problem } from '../../../lib/problem/problem.ts';
import { localeOf } from './locale.ts';

/** Makes the page that tells of a problem; `requestId` is what support finds it by. */
export type ErrorDocument = (problem: Problem, requestId: string, locale: string) => VNode;

/** Makes a middleware that answers what a page throws with a page. */
export const pageErrors = (errorDocument: ErrorDocument): HttpMiddleware =>
  errorAnswers((problem, requestId, { headers }) => ({
    contentType: 'text/html; charset=utf-8',
    body: `<!DOCTYPE html>${render(errorDocument(problem, requestId, localeOf(headers['accept-language'])))}`,
  }));
