import { requirePartners } from '../../customers/require-partners.ts';
import { logger } from '../../observability/logger.ts';
import { Problem } from '../../problem/problem.ts';
import type { FoundCustomer } from '../collector.ts';
import { SOURCE_KINDS } from '../kinds/kinds.ts';
import { beginDiscovery, changeDiscovery, type Discovery } from '../store/discovery-table.ts';
import { propose, readProposed } from '../store/proposed-customer-table.ts';
import type { CustomerPlace, PartnerPlace, PartnerSource } from '../store/source.ts';
import { readPartnerSource } from '../store/source-table.ts';
import { usableSource } from '../store/usable-source.ts';
import { spendFrom } from './budget-table.ts';
import { collectFirst } from './collect-first.ts';
import { type NextStep, stepAt } from './collection-message.ts';
import { type KnownAs, recogniseFound } from './found-customers.ts';
import { createFound, type Taking, type TakingStores, updateFound } from './take-customer.ts';
import type { CollectionStores, CollectionWork } from './work-on-collection.ts';

export interface DiscoveryStores extends CollectionStores, TakingStores {
  /** Where customers are collected. */
  readonly collectionQueueUrl: string;
}

export interface DiscoveryWork extends CollectionWork {
  /** The day that portfolios are published as of, `YYYY-MM-DD`. */
  readonly asOf: string;
}

/**
 * Looks at one page of the customers that a partner has at a service. Those that Seatpulse knows are filled in; the others
 * are taken or proposed. Whose data comes by this source from now on is collected at once, the first time. Returns when it
 * goes on; `undefined` at the end. Done again, it changes nothing twice.
 */
export const workOnDiscovery = async (
  stores: DiscoveryStores,
  { discoveryId, ...place }: PartnerPlace & { readonly discoveryId: string },
  work: DiscoveryWork,
): Promise<NextStep | undefined> => {
  const source = await readPartnerSource(stores.licensing, place);
  if (!source) return undefined;
  const begun = await beginDiscovery(stores.jobs, place, discoveryId, work.clock());
  if (begun.discoveryId !== discoveryId || begun.status === 'done') return undefined;
  const change = (become: (current: Discovery) => Discovery) =>
    changeDiscovery(stores.jobs, place, discoveryId, (current) => become(current));
  const end = (against: Pick<Discovery, 'state' | 'detail'>) =>
    change((current) => ({ ...current, ...against, status: 'done', finishedAt: work.clock().toISOString() }));
  const usable = await usableSource(stores, source, work.clock);
  if (typeof usable === 'string') {
    await end({ state: 'source_incomplete', detail: usable });
    return undefined;
  }
  const answer = await work.collectors[usable.kind].customers(
    {
      settings: usable.settings,
      credentials: usable.credentials,
      now: work.clock,
      signal: work.signal,
      keepRefreshToken: usable.keepRefreshToken,
      spend: (budget, calls) => spendFrom(stores.jobs, budget, calls, work.clock()),
    },
    begun.cursor,
  );
  const now = work.clock();
  switch (answer.outcome) {
    case 'later': {
      const notBefore = new Date(now.getTime() + answer.seconds * 1000).toISOString();
      await change((current) => ({ ...current, notBefore }));
      return stepAt(notBefore, now);
    }
    case 'refused':
      await end(answer);
      return undefined;
    case 'found': {
      const followed = await takeIn(stores, source, answer.customers, work);
      await collectFirst(stores, followed, discoveryId);
      const { cursor } = answer;
      const found = answer.customers.length;
      // Of a page that was looked at twice, the one that stored it counts.
      await change((current) =>
        current.cursor === begun.cursor ? { ...current, cursor, found: current.found + found } : current,
      );
      if (cursor !== undefined) return { delaySeconds: 0 };
      await end({});
      return undefined;
    }
  }
};

const takeIn = async (
  stores: DiscoveryStores,
  source: PartnerSource,
  customers: readonly FoundCustomer[],
  { clock, asOf }: DiscoveryWork,
): Promise<CustomerPlace[]> => {
  const { portfolio, name } = source;
  await requirePartners(stores.licensing, [portfolio]);
  const { externalId } = SOURCE_KINDS[source.kind];
  const known = await recogniseFound(stores.licensing, portfolio, externalId, customers);
  const at = clock();
  const trail = { jobs: stores.jobs, subject: `source ${name} of ${portfolio}`, portfolio, at };
  const taking: Taking = { portfolio, source: name, kind: source.kind, externalId, asOf, trail };
  const followed: CustomerPlace[] = [];
  for (const one of customers) {
    const found = { ...one, tenantId: one.tenantId.toLowerCase() };
    try {
      const ids = await takeOne(stores, source, taking, found, known.get(found.tenantId));
      followed.push(...ids.map((customerId) => ({ customerId, portfolio, name })));
    } catch (error) {
      // One that is being erased, or whose id is another's, is not in the way of those after it.
      if (!(error instanceof Problem)) throw error;
      logger.warn('a customer that a source found is left alone', { code: error.code });
    }
  }
  return followed;
};

/** Returns the ids of the customers whose data is collected by the source. */
const takeOne = async (
  stores: DiscoveryStores,
  { newCustomers }: PartnerSource,
  taking: Taking,
  found: FoundCustomer,
  known: KnownAs | undefined,
): Promise<string[]> => {
  const own = known?.own.length ? known.own : known?.byDomain ? [known.byDomain] : [];
  for (const customer of own) await updateFound(stores, taking, customer, found);
  if (own.length > 0) return own.map(({ customerId }) => customerId);
  const { portfolio, source, trail } = taking;
  // What was proposed is somebody's to decide, also after the setting has changed.
  const isProposed = (await readProposed(stores.licensing, portfolio, found.tenantId)) !== undefined;
  if (newCustomers === 'taken' && !isProposed && !known?.elsewhere) {
    await createFound(stores, taking, found.tenantId, found);
    return [found.tenantId];
  }
  const { tenantId, name, domain } = found;
  const proposedAt = trail.at.toISOString();
  await propose(stores.licensing, portfolio, {
    tenantId,
    name,
    source,
    proposedAt,
    ...(domain === undefined ? {} : { domain }),
  });
  return [];
};
