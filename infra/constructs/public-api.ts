import { Duration, Validations } from 'aws-cdk-lib';
import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { ALARM_PERIOD, type Alarms } from './alarms.ts';
import { removalPolicyOf } from './data-policy.ts';
import type { ProductFunction } from './product-function.ts';

/** A route as the gateway writes it: `GET /v1/customers/{id}`, or `$default` for what no other route takes. */
export type RouteKey = `${'DELETE' | 'GET' | 'HEAD' | 'POST' | 'PUT'} /${string}` | '$default';

/** The HTTP API. A route is behind the authorizer unless it says why not. */
export class PublicApi extends Construct {
  /** The API's address, without a trailing slash. */
  readonly url: string;
  private readonly api: HttpApi;
  private readonly integrations = new Map<ProductFunction, HttpLambdaIntegration>();
  private authorizer: IHttpRouteAuthorizer | undefined;

  constructor(scope: Construct, id: string, { stage, alarms }: { readonly stage: Stage; readonly alarms: Alarms }) {
    super(scope, id);
    this.api = new HttpApi(this, 'Http', { apiName: `Seatpulse ${stage.name}`, createDefaultStage: false });
    this.url = this.api.apiEndpoint;
    const accessLog = new LogGroup(this, 'AccessLog', {
      retention: stage.logRetention,
      removalPolicy: removalPolicyOf(stage),
    });
    const served = new HttpStage(this, 'Stage', {
      httpApi: this.api,
      autoDeploy: true,
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLog),
        // The route and never the path: the path of a mailed link is a secret.
        format: AccessLogFormat.custom(
          JSON.stringify({
            time: AccessLogField.contextRequestTime(),
            requestId: AccessLogField.contextRequestId(),
            route: AccessLogField.contextRouteKey(),
            status: AccessLogField.contextStatus(),
            latencyMilliseconds: AccessLogField.contextResponseLatency(),
            bytes: AccessLogField.contextResponseLength(),
            gatewayError: AccessLogField.contextErrorMessage(),
          }),
        ),
      },
    });
    alarms.add(this, 'ServerErrorsAlarm', {
      metric: served.metricServerError({ period: ALARM_PERIOD, statistic: 'Sum' }),
      threshold: 1,
      meaning:
        'Callers of the API were answered 5xx: what they asked for did not happen, and they are told to try again.',
      runbook: 'the-api-answers-5xx',
    });
  }

  /** How many calls of all routes there were, or how many were answered so. */
  calls(metricName: 'Count' | '4xx' | '5xx'): IMetric {
    return this.api.metric(metricName, { statistic: 'Sum', period: ALARM_PERIOD });
  }

  /** Whose word decides who may call. To be told before the first route. */
  authorizedBy(authorizer: ProductFunction): void {
    this.authorizer = new HttpLambdaAuthorizer('Authorizer', authorizer.lambda, {
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      identitySource: ['$request.header.Authorization'],
      resultsCacheTtl: Duration.minutes(5),
    });
  }

  /** Sends calls of the routes to the function, if the authorizer lets them in. */
  route(target: ProductFunction, ...routes: readonly RouteKey[]): void {
    if (!this.authorizer) throw new Error('Say who authorizes before adding routes');
    for (const route of routes) this.add(target, route, this.authorizer);
  }

  /** Sends calls of the routes to the function, whoever calls. */
  publicRoute(target: ProductFunction, reason: string, ...routes: readonly RouteKey[]): void {
    for (const route of routes)
      Validations.of(this.add(target, route, new HttpNoneAuthorizer())).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason,
      });
  }

  private add(target: ProductFunction, route: RouteKey, authorizer: IHttpRouteAuthorizer): HttpRoute {
    const integration =
      this.integrations.get(target) ?? new HttpLambdaIntegration(`${target.node.id}Integration`, target.lambda);
    this.integrations.set(target, integration);
    return new HttpRoute(this, route, { httpApi: this.api, routeKey: routeKey(route), integration, authorizer });
  }
}

const routeKey = (route: RouteKey): HttpRouteKey => {
  const [method, path] = route.split(' ');
  const known = Object.values(HttpMethod).find((one) => one === method);
  return known && path ? HttpRouteKey.with(path, known) : HttpRouteKey.DEFAULT;
};
