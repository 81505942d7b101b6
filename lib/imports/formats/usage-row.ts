import type { ProductUsage } from '../../licensing/posted/reported-usage.ts';

/** Counts of seats; `null` where the report leaves one out. */
export type Seats = Omit<ProductUsage, 'sku'>;

/** One subscription's product in one month, as a row of a usage report tells of it. */
export interface UsageRow {
  /** The customer's tenant, trimmed and in lower case. */
  readonly tenantId: string;
  readonly subscriptionId: string;
  /** `YYYY-MM`. */
  readonly month: string;
  /** The product by its id, and by its name; one of the two may be empty. */
  readonly productId: string;
  readonly productName: string;
  readonly free: boolean;
  /** Whether the report itself calls the row a repetition of another one. */
  readonly duplicate: boolean;
  readonly seats: Seats;
}

/** What is wrong with a row; whose and which month's it is, where that could be read all the same. */
interface BadUsageRow {
  readonly code: string;
  readonly message: string;
  readonly tenantId: string | undefined;
  readonly month: string | undefined;
}

export type UsageReading = { readonly row: UsageRow } | { readonly bad: BadUsageRow };

/** Reads the rows of a usage report, whose header it has seen; one that no line break ends may be cut off. */
export type ReadUsageRow = (fields: readonly string[], terminated?: boolean) => UsageReading;

/** Makes a reader of the header's columns; throws FileRefused when it is another file's header. */
export type OpenUsage = (columns: readonly string[]) => ReadUsageRow;
