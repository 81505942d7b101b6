import type { Answer, GateRequest } from '../call.ts';
import { CallError } from '../call-error.ts';
import type { CorsRule } from '../gate-options.ts';
import { matchesWildcard } from '../wildcard.ts';

type Headers = Readonly<Record<string, string>>;

/** The headers that an answer of a bucket with these rules carries; none if no rule lets the origin read it. */
export const corsHeaders = (rules: readonly CorsRule[], request: GateRequest): Headers => {
  const origin = request.headers.origin;
  const rule = origin === undefined ? undefined : findRule(rules, origin, request.method, []);
  return rule && origin !== undefined ? headersOf(rule, origin) : {};
};

/** Answers a preflight request: 200 with what is allowed, or throws AccessForbidden. */
export const answerPreflight = (rules: readonly CorsRule[], request: GateRequest): Answer => {
  const { origin, 'access-control-request-method': method, 'access-control-request-headers': list } = request.headers;
  if (origin === undefined || method === undefined)
    throw new CallError(400, 'BadRequest', 'Insufficient information. Origin request header needed.');
  if (rules.length === 0)
    throw new CallError(403, 'AccessForbidden', 'CORSResponse: CORS is not enabled for this bucket.');
  const requested = (list ?? '').split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim().toLowerCase()]));
  const rule = findRule(rules, origin, method, requested);
  if (!rule)
    throw new CallError(403, 'AccessForbidden', 'CORSResponse: This CORS request is not allowed.', {
      Method: method,
      Origin: origin,
    });
  return {
    status: 200,
    headers: {
      ...headersOf(rule, origin),
      ...(requested.length > 0 ? { 'access-control-allow-headers': requested.join(', ') } : {}),
      ...(rule.MaxAge === undefined ? {} : { 'access-control-max-age': String(rule.MaxAge) }),
    },
    body: '',
  };
};

const allowsHeaders = (rule: CorsRule, requested: readonly string[]): boolean =>
  requested.every((name) => rule.AllowedHeaders?.some((pattern) => matchesWildcard(pattern, name, true)) ?? false);

const findRule = (
  rules: readonly CorsRule[],
  origin: string,
  method: string,
  headers: readonly string[],
): CorsRule | undefined =>
  rules.find(
    (rule) =>
      rule.AllowedMethods.includes(method) &&
      rule.AllowedOrigins.some((pattern) => matchesWildcard(pattern, origin)) &&
      allowsHeaders(rule, headers),
  );

const headersOf = (rule: CorsRule, origin: string): Headers => {
  const any = rule.AllowedOrigins.includes('*');
  return {
    'access-control-allow-origin': any ? '*' : origin,
    'access-control-allow-methods': rule.AllowedMethods.join(', '),
    ...(any ? {} : { 'access-control-allow-credentials': 'true' }),
    ...(rule.ExposedHeaders?.length ? { 'access-control-expose-headers': rule.ExposedHeaders.join(', ') } : {}),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
};
