import { readEnvironment } from '../../lib/environment.ts';
import { apiHandler } from '../../lib/http/api-handler.ts';
import { reply } from '../../lib/http/respond.ts';
import { keepSources } from '../../lib/sources/managing/keep-sources.ts';
import { env } from './env.ts';
import { operations } from './request.ts';
import { storesOf } from './stores.ts';

const keep = keepSources(storesOf(readEnvironment(env)));

type Path = { readonly id: string; readonly name: string };
const ofPartner = ({ id: portfolio, name }: Path) => ({ portfolio, name });
const ofCustomer = ({ id: customerId, name }: Path) => ({ customerId, name });
const DELETED = { status: 204 } as const;

/** Keeps from where data is collected, and tells how that stands. */
export const handler = apiHandler(operations, {
  getSources: async ({ query, ...call }) => reply(200, await keep.listAll(call, query)),
  getPartnerSources: async ({ path, ...call }) => reply(200, { sources: await keep.listPartners(call, path.id) }),
  getPartnerSource: async ({ path, ...call }) => reply(200, await keep.getPartners(call, ofPartner(path))),
  putPartnerSource: async ({ path, body, ...call }) => reply(200, await keep.putPartners(call, ofPartner(path), body)),
  deletePartnerSource: async ({ path, ...call }) => keep.deletePartners(call, ofPartner(path)).then(() => DELETED),
  collectPartnerSource: async ({ path, ...call }) => reply(202, await keep.collectPartners(call, ofPartner(path))),
  getProposedCustomers: async ({ path, ...call }) => reply(200, { customers: await keep.listProposed(call, path.id) }),
  takeProposedCustomer: async ({ path: { id: portfolio, tenantId }, body, ...call }) =>
    keep.takeProposed(call, { portfolio, tenantId }, body).then(() => DELETED),
  getCustomerSources: async ({ path, ...call }) => reply(200, { sources: await keep.listCustomers(call, path.id) }),
  getCustomerSource: async ({ path, ...call }) => reply(200, await keep.getCustomers(call, ofCustomer(path))),
  putCustomerSource: async ({ path, body, ...call }) =>
    reply(200, await keep.putCustomers(call, ofCustomer(path), body)),
  deleteCustomerSource: async ({ path, ...call }) => keep.deleteCustomers(call, ofCustomer(path)).then(() => DELETED),
  collectCustomerSource: async ({ path, ...call }) => reply(202, await keep.collectCustomers(call, ofCustomer(path))),
  takeHeldFile: async ({ path, ...call }) => {
    const { importId: id, status } = await keep.takeHeld(call, ofCustomer(path), path.importId);
    return reply(202, { id, status }, { location: `/v1/imports/${id}` });
  },
});
