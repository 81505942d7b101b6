import * as z from 'zod';
import type { Clock } from '../clock.ts';
import type { Outcome } from '../functions/function-instance.ts';
import type { ApiRoute, AuthorizerDefinition } from './api-definition.ts';
import { type ApiPlace, type ApiRequest, requestPart } from './request-event.ts';

const simpleResponse = z.object({ isAuthorized: z.boolean(), context: z.record(z.string(), z.unknown()).optional() });

/** What the authorizer says of a request: let through with its context, or the gateway's answer. */
type Verdict =
  | { readonly allowed: true; readonly context: Readonly<Record<string, unknown>> }
  | { readonly allowed: false; readonly status: 401 | 403 | 500; readonly message: string };

interface AuthorizerCall {
  readonly authorizer: AuthorizerDefinition;
  readonly route: ApiRoute;
  readonly request: ApiRequest;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly place: ApiPlace;
}

/** Asks the authorizer of a route. Answers are kept by identity source for the authorizer's TTL, by the runtime's clock. */
export type Authorize = (call: AuthorizerCall) => Promise<Verdict>;

export interface AuthorizeOptions {
  readonly clock: Clock;
  readonly region: string;
  readonly invoke: (functionArn: string, sourceArn: string, event: unknown) => Promise<Outcome>;
}

const UNAUTHORIZED: Verdict = { allowed: false, status: 401, message: 'Unauthorized' };
const FORBIDDEN: Verdict = { allowed: false, status: 403, message: 'Forbidden' };
const FAILED: Verdict = { allowed: false, status: 500, message: 'Internal Server Error' };

/**
 * A REQUEST authorizer with payload format 2.0 and simple responses
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html).
 */
export const createAuthorize = ({ clock, region, invoke }: AuthorizeOptions): Authorize => {
  const kept = new Map<string, { readonly verdict: Verdict; readonly until: number }>();
  return async ({ authorizer, route, request, pathParameters, place }) => {
    const identity = identityOf(authorizer.identitySources, request, route.key);
    if (!identity) return UNAUTHORIZED;
    const cacheKey = JSON.stringify([authorizer.id, identity]);
    const now = clock.now().getTime();
    const earlier = authorizer.ttlSeconds > 0 ? kept.get(cacheKey) : undefined;
    // A clock that was set back must not keep an answer for longer than its time.
    if (earlier && now < earlier.until && earlier.until - now <= authorizer.ttlSeconds * 1000) return earlier.verdict;
    const arn = `arn:aws:execute-api:${region}:${place.account}:${place.apiId}`;
    const outcome = await invoke(authorizer.functionArn, `${arn}/authorizers/${authorizer.id}`, {
      ...requestPart(request, route.key, place),
      type: 'REQUEST',
      routeArn: `${arn}/$default/${request.method}${request.path}`,
      identitySource: identity,
      ...(Object.keys(pathParameters).length === 0 ? {} : { pathParameters }),
    });
    if ('error' in outcome) return outcome.error.errorMessage === 'Unauthorized' ? UNAUTHORIZED : FAILED;
    const answer = simpleResponse.safeParse(JSON.parse(outcome.payload));
    if (!answer.success) return FAILED;
    const verdict: Verdict = answer.data.isAuthorized
      ? { allowed: true, context: answer.data.context ?? {} }
      : FORBIDDEN;
    kept.set(cacheKey, { verdict, until: now + authorizer.ttlSeconds * 1000 });
    return verdict;
  };
};

/** The values of the identity sources, or undefined when one is missing or empty. Throws on a kind that is not known. */
const identityOf = (sources: readonly string[], request: ApiRequest, routeKey: string): string[] | undefined => {
  const values = sources.map((source) => {
    if (source === '$context.routeKey') return routeKey;
    const [, kind, name = ''] = /^\$request\.(header|querystring)\.(.+)$/.exec(source) ?? [];
    if (kind === 'querystring') return new URLSearchParams(request.query).get(name) ?? '';
    if (kind !== 'header') throw new Error(`The runtime does not know the identity source "${source}".`);
    const value = request.headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(',') : (value ?? '');
  });
  return values.includes('') ? undefined : values;
};
