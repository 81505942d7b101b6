import type { ToldSubscription } from '../../licensing/subscription.ts';

/** One subscription, as a row of a partner's list tells of it. */
export interface SoldRow {
  readonly subscription: Omit<ToldSubscription, 'sku'>;
  /** The product, as the row names it. */
  readonly product: string;
  /** Whose subscription it is, as the row names the customer; empty where it does not. */
  readonly customer: string;
}

/** Reads the rows of a list whose header it has seen; one that no line break ends may be cut off. Throws FieldProblem. */
interface SoldReader {
  /** Whether the list has a column that names customers. */
  readonly namesCustomers: boolean;
  readonly readRow: (fields: readonly string[], terminated?: boolean) => SoldRow;
}

/** Makes a reader of the header's columns; throws FileRefused `wrong_file` when it is another file's header. */
export type OpenSold = (columns: readonly string[]) => SoldReader;
