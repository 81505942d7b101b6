import { bundledCatalogue } from '../../lib/catalogue/bundled-catalogue.ts';
import { formatDay } from '../../lib/time/day.ts';

/** The messages of a daily run over `customers` customers as of a day (a number, as text). */
export const messages = (customers: string, asOf: string): unknown[] =>
  Array.from({ length: Number(customers) }, (_, at) => ({
    customerId: `customer-${String(at).padStart(6, '0')}`,
    asOf: formatDay(Number(asOf)),
    catalogVersion: bundledCatalogue.version,
    daily: true,
    requestedAt: new Date(Date.now() - 60_000).toISOString(),
  }));
