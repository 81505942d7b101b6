import { Duration, Validations } from 'aws-cdk-lib';
import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  ApiMapping,
  DomainName,
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, LogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Stage } from '../stages.ts';
import { ALARM_PERIOD, type Alarms, MAY_COME_LATE } from './alarms.ts';
import { removalPolicyOf } from './data-policy.ts';
import { Deployments } from './deployments.ts';
import { pinLogicalId, pinLogicalIdOf } from './logical-id.ts';
import type { ProductFunction } from './product-function.ts';
import { metricsNamespaceOf } from './product-metrics.ts';
import { Throttles } from './throttles.ts';

/** A route as the gateway writes it: `GET /v1/customers/{id}`, or `$default` for what no other route takes. */
export type RouteKey = `${'DELETE' | 'GET' | 'HEAD' | 'POST' | 'PUT'} /${string}` | '$default';

/**
 * An answer of the access log that is a failure: any 5xx but the 503 of a function. Of the gateway's own answers, such as a
 * 503 when a function took too long or was throttled, the log holds the message (HTTP APIs: "Customize access logs";
 * CloudWatch Logs: "Filter pattern syntax for metric filters"; a variable without a value is "-").
 */
const FAILED_ANSWER = '{ ($.status = "5*") && (($.status != "503") || ($.gatewayError != "-")) }';

/** The HTTP API. A route is behind the authorizer unless it says why not. */
export class PublicApi extends Construct {
  /** The address that people and programs know, without a trailing slash: the stage's own domain if it has one. */
  readonly url: string;
  /** Where the stage's own domain has to lead, by a CNAME or an alias. */
  readonly domainTarget: string | undefined;
  private readonly api: HttpApi;
  private readonly throttles: Throttles;
  private readonly deployments: Deployments;
  private readonly integrations = new Map<ProductFunction, HttpLambdaIntegration>();
  private authorizer: IHttpRouteAuthorizer | undefined;

  constructor(scope: Construct, id: string, { stage, alarms }: { readonly stage: Stage; readonly alarms: Alarms }) {
    super(scope, id);
    this.deployments = new Deployments(this, 'Deployments', stage);
    this.api = new HttpApi(this, 'Http', { apiName: `Seatpulse ${stage.name}`, createDefaultStage: false });
    pinLogicalIdOf('Api/Http', this.api); // another API would be another address, and every mailed link would be dead
    this.url = stage.domain ? `https://${stage.domain.name}` : this.api.apiEndpoint;
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
            subject: AccessLogField.contextAuthorizer('subject'),
            sourceIp: AccessLogField.contextIdentitySourceIp(),
            latencyMilliseconds: AccessLogField.contextResponseLatency(),
            bytes: AccessLogField.contextResponseLength(),
            gatewayError: AccessLogField.contextErrorMessage(),
          }),
        ),
      },
    });
    pinLogicalIdOf('Api/Stage', served);
    this.throttles = new Throttles(served, stage.throttling);
    this.domainTarget = stage.domain && this.serveAt(stage.domain, served).regionalDomainName;
    // The gateway's own 5xx metric also counts the 503 by which a function puts a request off, which is no failure.
    const failed = new MetricFilter(this, 'FailedAnswers', {
      logGroup: accessLog,
      filterPattern: FilterPattern.literal(FAILED_ANSWER),
      metricNamespace: metricsNamespaceOf(stage),
      metricName: 'FailedAnswers',
      metricValue: '1',
    });
    alarms.add(this, 'ServerErrorsAlarm', {
      metric: failed.metric({ period: ALARM_PERIOD, statistic: 'Sum' }),
      threshold: 1,
      periods: MAY_COME_LATE,
      meaning: 'Callers of the API were answered 5xx, not just put off: what they asked for did not happen.',
      runbook: 'the-api-answers-5xx',
    });
  }

  private serveAt({ name, certificateArn }: NonNullable<Stage['domain']>, stage: HttpStage): DomainName {
    const domain = new DomainName(this, 'Domain', {
      domainName: name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    const mapping = new ApiMapping(this, 'Mapping', { api: this.api, domainName: domain, stage });
    mapping.node.addDependency(stage); // which it names by a text
    pinLogicalId(domain, 'ApiDomainName'); // a second one of the same name would be refused
    pinLogicalId(mapping, 'ApiDomainMapping');
    return domain;
  }

  /** How many calls of all routes there were, or how many were answered so. */
  calls(metricName: 'Count' | '4xx' | '5xx'): IMetric {
    return this.api.metric(metricName, { statistic: 'Sum', period: ALARM_PERIOD });
  }

  /** Whose word decides who may call. To be told before the first route. */
  authorizedBy(authorizer: ProductFunction): void {
    this.authorizer = new HttpLambdaAuthorizer('Authorizer', this.deployments.liveOf(authorizer), {
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
      this.integrations.get(target) ??
      new HttpLambdaIntegration(`${target.node.id}Integration`, this.deployments.liveOf(target), {
        // One permission for each function: one for each route would fill the template, which holds 500 resources.
        scopePermissionToRoute: false,
      });
    this.integrations.set(target, integration);
    const added = new HttpRoute(this, route, {
      httpApi: this.api,
      routeKey: routeKey(route),
      integration,
      authorizer,
    });
    this.throttles.add(added, route);
    return added;
  }
}

const routeKey = (route: RouteKey): HttpRouteKey => {
  const [method, path] = route.split(' ');
  const known = Object.values(HttpMethod).find((one) => one === method);
  return known && path ? HttpRouteKey.with(path, known) : HttpRouteKey.DEFAULT;
};
