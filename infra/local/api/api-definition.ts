import * as z from 'zod';
import { ignored } from '../template/ignored.ts';
import type { Stack } from '../template/stack.ts';
import { parseRouteKey, type RouteKey } from './route-match.ts';

const apiProperties = z.strictObject({
  Name: ignored,
  Description: ignored,
  Tags: ignored,
  ProtocolType: z.literal('HTTP'),
  CorsConfiguration: z
    .strictObject({
      AllowOrigins: z.array(z.string()).default([]),
      AllowMethods: z.array(z.string()).default([]),
      AllowHeaders: z.array(z.string()).default([]),
      ExposeHeaders: z.array(z.string()).default([]),
      AllowCredentials: z.boolean().default(false),
      MaxAge: z.coerce.number().optional(),
    })
    .optional(),
  // The local address is the API's own; there is no custom domain beside it.
  DisableExecuteApiEndpoint: ignored,
});
/** How many requests of one route are let through, all callers together. */
const throttle = z
  .strictObject({ ThrottlingRateLimit: z.coerce.number(), ThrottlingBurstLimit: z.coerce.number() })
  .transform(({ ThrottlingRateLimit, ThrottlingBurstLimit }) => ({
    perSecond: ThrottlingRateLimit,
    burst: ThrottlingBurstLimit,
  }));
const stageProperties = z.strictObject({
  ApiId: z.string(),
  StageName: z.literal('$default', { error: 'only the stage "$default" is served' }),
  AutoDeploy: z.literal(true),
  Tags: ignored,
  // Requests are in the functions' log.
  AccessLogSettings: ignored,
  DefaultRouteSettings: throttle.optional(),
  RouteSettings: z.record(z.string(), throttle).default({}),
});
const routeProperties = z.strictObject({
  ApiId: z.string(),
  RouteKey: z.string(),
  Target: z.string().startsWith('integrations/'),
  AuthorizationType: z.enum(['NONE', 'CUSTOM']).default('NONE'),
  AuthorizerId: z.string().optional(),
});
const integrationProperties = z.strictObject({
  ApiId: z.string(),
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  IntegrationMethod: ignored,
  PayloadFormatVersion: z.literal('2.0'),
  TimeoutInMillis: z.coerce.number().default(30_000),
  Description: ignored,
});
const authorizerProperties = z.strictObject({
  ApiId: z.string(),
  Name: ignored,
  AuthorizerType: z.literal('REQUEST'),
  AuthorizerUri: z.string(),
  AuthorizerPayloadFormatVersion: z.literal('2.0'),
  EnableSimpleResponses: z.literal(true),
  IdentitySource: z.array(z.string()).default([]),
  AuthorizerResultTtlInSeconds: z.coerce.number().default(300),
});

export type CorsConfiguration = NonNullable<z.output<typeof apiProperties>['CorsConfiguration']>;

export interface AuthorizerDefinition {
  readonly id: string;
  readonly functionArn: string;
  readonly identitySources: readonly string[];
  /** How long an answer is kept, in seconds; 0 for not at all. */
  readonly ttlSeconds: number;
}

/** A token bucket: holds `burst` requests, and gains `perSecond`. */
type Throttle = z.output<typeof throttle>;

export interface ApiRoute extends RouteKey {
  readonly functionArn: string;
  /** After so long without an answer the gateway gives its own. */
  readonly timeoutMilliseconds: number;
  readonly authorizer?: AuthorizerDefinition;
  /** Left out where the template says none. */
  readonly throttle?: Throttle;
}

/** The stack's HTTP API. */
export interface ApiDefinition {
  readonly id: string;
  readonly routes: readonly ApiRoute[];
  readonly cors?: CorsConfiguration;
}

/** The one HTTP API of the stack, or undefined if it has none. Throws on a second one, and on what the runtime does not serve. */
export const readApi = (stack: Stack): ApiDefinition | undefined => {
  const [api, another] = stack.ofType('AWS::ApiGatewayV2::Api', apiProperties);
  if (another) throw new Error(`The runtime serves one HTTP API; "${another.logicalId}" is a second one.`);
  if (!api) return undefined;
  const [stage, ...others] = stack.ofType('AWS::ApiGatewayV2::Stage', stageProperties);
  if (!stage || others.length > 0) throw new Error(`The HTTP API "${api.logicalId}" needs the one stage "$default".`);
  const { DefaultRouteSettings, RouteSettings } = stage.properties;
  const integrations = new Map(
    stack
      .ofType('AWS::ApiGatewayV2::Integration', integrationProperties)
      .map(({ ref, properties }) => [ref, properties]),
  );
  const authorizers = new Map(
    stack.ofType('AWS::ApiGatewayV2::Authorizer', authorizerProperties).map(({ ref, properties }) => [
      ref,
      {
        id: ref,
        functionArn: functionArnOf(properties.AuthorizerUri),
        identitySources: properties.IdentitySource,
        ttlSeconds: properties.AuthorizerResultTtlInSeconds,
      },
    ]),
  );
  const routes = stack
    .ofType('AWS::ApiGatewayV2::Route', routeProperties)
    .map(({ logicalId, properties }): ApiRoute => {
      const integration = integrations.get(properties.Target.slice('integrations/'.length));
      if (!integration) throw new Error(`The route "${logicalId}" has no integration.`);
      const authorizer = authorizers.get(properties.AuthorizerId ?? '');
      if ((properties.AuthorizationType === 'CUSTOM') !== (authorizer !== undefined))
        throw new Error(`The route "${logicalId}" is ${properties.AuthorizationType}; give it an authorizer, or none.`);
      const throttle = RouteSettings[properties.RouteKey] ?? DefaultRouteSettings;
      return {
        ...parseRouteKey(properties.RouteKey),
        functionArn: functionArnOf(integration.IntegrationUri),
        timeoutMilliseconds: integration.TimeoutInMillis,
        ...(authorizer ? { authorizer } : {}),
        ...(throttle ? { throttle } : {}),
      };
    });
  const stranger = Object.keys(RouteSettings).find((key) => !routes.some((route) => route.key === key));
  if (stranger !== undefined)
    throw new Error(`Unable to find Route by key ${stranger} within the provided RouteSettings`);
  const cors = api.properties.CorsConfiguration;
  return { id: api.ref, routes, ...(cors ? { cors } : {}) };
};

/** A function's ARN, or the invocation path of API Gateway around it. */
const functionArnOf = (uri: string): string => /functions\/(.+)\/invocations$/.exec(uri)?.[1] ?? uri;
