import { traitsOf } from '../../imports/formats/kinds/kinds.ts';
import type { Call } from '../../outbound/call.ts';
import type { Collector, FetchContext, FetchItem, FetchOutcome, Refusal } from '../collector.ts';
import { authorizedCalls } from './authorized-call.ts';
import { grantConsent } from './consent.ts';
import { findCustomers } from './customers.ts';
import { obstacleOf } from './failed-calls.ts';
import { graphList } from './graph-list.ts';
import { listDocument } from './list-document.ts';
import { type Obstacle, refuse } from './obstacles.ts';
import { partnerCenterList } from './partner-center.ts';
import { planCollection } from './plan.ts';
import { putContent } from './put-content.ts';
import { fetchReport } from './report.ts';
import type { MicrosoftCredentials, MicrosoftSettings } from './settings.ts';
import { createTokens } from './tokens.ts';
import { GRAPH_LISTS, isGraphList, isReport } from './what-is-asked.ts';

type Context = FetchContext<MicrosoftSettings, MicrosoftCredentials>;

/**
 * Makes what collects from Microsoft by the given calls: Graph's lists and reports, Partner Center's customers and
 * subscriptions. To be made once for each instance of a function: its tokens live as long. A broken-off signal's reason is
 * thrown.
 */
export const microsoftCollector = (call: Call): Collector<MicrosoftSettings, MicrosoftCredentials> => {
  const authorized = authorizedCalls(call, createTokens(call));

  /** What is fetched of the item, whose pages, if it is a list, begin with the first one. */
  const firstPageOf = async ({ kind }: FetchItem, context: Context) => {
    const { tenantId } = context;
    if (isGraphList(kind)) {
      const { path, permission } = GRAPH_LISTS[kind];
      const page = await graphList(authorized, context, { path, tenantId, permission });
      return { page, opening: '{"value":[' };
    }
    if (kind !== 'partnerCenter.subscriptions') throw new Error(`Nothing of Microsoft is fetched as ${kind}`);
    const path = `customers/${encodeURIComponent(tenantId)}/subscriptions`;
    const what = 'GET /v1/customers/{id}/subscriptions';
    const page = await partnerCenterList(authorized, context, { path, what, ifMissing: 'tenant_unknown' }).catch(
      (error: unknown) => {
        throw ofPartnerCenterAlone(error);
      },
    );
    // By this address the import knows whose it is.
    return { page, opening: `{"links":{"self":{"uri":${JSON.stringify(`/${path}`)}}},"items":[` };
  };

  const fetchList = async (item: FetchItem, context: Context): Promise<FetchOutcome> => {
    const { page, opening } = await firstPageOf(item, context);
    if (page.items.length === 0 && !page.next) throw refuse('report_empty', item.kind);
    const form = { what: item.kind, opening, mostBytes: traitsOf(item.kind).largestBytes };
    return putContent(context, { item, content: listDocument(page, form) });
  };

  return {
    plan: planCollection,
    fetch: (item, context) =>
      orObstacle(() =>
        isReport(item.kind)
          ? fetchReport({ call, authorized }, { ...item, kind: item.kind }, context)
          : fetchList(item, context),
      ),
    customers: (context, cursor) => orObstacle(() => findCustomers(authorized, context, cursor)),
    // Of an application by itself Partner Center takes no consent: an admin of the tenant gives it (Partner Center, GDAP).
    grantConsent: (context) =>
      context.settings.auth === 'partner'
        ? orObstacle(async () => {
            await grantConsent(authorized, context, context.tenantId);
            return { outcome: 'consented' as const };
          })
        : undefined,
  };
};

/** What Partner Center alone refuses to the partner, while Graph lets the application into the customer's tenant. */
const OF_THE_PARTNER: readonly Refusal[] = ['consent_missing', 'credentials_refused', 'tenant_unknown'];

/** A refusal of Partner Center, as one that stands against nothing else that is fetched of the customer. */
const ofPartnerCenterAlone = (error: unknown): unknown => {
  const obstacle = obstacleOf(error);
  if (obstacle?.outcome !== 'refused' || !OF_THE_PARTNER.includes(obstacle.state)) return error;
  return refuse('permission_missing', `Microsoft Partner Center: ${obstacle.detail}`);
};

/** What comes of it, or what stands against it. */
const orObstacle = async <Outcome>(run: () => Promise<Outcome>): Promise<Outcome | Obstacle> => {
  try {
    return await run();
  } catch (error) {
    const obstacle = obstacleOf(error);
    if (obstacle) return obstacle;
    throw error;
  }
};
