import type { Answer } from '../http/answer.ts';
import type { Origin, RouteName } from '../http/call.ts';
import type { Caller } from '../sign-in/access-tokens.ts';
import type { Permission } from '../sign-in/permissions.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { World } from '../world.ts';
import { graphError } from './graph-error.ts';
import { contracts, directorySubscriptions, reportSettings, subscribedSkus } from './lists.ts';
import { answerReport, readReportCall } from './report-calls.ts';
import { users } from './users.ts';

/** What a list is made of. */
interface ListCall {
  readonly world: World;
  readonly caller: Caller;
  readonly url: URL;
}

interface ListRoute {
  readonly route: RouteName;
  readonly path: string;
  /** One of them is enough. */
  readonly permissions: readonly Permission[];
  readonly answer: (call: ListCall & { readonly tenant: Tenant }) => Answer;
}

const LICENCES: readonly Permission[] = ['LicenseAssignment.Read.All', 'Organization.Read.All', 'Directory.Read.All'];

const LISTS: readonly ListRoute[] = [
  { route: 'subscribedSkus', path: '/v1.0/subscribedSkus', permissions: LICENCES, answer: subscribedSkus },
  {
    route: 'directorySubscriptions',
    path: '/v1.0/directory/subscriptions',
    permissions: LICENCES,
    answer: directorySubscriptions,
  },
  { route: 'users', path: '/v1.0/users', permissions: ['User.Read.All', 'Directory.Read.All'], answer: users },
  {
    route: 'reportSettings',
    path: '/v1.0/admin/reportSettings',
    permissions: ['ReportSettings.Read.All'],
    answer: reportSettings,
  },
];

const REPORTS: readonly Permission[] = ['Reports.Read.All'];

/** Microsoft Graph, as far as licences, users and usage go. Whose data it gives is said by the token alone. */
export const graphOrigin =
  (world: World): Origin =>
  (call) => {
    const caller = world.accessTokens.callerOf(call.headers.authorization, 'graph');
    const tenantId = caller?.tenantId;
    const path = decodeURIComponent(call.url.pathname);
    const now = world.now();
    const unknown = () => graphError(404, 'ResourceNotFound', `There is no resource ${call.method} ${path}.`, now);
    if (call.method !== 'GET') return unknown();
    const guarded = (permissions: readonly Permission[], run: (caller: Caller) => Answer) => (): Answer => {
      if (!caller)
        return graphError(
          401,
          'InvalidAuthenticationToken',
          'Access token is missing, expired or of another API.',
          now,
        );
      if (permissions.some((one) => caller.permissions.includes(one))) return run(caller);
      return permissions === REPORTS
        ? graphError(403, 'S2SUnauthorized', 'Invalid permission.', now)
        : graphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.', now);
    };
    const list = LISTS.find((one) => one.path.toLowerCase() === path.toLowerCase());
    if (list) {
      const run = (asking: Caller) =>
        inTenant(world, asking, (tenant) => list.answer({ world, caller: asking, url: call.url, tenant }));
      return { route: list.route, tenantId, answer: guarded(list.permissions, run) };
    }
    if (path === '/v1.0/contracts') {
      const answer = guarded(['Directory.Read.All'], (asking) => contracts({ world, caller: asking, url: call.url }));
      return { route: 'contracts', tenantId, answer };
    }
    const report = readReportCall(path);
    if (!report) return unknown();
    const run = (asking: Caller) =>
      inTenant(world, asking, (tenant) => budgeted(world, asking, () => answerReport(world, tenant, report, call)));
    return { route: 'report', tenantId, report: report.name, answer: guarded(REPORTS, run) };
  };

const inTenant = ({ tenants, now }: World, { tenantId }: Caller, run: (tenant: Tenant) => Answer): Answer => {
  const tenant = tenants.find(tenantId);
  return tenant ? run(tenant) : graphError(403, 'Forbidden', 'The tenant has no licences of its own.', now());
};

const budgeted = ({ budgets, now }: World, { clientId, tenantId }: Caller, run: () => Answer): Answer => {
  const wait = budgets.spend('reports', `${clientId} ${tenantId}`);
  if (wait === undefined) return run();
  return graphError(429, 'TooManyRequests', 'Too many requests', now(), { 'retry-after': String(wait) });
};
