import type { Bill, Term } from './monthly-bill.ts';
import { PRICES_OF } from './prices.ts';
import { ASSUMED } from './unit-counts.ts';

/** Less than half a cent shows as nothing, and is left out. */
const SHOWN_DOLLARS = 0.005;

const money = (dollars: number): string => `$${dollars.toFixed(2)}`.padStart(12);
const count = (quantity: number): string =>
  quantity >= 1e6 ? `${(quantity / 1e6).toFixed(1)} M` : quantity.toLocaleString('en', { maximumFractionDigits: 1 });

/** The lines that show a bill to people, by service, the dearest first. */
export const billLines = ({ load, terms, dollars, advice }: Bill): string[] => {
  const byService = [...Map.groupBy(terms, ({ service }) => service)]
    .map(([service, ofIt]) => ({ service, ofIt, sum: ofIt.reduce((sum, one) => sum + one.dollars, 0) }))
    .sort((one, other) => other.sum - one.sum);
  const [largest] = terms;
  return [
    `A month of ${count(load.customers)} customers with ${count(load.users)} users, ${count(load.eventsPerUserDay)} events a user and day in batches of ${load.batch} from ${load.mixed} customers each`,
    '',
    ...byService.flatMap(({ service, ofIt, sum }) => [
      `${service.padEnd(34)}${money(sum)}`,
      ...ofIt.filter((one) => one.dollars >= SHOWN_DOLLARS).map(termLine),
    ]),
    `${'Total'.padEnd(34)}${money(dollars)}`,
    '',
    ...(largest ? [`Most of it: ${largest.service}, ${largest.what} (${share(largest, dollars)}). ${advice}`] : []),
    `Prices of ${PRICES_OF.region} as of ${PRICES_OF.asOf}. ${PRICES_OF.note} Cognito, certificates and data sent out are not in it.`,
    `Assumed: ${ASSUMED.workloadsPerUser} workloads a user, ${ASSUMED.customersPerPartner} customers a partner, ${ASSUMED.readsPerCustomer} look at each customer and ${ASSUMED.exportsPerPartner} mailed export a partner every day.`,
  ];
};

const termLine = ({ what, quantity, dollars }: Term): string =>
  `  ${what.padEnd(26)}${count(quantity).padStart(12)}${money(dollars)}`;

const share = (term: Term, whole: number): string => `${Math.round((100 * term.dollars) / whole)} %`;
