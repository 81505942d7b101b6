import { expect, vi } from 'vitest';
import { type Microsoft, PARTNER_APP, startMicrosoft } from '../../../infra/local/microsoft/start-microsoft.ts';
import type { Tenant } from '../../../infra/local/microsoft/tenants/tenant.ts';
import { outbound } from '../../../lib/outbound/call.ts';
import { workOnCollection } from '../../../lib/sources/collecting/work-on-collection.ts';
import type { ShownCustomerSource } from '../../../lib/sources/managing/shown-source.ts';
import { microsoftCollector } from '../../../lib/sources/microsoft/collector.ts';
import { partnerUser } from '../../fixtures/api-event.ts';
import { startSources } from './sources-under-test.ts';

const alpine = partnerUser('alpine');

/** What a test says of how the stand-in is asked, besides where it is. */
interface StandInOptions {
  readonly auth: 'application' | 'partner';
  readonly reports?: readonly string[];
}

/**
 * All that collects, beside the stand-in for Microsoft, for the partner `alpine`, whose customers are the given tenants: each by
 * the id of its tenant. The clock is that of `startSources`; who waits moves it.
 */
export const startStandIn = async (tenants: readonly Tenant[], { auth, reports }: StandInOptions) => {
  const sources = await startSources();
  const now = () => new Date();
  const microsoft: Microsoft = await startMicrosoft({ now, tenants });
  const { login, graph, partnerCenter } = microsoft.origins;
  const { clientId, clientSecret, partnerTenantId } = PARTNER_APP;
  const collector = microsoftCollector(outbound({ deliverTo: ['127.0.0.1'] }));
  const must = async (route: string, request: Parameters<typeof sources.call>[1]) => {
    const answer = await sources.call(route, request);
    expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  };
  await must('PUT /v1/partners/{id}', {
    path: { id: 'alpine' },
    body: { name: 'Alpine', tenantIds: [partnerTenantId] },
  });
  await must('PUT /v1/partners/{id}/sources/{name}', {
    path: { id: 'alpine', name: 'microsoft' },
    caller: alpine,
    body: {
      kind: 'microsoft',
      auth,
      clientId,
      partnerTenantId,
      hosts: { login, graph, partnerCenter },
      ...(reports ? { reports } : {}),
      credentials: { clientSecret, ...(auth === 'partner' ? { refreshToken: microsoft.refreshToken() } : {}) },
    },
  });
  for (const { tenantId, name, domain } of tenants) {
    const path = { id: tenantId, name: 'microsoft' };
    await must('PUT /v1/customers/{id}', { path, body: { name, domain, partners: [{ id: 'alpine' }] } });
    const body = { kind: 'microsoft', uses: 'partner', tenantId };
    await must('PUT /v1/customers/{id}/sources/{name}', { path, caller: alpine, body });
  }

  const standing = async ({ tenantId }: Pick<Tenant, 'tenantId'>): Promise<ShownCustomerSource> => {
    const path = { id: tenantId, name: 'microsoft' };
    const { body } = await sources.call('GET /v1/customers/{id}/sources/{name}', { path, caller: alpine });
    return body as ShownCustomerSource; // the 200 of this operation
  };
  const step = ({ tenantId }: Pick<Tenant, 'tenantId'>, collectionId: string, signal?: AbortSignal) =>
    workOnCollection(
      sources.stores,
      { customerId: tenantId, portfolio: 'alpine', name: 'microsoft', collectionId },
      {
        collectors: { microsoft: collector },
        clock: now,
        timeIsUp: () => false,
        signal: signal ?? new AbortController().signal,
      },
    );
  return {
    sources,
    microsoft,
    standing,
    step,
    /** Collects from a tenant now, to the end. Returns how often it waited, and in which states. */
    collect: async (tenant: Pick<Tenant, 'tenantId'>): Promise<string[]> => {
      const collectionId = now().toISOString();
      const waits: string[] = [];
      for (let steps = 1; ; steps += 1) {
        const next = await step(tenant, collectionId);
        await sources.importFiles();
        if (!next) return waits;
        if (steps > 100) throw new Error('The collection does not end');
        const { state, remedy } = await standing(tenant);
        if (state === 'waiting') waits.push(remedy);
        vi.setSystemTime(Date.now() + next.delaySeconds * 1000);
      }
    },
    /** Moves the clock. */
    advance: (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000),
    stop: async () => {
      await microsoft.stop();
      await sources.stop();
    },
  };
};

export type StandIn = Awaited<ReturnType<typeof startStandIn>>;
