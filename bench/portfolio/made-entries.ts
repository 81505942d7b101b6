import type { IndexEntry } from '../../lib/portfolio/generation/generation.ts';

const PRODUCTS = Array.from({ length: 40 }, (_, at) => `product-${at}`);
const WORKLOADS = ['exchange', 'sharepoint', 'teams', 'yammer', 'officeapps', 'onedrive', 'skypeforbusiness'];
const RULES = ['low-usage', 'idle-seats', 'low-deployment', 'ready-to-grow'] as const;
const PRODUCTS_EACH = 6;

/** The names of the products that made customers hold, by id. */
export const PRODUCT_NAMES = Object.fromEntries(PRODUCTS.map((sku) => [sku, `Product ${sku}`]));

/** Made customers of a portfolio: each holds six of forty products, uses seven workloads, and is given four recommendations. */
export function* madeEntries(customers: number): Generator<IndexEntry> {
  for (let at = 0; at < customers; at += 1) yield entryOf(at);
}

const entryOf = (at: number): IndexEntry => {
  const sold = 10 + ((at * 7919) % 500);
  const assigned = Math.floor((sold * ((at * 31) % 120)) / 100);
  const active = Math.floor(assigned * 0.7);
  const recommended = (place: number) => ({ severity: 'medium' as const, atStake: (at * (place + 3)) % 97 });
  return {
    customerId: `customer-${at}`,
    name: `Customer ${(at * 7919) % 100_003}`,
    domain: `customer-${at}.example`,
    asOf: '2026-03-09',
    sold,
    assigned,
    unassigned: Math.max(0, sold - assigned),
    assignedBeyondSold: Math.max(0, assigned - sold),
    neverAssigned: at % 5,
    idle: assigned - active,
    deploymentPercent: Math.round((1000 * assigned) / sold) / 10,
    activePeople: active,
    activeEntitlements: active,
    qualified: sold,
    usagePercent: Math.round((1000 * active) / sold) / 10,
    stale: at % 50 === 0,
    heardDays: 28,
    recommendations: RULES.map((id, place) => ({
      id,
      ...recommended(place),
      precedence: 2,
      about: WORKLOADS[place] ?? '',
      rows: [0, 1].map((row) => ({ ...recommended(row), about: WORKLOADS[row] ?? '' })),
    })),
    atStake: at % 97,
    products: Array.from({ length: PRODUCTS_EACH }, (_, one) => ({
      sku: PRODUCTS[(at + one * 13) % PRODUCTS.length] ?? '',
      family: one < 4 ? 'office365' : 'dynamics365',
      sold,
      assigned,
      active,
    })),
    workloads: WORKLOADS.map((workload) => ({ family: 'office365', workload, qualified: sold, active })),
    families: [{ family: 'office365', people: active }],
  };
};
