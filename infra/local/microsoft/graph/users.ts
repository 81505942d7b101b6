import { guidOf } from '../../sample/seeded.ts';
import { midnightText } from '../day.ts';
import { type Answer, json } from '../http/answer.ts';
import { idOf, type Person, personAt } from '../tenants/people.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { World } from '../world.ts';
import { graphError } from './graph-error.ts';
import { pageOf } from './pages.ts';

const USUAL_PAGE = 100;
const LARGEST_PAGE = 999;

/** What Graph gives of a user who is asked about without `$select`, of that which is known here. */
const USUAL_PROPERTIES = ['displayName', 'userPrincipalName', 'id'];

/** `GET /v1.0/users`: by `$top` (at most 999) a page, each naming the next one; of each user what `$select` names. */
export const users = ({ world, url, tenant }: { world: World; url: URL; tenant: Tenant }): Answer => {
  const itemAt = (at: number) => only(userOf(tenant, personAt(tenant, at)), selected);
  const selected = url.searchParams.get('$select')?.split(',') ?? USUAL_PROPERTIES;
  const page = pageOf(url, { length: tenant.users, itemAt, usual: USUAL_PAGE, most: LARGEST_PAGE });
  if (!page) return graphError(400, 'Request_BadRequest', 'Invalid page size or skip token.', world.now());
  return json(200, {
    '@odata.context': `https://graph.microsoft.com/v1.0/$metadata#users(${selected.join(',')})`,
    ...(page.next ? { '@odata.nextLink': page.next.href } : {}),
    value: page.items,
  });
};

const only = (user: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.map((name) => [name.trim(), user[name.trim()] ?? null]));

const userOf = (tenant: Tenant, person: Person): Readonly<Record<string, unknown>> => ({
  id: idOf(tenant, person),
  displayName: person.displayName,
  userPrincipalName: person.userPrincipalName,
  mail: person.userPrincipalName,
  accountEnabled: true,
  userType: 'Member',
  assignedLicenses: person.plans.map(({ skuId }) => ({ disabledPlans: [], skuId })),
  licenseAssignmentStates: person.plans.map(({ skuId }) => ({
    skuId,
    assignedByGroup: person.byGroup ? guidOf(`group of ${tenant.tenantId}`) : null,
    disabledPlans: [],
    state: 'Active',
    error: 'None',
    lastUpdatedDateTime: midnightText(person.assignedOn),
  })),
});
