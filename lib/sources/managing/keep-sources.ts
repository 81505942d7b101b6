import * as z from 'zod';
import { type Caller, partnerOf } from '../../access/caller.ts';
import { recorderIn } from '../../audit/record.ts';
import { isVisible, requireCustomer } from '../../customers/customer-access.ts';
import { readCustomers } from '../../customers/customer-table.ts';
import { requireBothScopes } from '../../imports/job/accept-import.ts';
import type { ImportJob } from '../../imports/job/import-job.ts';
import { decodeCursor, encodeCursor } from '../../values/cursor.ts';
import type { TakingStores } from '../collecting/take-customer.ts';
import type { CustomerSourceBody, PartnerSourceBody } from '../kinds/source-bodies.ts';
import type { SecretStores } from '../store/credentials-secret.ts';
import { listProposed, type ProposedCustomer } from '../store/proposed-customer-table.ts';
import type { CustomerPlace, PartnerPlace } from '../store/source.ts';
import { listCustomerSources, listPartnerSources, listPlaces, readSources } from '../store/source-table.ts';
import { collectNow } from './collect-now.ts';
import { deleteCustomerSource, deletePartnerSource } from './delete-source.ts';
import { putCustomerSource, putPartnerSource } from './put-source.ts';
import { type ShowingStores, showCustomerSources, showPartnerSource } from './show-sources.ts';
import type { ShownCustomerSource, ShownPartnerSource } from './shown-source.ts';
import { takeHeldFile } from './take-held-file.ts';
import { takeProposedCustomer } from './take-proposed-customer.ts';
import { placeFor, requireCustomerSource, requirePartner, requirePartnerSource } from './whose-source.ts';

/** All that keeping sources works on. */
export interface KeepingStores extends SecretStores, ShowingStores, TakingStores {
  readonly collectionQueueUrl: string;
  readonly importQueueUrl: string;
}

/** Who calls, and when; the pages know no id of a request. */
export interface KeepingCall {
  readonly caller: Caller;
  readonly now: Date;
  readonly requestId?: string;
}

type Place = Pick<CustomerPlace, 'customerId' | 'name'>;

/** What was asked for by "collect now": whether it was sent, or goes on already. */
export interface Collecting {
  readonly status: 'queued' | 'underway';
  readonly requestedAt: string;
}

const place = z.strictObject({ after: z.string() });

/**
 * What callers do with sources, for the API and for the pages: each checks that the caller may, and records what it changes.
 * All throw the problems that stand against it.
 */
