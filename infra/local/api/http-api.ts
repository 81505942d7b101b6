import { randomUUID } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import type { Clock } from '../clock.ts';
import type { Outcome } from '../functions/function-instance.ts';
import type { ApiDefinition, ApiRoute } from './api-definition.ts';
import type { Authorize } from './authorizer.ts';
import { corsHeaders, isPreflight, preflightHeaders } from './cors.ts';
import { type ApiResponse, gatewayAnswer, responseOf } from './function-response.ts';
import { type ApiPlace, type ApiRequest, requestEvent } from './request-event.ts';
import { matchRoute } from './route-match.ts';
import { createThrottles } from './throttles.ts';

export interface HttpApiOptions {
  readonly api: ApiDefinition;
  readonly account: string;
  readonly region: string;
  readonly clock: Clock;
  readonly authorize: Authorize;
  /** Invokes a function for a caller that its permissions must let. */
  readonly invoke: (functionArn: string, sourceArn: string, event: unknown) => Promise<Outcome>;
}

/** Answers a request as the API of the template does. */
export type AnswerRequest = (request: ApiRequest) => Promise<ApiResponse>;

/** The HTTP API: route, authorizer, function, and the gateway's own answers where one of them says no. */
export const createHttpApi = ({ api, account, region, clock, authorize, invoke }: HttpApiOptions): AnswerRequest => {
  const lets = createThrottles();
  const answerRoute = async (
    request: ApiRequest,
    route: ApiRoute,
    pathParameters: Readonly<Record<string, string>>,
    place: ApiPlace,
  ): Promise<ApiResponse> => {
    if (!lets(route, place.now)) return gatewayAnswer(429, 'Too Many Requests');
    const verdict = route.authorizer
      ? await authorize({ authorizer: route.authorizer, route, request, pathParameters, place })
      : undefined;
    if (verdict && !verdict.allowed) return gatewayAnswer(verdict.status, verdict.message);
    const path = route.key === '$default' ? '/$default' : `/${route.segments.join('/')}`;
    const sourceArn = `arn:aws:execute-api:${region}:${account}:${api.id}/$default/${route.method}${path}`;
    const event = requestEvent(request, route.key, pathParameters, place, verdict?.context);
    const timer = new AbortController();
    const outcome = await Promise.race([
      invoke(route.functionArn, sourceArn, event),
      after(route.timeoutMilliseconds, undefined, { signal: timer.signal, ref: false }),
    ]).finally(() => timer.abort());
    if (!outcome) return gatewayAnswer(503, 'Service Unavailable');
    if ('payload' in outcome) return responseOf(outcome.payload);
    if (outcome.error.errorType === 'Function.RequestSizeTooLarge')
      return gatewayAnswer(413, 'Request Entity Too Large');
    return gatewayAnswer(500, 'Internal Server Error');
  };

  const answer = async (request: ApiRequest, place: ApiPlace): Promise<ApiResponse> => {
    if (api.cors && isPreflight(request))
      return { status: 204, headers: preflightHeaders(api.cors), body: Buffer.alloc(0) };
    const match = matchRoute(api.routes, request.method, request.path);
    return match ? answerRoute(request, match.route, match.pathParameters, place) : gatewayAnswer(404, 'Not Found');
  };

  return async (request) => {
    const place = { account, apiId: api.id, requestId: randomUUID(), now: clock.now() };
    const response = await answer(request, place);
    const headers = api.cors
      ? {
          ...withoutCors(response.headers),
          ...(isPreflight(request) ? response.headers : {}),
          ...corsHeaders(api.cors, request),
        }
      : response.headers;
    return { ...response, headers: { ...headers, 'apigw-requestid': place.requestId } };
  };
};

const withoutCors = (headers: ApiResponse['headers']): ApiResponse['headers'] =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !name.startsWith('access-control-')));
