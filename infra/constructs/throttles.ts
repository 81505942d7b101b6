import type { HttpRoute, HttpStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { CfnRoute, CfnStage } from 'aws-cdk-lib/aws-apigatewayv2';
import { ROUTES as PAGES } from '../../functions/dashboard/routes.ts';
import { ROUTES as LINKS } from '../../functions/download-export/routes.ts';
import { ROUTES as EVENTS } from '../../functions/ingest-activity/routes.ts';
import { ROUTES as SOURCES } from '../../functions/manage-sources/routes.ts';
import { ROUTES as EXPORTS } from '../../functions/request-export/routes.ts';
import { ROUTES as IMPORTS } from '../../functions/request-import/routes.ts';
import { ROUTES as RECALCULATIONS } from '../../functions/request-recalculation/routes.ts';
import type { Stage } from '../stages.ts';

type Kind = keyof Stage['throttling'];

/** The routes that have a throttle of their own: what each of them starts costs more, or less, than other calls. */
const KINDS: ReadonlyMap<string, Kind> = new Map([
  ...[RECALCULATIONS.postRecalculation, EXPORTS.postExport, EXPORTS.mailExport, IMPORTS.postImport].map(ofKind('jobs')),
  ...[SOURCES.collectPartnerSource, SOURCES.collectCustomerSource].map(ofKind('jobs')),
  ...[PAGES.beginSignIn, PAGES.finishSignIn, PAGES.signOut].map(ofKind('signIn')),
  ...Object.values(LINKS).map(ofKind('mailedLinks')),
  ...Object.values(EVENTS).map(ofKind('events')),
]);

function ofKind(kind: Kind) {
  return (route: string): [string, Kind] => [route, kind];
}

const settingsOf = ({ perSecond, burst }: Stage['throttling'][Kind]): CfnStage.RouteSettingsProperty => ({
  throttlingRateLimit: perSecond,
  throttlingBurstLimit: burst,
});

/**
 * Bounds how many calls a stage takes of each of its routes, all callers together: the gateway answers the others 429. An
 * HTTP API has no throttle of one caller (API Gateway developer guide, "Choose between REST APIs and HTTP APIs").
 */
export class Throttles {
  private readonly stage: CfnStage;
  private readonly byRoute: Record<string, unknown> = {};
  private readonly throttling: Stage['throttling'];

  constructor(served: HttpStage, throttling: Stage['throttling']) {
    if (!(served.node.defaultChild instanceof CfnStage)) throw new Error('A stage without its resource');
    this.stage = served.node.defaultChild;
    this.throttling = throttling;
    this.stage.defaultRouteSettings = settingsOf(throttling.others);
  }

  /** Gives a route the throttle of its kind. */
  add(route: HttpRoute, key: string): void {
    const kind = KINDS.get(key);
    if (kind === undefined) return;
    const { perSecond, burst } = this.throttling[kind];
    // The property is JSON to CloudFormation, and goes as it is written here.
    this.byRoute[key] = { ThrottlingRateLimit: perSecond, ThrottlingBurstLimit: burst };
    this.stage.routeSettings = this.byRoute;
    // A stage that names a route which is not made yet is refused: "Unable to find Route by key".
    if (route.node.defaultChild instanceof CfnRoute) this.stage.addResourceDependency(route.node.defaultChild);
  }
}
