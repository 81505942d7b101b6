import type { ShownCustomerSource } from '../../../lib/sources/managing/shown-source.ts';

/** A customer's source, and what the customer is called. */
export interface ListedSource {
  readonly source: ShownCustomerSource;
  readonly customerName: string | undefined;
}
