import { guidOf } from '../../sample/seeded.ts';
import type { Permission } from '../sign-in/permissions.ts';

/** Seats of one product in a tenant. */
export interface PlanProfile {
  /** A part number of Microsoft's, as `plans.ts` knows it. */
  readonly partNumber: string;
  readonly sold: number;
  /** How many people hold it. */
  readonly assigned: number;
  /** Handed to people who hold another product already, instead of to others. */
  readonly addOn?: boolean;
  /** Who sold it: by default the partner. Only what the partner sold is in Partner Center. */
  readonly seller?: 'partner' | 'direct';
  readonly trial?: boolean;
}

/** A tenant at Microsoft, and what is odd about it. Everything else follows from its id. */
export interface Tenant {
  readonly tenantId: string;
  readonly name: string;
  /** The tenant's first domain, which its user names end with. */
  readonly domain: string;
  /** How many accounts there are, those without a licence included. */
  readonly users: number;
  readonly plans: readonly PlanProfile[];
  /** Which share of holders uses what they hold. */
  readonly usage: number;
  /** Whether reports show stand-ins instead of names: Microsoft's default. */
  readonly concealed: boolean;
  /** By how many days reports are behind; Microsoft says 48 hours. */
  readonly reportDelayDays: number;
  /** Days (`YYYY-MM-DD`) whose `date=` reports hold no row, whatever people did. */
  readonly emptyDays: readonly string[];
  /** Whether the Copilot report is answered with a redirect or with the file itself; both were seen. */
  readonly copilotAnswer: 'redirect' | 'inline';
  /** The permissions that the tenant's administrator consented to at the start; null: the app is not in the tenant. */
  readonly consented: readonly Permission[] | null;
  /** Whether the partner may act there for its users: granular delegated admin privileges. */
  readonly delegatedAdmin: boolean;
}

const EVERYTHING: readonly Permission[] = [
  'Reports.Read.All',
  'LicenseAssignment.Read.All',
  'Directory.Read.All',
  'User.Read.All',
  'ReportSettings.Read.All',
];

/**
 * A tenant by its name: ten people with Microsoft 365 Business Premium, unless `more` says otherwise. Its id and all
 * that its people do follow from the name.
 */
export const tenantOf = (name: string, more: Partial<Omit<Tenant, 'name'>> = {}): Tenant => ({
  tenantId: guidOf(`microsoft tenant ${name}`),
  name,
  domain: `${name.toLowerCase().replaceAll(/[^a-z0-9]+/gu, '-')}.example`,
  users: 10,
  plans: [{ partNumber: 'SPB', sold: 10, assigned: 10 }],
  usage: 0.8,
  concealed: false,
  reportDelayDays: 2,
  emptyDays: [],
  copilotAnswer: 'redirect',
  consented: EVERYTHING,
  delegatedAdmin: true,
  ...more,
});
