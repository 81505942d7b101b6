import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { HttpMiddleware } from './http-middleware.ts';

/** Headers of every answer of a function, whoever asks: it is read as what it says it is, and by HTTPS alone. */
const ALWAYS: Readonly<Record<string, string>> = {
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
};

/** Further headers of every answer that a browser may show. */
export const BROWSER_HEADERS: Readonly<Record<string, string>> = {
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};

/** Makes a middleware that adds headers to whatever is answered, problems too; those of the answer itself stay. */
export const answerHeaders = (headers: () => Promise<Readonly<Record<string, string>>>): HttpMiddleware => {
  const add = async (request: { response: APIGatewayProxyStructuredResultV2 | null | undefined }) => {
    if (request.response) request.response.headers = { ...(await headers()), ...request.response.headers };
  };
  return { after: add, onError: add };
};

/** Makes the middleware that gives every answer the headers that all have. */
export const headersOfAll = (): HttpMiddleware => answerHeaders(async () => ALWAYS);