export const keepSources = (stores: KeepingStores) => {
  const { licensing, jobs } = stores;
  const record = recorderIn(jobs);
  const queue = { jobs, licensing, queueUrl: stores.collectionQueueUrl };
  const sent = (isSent: boolean, now: Date): Collecting => ({
    status: isSent ? 'queued' : 'underway',
    requestedAt: now.toISOString(),
  });
  const showOne = async (source: Parameters<typeof showCustomerSources>[1][number], now: Date) => {
    const [shown] = await showCustomerSources(stores, [source], now);
    if (!shown) throw new Error('A source is not shown');
    return shown;
  };

  return {
    /** A page of the sources of all customers of the caller's portfolio. */
    listAll: async (
      { caller, now }: KeepingCall,
      { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
    ): Promise<{ sources: ShownCustomerSource[]; cursor?: string }> => {
      const partnerId = partnerOf(caller);
      const after = cursor === undefined ? undefined : decodeCursor(place, cursor).after;
      const of = partnerId === undefined ? {} : { portfolio: partnerId, of: 'customer' as const };
      const { places, next } = await listPlaces(licensing, { ...of, limit, after });
      const { customers } = await readSources(licensing, places);
      const known = await readCustomers(
        licensing,
        customers.map(({ customerId }) => customerId),
      );
      const visible = customers.filter(({ customerId }) => isVisible(caller, known.get(customerId)));
      const shown = await showCustomerSources(stores, visible, now);
      return { sources: shown, ...(next === undefined ? {} : { cursor: encodeCursor(place.parse({ after: next })) }) };
    },

    /** All sources of a partner. */
    listPartners: async ({ caller, now }: KeepingCall, partnerId: string): Promise<ShownPartnerSource[]> => {
      await requirePartner(licensing, caller, partnerId);
      const sources = await listPartnerSources(licensing, partnerId);
      return Promise.all(sources.map((source) => showPartnerSource(stores, source, now)));
    },
    getPartners: async ({ caller, now }: KeepingCall, one: PartnerPlace): Promise<ShownPartnerSource> =>
      showPartnerSource(stores, await requirePartnerSource(licensing, caller, one), now),
    putPartners: async (call: KeepingCall, { portfolio, name }: PartnerPlace, body: PartnerSourceBody) => {
      requireBothScopes(call.caller);
      await requirePartner(licensing, call.caller, portfolio);
      const put = await record(call, 'source.put', `${portfolio}/${name}`, (before) =>
        putPartnerSource(stores, { portfolio, name }, body, call.now, before),
      );
      return showPartnerSource(stores, put, call.now);
    },
    deletePartners: async (call: KeepingCall, one: PartnerPlace): Promise<void> => {
      requireBothScopes(call.caller);
      await requirePartnerSource(licensing, call.caller, one);
      await record(call, 'source.delete', `${one.portfolio}/${one.name}`, (before) =>
        deletePartnerSource(stores, one, before),
      );
    },
    collectPartners: async ({ caller, now }: KeepingCall, one: PartnerPlace): Promise<Collecting> => {
      requireBothScopes(caller);
      const source = await requirePartnerSource(licensing, caller, one);
      return sent(await collectNow(queue, caller, source, now), now);
    },
    /** The customers that are proposed to a partner. */
    listProposed: async ({ caller }: KeepingCall, partnerId: string): Promise<ProposedCustomer[]> => {
      await requirePartner(licensing, caller, partnerId);
      return listProposed(licensing, partnerId);
    },
    takeProposed: async (
      call: KeepingCall,
      { portfolio, tenantId }: { readonly portfolio: string; readonly tenantId: string },
      wanted: { readonly customerId: string; readonly name?: string | undefined },
    ): Promise<void> => {
      requireBothScopes(call.caller);
      await requirePartner(licensing, call.caller, portfolio);
      await takeProposedCustomer(stores, call, { portfolio, tenantId }, wanted);
    },

    /** The sources that the caller's portfolio has of a customer; to an operator who acts for all, every portfolio's. */
    listCustomers: async ({ caller, now }: KeepingCall, customerId: string): Promise<ShownCustomerSource[]> => {
      await requireCustomer(licensing, caller, customerId);
      return showCustomerSources(stores, await listCustomerSources(licensing, customerId, partnerOf(caller)), now);
    },
    getCustomers: async ({ caller, now }: KeepingCall, one: Place): Promise<ShownCustomerSource> =>
      showOne(await requireCustomerSource(licensing, caller, one), now),
    putCustomers: async (call: KeepingCall, one: Place, body: CustomerSourceBody): Promise<ShownCustomerSource> => {
      requireBothScopes(call.caller);
      const where = await placeFor(licensing, call.caller, one);
      const put = await record(call, 'source.put', one.customerId, (before) =>
        putCustomerSource(stores, where, body, call.now, before),
      );
      return showOne(put, call.now);
    },
    deleteCustomers: async (call: KeepingCall, one: Place): Promise<void> => {
      requireBothScopes(call.caller);
      const { customerId, portfolio, name } = await requireCustomerSource(licensing, call.caller, one);
      await record(call, 'source.delete', customerId, (before) =>
        deleteCustomerSource(stores, { customerId, portfolio, name }, before),
      );
    },
    collectCustomers: async ({ caller, now }: KeepingCall, one: Place): Promise<Collecting> => {
      requireBothScopes(caller);
      const source = await requireCustomerSource(licensing, caller, one);
      return sent(await collectNow(queue, caller, source, now), now);
    },
    takeHeld: async ({ caller, now }: KeepingCall, one: Place, importId: string): Promise<ImportJob> => {
      requireBothScopes(caller);
      return takeHeldFile(stores, await requireCustomerSource(licensing, caller, one), importId, now);
    },
  };
};
