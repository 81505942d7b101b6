import * as z from 'zod';
import type { Customer } from '../../customers/customer.ts';
import { identityModeOf } from '../../values/identity-mode.ts';
import { FileRefused } from './findings.ts';

/** What tells one tenant from another: domains of its users, and ids of its directory; all in lower case. */
export interface TenantSigns {
  readonly domains: ReadonlySet<string>;
  readonly tenantIds: ReadonlySet<string>;
}

/** The domain in a user's name; `undefined` for concealed names and for those without one. */
export const domainOf = (userId: string): string | undefined => {
  const at = userId.lastIndexOf('@');
  return at < 0 || identityModeOf(userId) === 'concealed' ? undefined : userId.slice(at + 1) || undefined;
};

/** The domains in users' names. */
export const domainsOf = (userIds: Iterable<string>): Set<string> => {
  const domains = new Set<string>();
  for (const userId of userIds) {
    const domain = domainOf(userId);
    if (domain !== undefined) domains.add(domain);
  }
  return domains;
};

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
const DOMAIN = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/u;

/** What is known of a customer's tenant: its domain, and its external ids that are a tenant id or a domain. */
export const signsOfCustomer = ({
  domain,
  externalIds = {},
}: Pick<Customer, 'domain' | 'externalIds'>): TenantSigns => {
  const ids = [...Object.values(externalIds), ...(domain === undefined ? [] : [domain])].map((id) =>
    id.trim().toLowerCase(),
  );
  return {
    domains: new Set(ids.filter((id) => DOMAIN.test(id))),
    tenantIds: new Set(ids.filter((id) => GUID.test(id))),
  };
};

const text = z.string().optional().catch(undefined);
const item = z.object({ accountId: text, id: text });
const items = z.array(z.unknown()).optional().catch(undefined);
const answer = z.object({
  value: items,
  items,
  links: z
    .object({ self: z.object({ uri: z.string() }) })
    .optional()
    .catch(undefined),
});

/**
 * The ids of the tenant that a JSON answer is of, where it names it: `subscribedSkus` in each item (`accountId`, and
 * `id`, which begins with it), Partner Center in the address of the answer itself.
 */
export const tenantIdsIn = (document: unknown): Set<string> => {
  const { value, items: list, links } = answer.safeParse(document).data ?? {};
  const found = (Array.isArray(document) ? document : (value ?? list ?? [])).flatMap((one: unknown) => {
    const { accountId, id } = item.safeParse(one).data ?? {};
    return [accountId, id?.includes('_') ? id.split('_')[0] : undefined];
  });
  const address = /customers\/([^/]+)/iu.exec(links?.self.uri ?? '')?.[1];
  return new Set([...found, address].flatMap((id) => id?.trim().toLowerCase() ?? []).filter((id) => GUID.test(id)));
};

/** Whether anything in the file fits the customer. A domain fits those below it. */
export const fits = (file: TenantSigns, customer: TenantSigns): boolean =>
  [...file.tenantIds].some((id) => customer.tenantIds.has(id)) ||
  [...file.domains].some((one) =>
    [...customer.domains].some((other) => one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`)),
  );

/** Whether the file and the customer name things of one kind, by which they could be told apart. */
export const areComparable = (file: TenantSigns, customer: TenantSigns): boolean =>
  (file.tenantIds.size > 0 && customer.tenantIds.size > 0) || (file.domains.size > 0 && customer.domains.size > 0);

const MOST_NAMED = 3;

const named = (signs: ReadonlySet<string>): string => {
  const list = [...signs].sort();
  const more = list.length - MOST_NAMED;
  return `${list.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
};

/** The refusal of a file of which nothing fits the customer. */
export const otherTenantRefusal = (file: TenantSigns, customer: TenantSigns): FileRefused => {
  const kind = file.tenantIds.size > 0 && customer.tenantIds.size > 0 ? 'tenantIds' : 'domains';
  return new FileRefused(
    'other_tenant',
    `The file is of ${named(file[kind])}, and the customer is known by ${named(customer[kind])}: they have nothing in common. Nothing was stored. If it is this customer's, import it with "allowOtherTenant": true.`,
  );
};
