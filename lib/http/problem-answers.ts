import { detailsOf, type Problem } from '../problem/problem.ts';
import { type DrawnProblem, errorAnswers } from './error-answers.ts';
import type { HttpMiddleware } from './http-middleware.ts';

/** A problem as a program reads it: problem details (RFC 9457). */
export const problemDocument = (problem: Problem, requestId: string): DrawnProblem => ({
  contentType: 'application/problem+json',
  body: JSON.stringify(detailsOf(problem, requestId)),
});

/** Makes a middleware that answers what the handler of an API throws with problem details. */
export const problemAnswers = (): HttpMiddleware => errorAnswers(problemDocument);
