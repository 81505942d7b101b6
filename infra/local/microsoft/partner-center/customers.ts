import { type Answer, json } from '../http/answer.ts';
import type { Call } from '../http/call.ts';
import { continuationAt, readContinuation } from '../http/continuation.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { type App, customersOf, type World } from '../world.ts';
import { partnerCenterError } from './partner-center-error.ts';

const LARGEST_PAGE = 500;
const TOKEN = 'MS-ContinuationToken';

/**
 * `GET /v1/customers?size=`: a page of the partner's customers; the next one is asked for by `seekOperation=Next` with
 * the token of the last answer in a header.
 */
export const customers = (world: World, app: App, { url, headers }: Call): Answer => {
  const all = customersOf(world, app);
  const size = Number(url.searchParams.get('size') ?? LARGEST_PAGE);
  const given = headers[TOKEN.toLowerCase()];
  const goesOn = url.searchParams.get('seekOperation')?.toLowerCase() === 'next';
  const from = goesOn ? readContinuation(typeof given === 'string' ? given : '') : 0;
  if (!Number.isInteger(size) || size < 1 || size > LARGEST_PAGE || from === undefined || from > all.length)
    return partnerCenterError(400, '1000', 'The size, or the continuation token, is not valid.');
  const items = all.slice(from, from + size).map(customerOf);
  const link = (uri: string, token?: number) => ({
    uri,
    method: 'GET',
    headers: token === undefined ? [] : [{ key: TOKEN, value: continuationAt(token) }],
  });
  const end = from + items.length;
  return json(200, {
    totalCount: items.length,
    items,
    links: {
      self: link(`/customers?size=${size}`),
      ...(end < all.length ? { next: link(`/customers?size=${size}&seekOperation=Next`, end) } : {}),
    },
    attributes: { objectType: 'Collection' },
  });
};

const customerOf = ({ tenantId, domain, name }: Tenant) => ({
  id: tenantId,
  companyProfile: {
    tenantId,
    domain,
    companyName: name,
    links: { self: { uri: `/customers/${tenantId}/profiles/company`, method: 'GET', headers: [] } },
    attributes: { objectType: 'CustomerCompanyProfile' },
  },
  relationshipToPartner: 'reseller',
  links: { self: { uri: `/customers/${tenantId}`, method: 'GET', headers: [] } },
  attributes: { objectType: 'Customer' },
});
