import type { CorsConfiguration } from './api-definition.ts';
import type { ApiRequest } from './request-event.ts';

type Headers = Readonly<Record<string, string>>;

/**
 * The CORS headers of an answer to a request, by the API's own configuration; with one, the gateway leaves out those
 * that a function sets. Nothing for a request without an origin, or with one that is not allowed.
 */
export const corsHeaders = (cors: CorsConfiguration, request: ApiRequest): Headers => {
  const origin = request.headers.origin;
  if (!origin || !matches(cors.AllowOrigins, origin)) return {};
  const allowed = { 'access-control-allow-origin': cors.AllowOrigins.includes('*') ? '*' : origin, vary: 'origin' };
  return {
    ...allowed,
    ...(cors.AllowCredentials ? { 'access-control-allow-credentials': 'true' } : {}),
    ...(cors.ExposeHeaders.length > 0 ? { 'access-control-expose-headers': cors.ExposeHeaders.join(',') } : {}),
  };
};

/** Whether the gateway answers the request itself, with 204: a browser's question before the real one. */
export const isPreflight = ({ method, headers }: ApiRequest): boolean =>
  method === 'OPTIONS' && headers.origin !== undefined && headers['access-control-request-method'] !== undefined;

/** What the gateway answers to a preflight besides `corsHeaders`. */
export const preflightHeaders = (cors: CorsConfiguration): Headers => ({
  ...(cors.AllowMethods.length > 0 ? { 'access-control-allow-methods': cors.AllowMethods.join(',') } : {}),
  ...(cors.AllowHeaders.length > 0 ? { 'access-control-allow-headers': cors.AllowHeaders.join(',') } : {}),
  ...(cors.MaxAge === undefined ? {} : { 'access-control-max-age': String(cors.MaxAge) }),
});

const matches = (patterns: readonly string[], origin: string): boolean =>
  patterns.some(
    (pattern) =>
      pattern === '*' || pattern === origin || (pattern.endsWith('://*') && origin.startsWith(pattern.slice(0, -1))),
  );
