import type { Customer } from '../../lib/customers/customer.ts';
import { requirePartners } from '../../lib/customers/require-partners.ts';
import { asOfDay } from '../../lib/insights/run/as-of.ts';
import { type CustomerProfile, putCustomer } from '../../lib/portfolio/put-customer.ts';
import type { BeforeChange } from '../../lib/storage/revision.ts';
import type { Table } from '../../lib/storage/table.ts';
import { dayOf, formatDay } from '../../lib/time/day.ts';
import { requireNoLinkAhead } from './problems.ts';

interface Stores {
  readonly licensing: Table;
  readonly publishQueueUrl: string;
  readonly reportingLagDays: number;
}

/** Creates or replaces a customer at an instant, by `putCustomer`. Throws the 400 problem of a link that cannot be. */
export const changeCustomer = async (
  { licensing, publishQueueUrl, reportingLagDays }: Stores,
  now: Date,
  id: string,
  profile: CustomerProfile,
  beforeChange?: BeforeChange<Customer>,
): Promise<Customer> => {
  const today = formatDay(dayOf(now));
  requireNoLinkAhead(profile.partners, today);
  await requirePartners(
    licensing,
    profile.partners.map((link) => link.id),
  );
  const asOf = formatDay(asOfDay(now, reportingLagDays));
  return putCustomer({ licensing, publishQueueUrl, today, asOf }, id, () => profile, beforeChange);
};
