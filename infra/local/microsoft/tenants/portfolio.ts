import { drawn, seedOf } from '../../sample/seeded.ts';
import { type PlanProfile, type Tenant, tenantOf } from './tenant.ts';

const plan = (partNumber: string, sold: number, assigned: number, more: Partial<PlanProfile> = {}): PlanProfile => ({
  partNumber,
  sold,
  assigned,
  ...more,
});

/** What a size of company usually holds: its main product, and what some of its people hold besides. */
const SUITES: readonly { readonly upTo: number; readonly main: string; readonly addOns: readonly string[] }[] = [
  { upTo: 25, main: 'O365_BUSINESS_PREMIUM', addOns: ['Microsoft_365_Copilot'] },
  { upTo: 250, main: 'SPB', addOns: ['Microsoft_365_Copilot', 'POWER_BI_PRO'] },
  { upTo: Number.POSITIVE_INFINITY, main: 'SPE_E3', addOns: ['Microsoft_365_Copilot', 'POWER_BI_PRO', 'VISIOCLIENT'] },
];

/** A tenant of so many users; how many seats it bought, and how they are used, is drawn from its name. */
const usualTenant = (name: string, users: number, more: Partial<Omit<Tenant, 'name' | 'users'>> = {}): Tenant => {
  const seed = seedOf(`portfolio ${name}`);
  const share = (from: number, to: number, n: number): number => from + (to - from) * drawn(seed, n);
  const suite = SUITES.find(({ upTo }) => users <= upTo);
  const assigned = Math.ceil(users * share(0.75, 1, 0));
  const addOns = (suite?.addOns ?? []).flatMap((partNumber, at) => {
    const holders = Math.floor(assigned * share(-0.1, 0.4, 10 + at)); // some buy none
    return holders > 0 ? [plan(partNumber, Math.ceil(holders * share(1, 1.5, 20 + at)), holders, { addOn: true })] : [];
  });
  return tenantOf(name, {
    users,
    usage: share(0.45, 0.95, 1),
    plans: [plan(suite?.main ?? 'SPB', Math.ceil(assigned * share(1, 1.35, 2)), assigned), ...addOns],
    ...more,
  });
};

/** So many tenants, most of them small, and the largest of `largest` users. */
export const usualTenants = (count: number, { largest }: { readonly largest: number }): Tenant[] =>
  Array.from({ length: count }, (_, at) => {
    const users = at === 0 ? largest : Math.max(1, Math.round(largest ** drawn(seedOf('sizes of tenants'), at)));
    return usualTenant(`Customer ${String(at + 1).padStart(4, '0')}`, users);
  });

/** The twelve customers of the partner that `npm start -- --microsoft` shows. All companies are fictitious. */
export const SHOWN_TENANTS: readonly Tenant[] = [
  usualTenant('Blue Yonder Airlines', 640),
  usualTenant('Woodgrove Bank', 410),
  usualTenant('Trey Research', 160),
  usualTenant('Wide World Importers', 120),
  usualTenant('Litware', 85, { usage: 0.4 }),
  usualTenant('Lakeshore Retail', 60),
  usualTenant('VanArsdel', 45),
  usualTenant('The Phone Company', 24),
  usualTenant('School of Fine Art', 18),
  usualTenant('Southridge Video', 9),
  // What goes wrong where nobody looked: names are concealed, and nobody consented.
  usualTenant('Nod Publishers', 30, { concealed: true }),
  usualTenant('Wide Valley Farms', 14, { consented: null }),
];
