import { randomUUID } from 'node:crypto';
import type { Answer } from '../http/answer.ts';
import type { Call, KnownCall, Origin } from '../http/call.ts';
import type { Caller } from '../sign-in/access-tokens.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { type App, customersOf, type World } from '../world.ts';
import { applicationConsents } from './application-consents.ts';
import { customerSubscriptions } from './customer-subscriptions.ts';
import { customers } from './customers.ts';
import { partnerCenterError } from './partner-center-error.ts';

const CUSTOMERS = /^\/v1\/customers\/?$/u;
const OF_CUSTOMER = /^\/v1\/customers\/([^/]+)\/(subscriptions|applicationconsents)\/?$/iu;

/** Partner Center: the partner's customers, what was sold to them, and consent in their name. */
export const partnerCenterOrigin =
  (world: World): Origin =>
  (call) => {
    const path = decodeURIComponent(call.url.pathname);
    const caller = world.accessTokens.callerOf(call.headers.authorization, 'partnerCenter');
    const guarded = (run: (app: App, caller: Caller) => Answer) => (): Answer =>
      withIds(call, guardedAnswer(world, caller, run));
    if (call.method === 'GET' && CUSTOMERS.test(path))
      return { route: 'customers', answer: guarded((app) => customers(world, app, call)) };
    return ofCustomer(world, call, path, guarded) ?? partnerCenterError(404, '2000', `There is no ${path}.`);
  };

type Guard = (run: (app: App, caller: Caller) => Answer) => () => Answer;

const ofCustomer = (world: World, call: Call, path: string, guarded: Guard): KnownCall | undefined => {
  const [, named = '', what] = OF_CUSTOMER.exec(path) ?? [];
  const tenantId = named.toLowerCase();
  const known = (run: (tenant: Tenant, app: App, caller: Caller) => Answer) =>
    guarded((app, caller) => {
      const tenant = customersOf(world, app).find((one) => one.tenantId === tenantId);
      if (tenant) return run(tenant, app, caller);
      return partnerCenterError(403, '20002', `The partner has no commerce relationship with the customer ${named}.`);
    });
  if (what?.toLowerCase() === 'subscriptions' && call.method === 'GET')
    return {
      route: 'customerSubscriptions',
      tenantId,
      answer: known((tenant) => customerSubscriptions(world, tenant)),
    };
  if (what?.toLowerCase() === 'applicationconsents' && call.method === 'POST') {
    const answer = known((tenant, app, caller) => applicationConsents(world, tenant, app, caller, call.body));
    return { route: 'applicationConsents', tenantId, answer };
  }
  return undefined;
};

const guardedAnswer = (world: World, caller: Caller | undefined, run: (app: App, caller: Caller) => Answer): Answer => {
  const app = world.apps.find(({ clientId }) => clientId === caller?.clientId);
  // Partner Center takes tokens of the partner's own tenant only.
  if (!caller || !app || caller.tenantId !== app.partnerTenantId)
    return partnerCenterError(401, '900401', 'The access token is missing, expired or of another tenant.');
  const wait = world.budgets.spend('partnerCenter', app.partnerTenantId);
  if (wait === undefined) return run(app, caller);
  return partnerCenterError(429, '429', 'Too many requests.', { 'retry-after': String(wait) });
};

/** Every answer names the request, as the caller does or by ids of its own. */
const withIds = ({ headers }: Call, answer: Answer): Answer => ({
  ...answer,
  headers: {
    ...answer.headers,
    'ms-requestid': String(headers['ms-requestid'] ?? randomUUID()),
    'ms-correlationid': String(headers['ms-correlationid'] ?? randomUUID()),
  },
});
