import { detailsOf } from '../problem/problem.ts';
import { errorAnswers } from './error-answers.ts';
import type { HttpMiddleware } from './http-chain.ts';

/** Makes a middleware that answers what the handler of an API throws with problem details. */
export const problemAnswers = (): HttpMiddleware =>
  errorAnswers((problem, requestId) => ({
    contentType: 'application/problem+json',
    body: JSON.stringify(detailsOf(problem, requestId)),
  }));
