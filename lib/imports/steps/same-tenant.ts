import { readCustomer } from '../../customers/customer-table.ts';
import { readAssignments } from '../../licensing/assignments-table.ts';
import {
  areComparable,
  domainOf,
  fits,
  otherTenantRefusal,
  signsOfCustomer,
  type TenantSigns,
} from '../formats/tenant-signs.ts';
import type { ImportStep } from './import-step.ts';

/**
 * Throws FileRefused when nothing in a file fits what is known of the customer's tenant, the domains of known users
 * included, unless the import was told to take it all the same. Where nothing is known that could be compared, it passes.
 */
export const requireSameTenant = async (
  { licensing, job }: Pick<ImportStep, 'licensing' | 'job'>,
  file: TenantSigns,
): Promise<void> => {
  if (job.allowOtherTenant || (file.domains.size === 0 && file.tenantIds.size === 0)) return;
  const customer = await readCustomer(licensing, job.customerId);
  const known = signsOfCustomer(customer ?? {});
  if (fits(file, known)) return;
  const domains = file.domains.size > 0 ? await domainsOfHolders(licensing, job.customerId) : new Set<string>();
  const all = { ...known, domains: new Set([...known.domains, ...domains]) };
  if (!fits(file, all) && areComparable(file, all)) throw otherTenantRefusal(file, all);
};

const domainsOfHolders = async (licensing: ImportStep['licensing'], customerId: string): Promise<Set<string>> => {
  const domains = new Set<string>();
  for await (const { userId, holdings } of readAssignments(licensing, customerId)) {
    const domain = Object.keys(holdings).length > 0 ? domainOf(userId) : undefined;
    if (domain !== undefined) domains.add(domain);
  }
  return domains;
};
