import type { Customer } from '../customers/customer.ts';
import { Problem } from '../problem/problem.ts';
import type { BeforeChange } from '../storage/revision.ts';
import { linksOf, type WantedLink } from './customer-links.ts';
import { type CustomerContext, relinkCustomer } from './relink-customer.ts';

/** What a customer is to be. */
export interface CustomerProfile {
  readonly name: string;
  readonly domain?: string | undefined;
  readonly externalIds?: Readonly<Record<string, string>> | undefined;
  readonly partners: readonly WantedLink[];
}

/** What putting customers needs besides the customer. */
export interface PutCustomerContext extends CustomerContext {
  /** The UTC day, `YYYY-MM-DD`. */
  readonly today: string;
}

/**
 * Creates or replaces a customer by the profile that is made of the stored one, anew where somebody else changes it
 * meanwhile, and has the portfolios published that show it otherwise now; `beforeChange` is waited for before anything is written. Throws a 409 problem while what was known under its id is being erased, and ContendedError.
 */
export const putCustomer = async (
  { today, ...context }: PutCustomerContext,
  customerId: string,
  makeProfile: (stored: Customer | undefined) => CustomerProfile,
  beforeChange?: BeforeChange<Customer>,
): Promise<Customer> =>
  relinkCustomer(
    context,
    customerId,
    (stored): Customer => {
      if (stored?.erasing !== undefined) throw beingErased(customerId);
      const { name, domain, externalIds, partners } = makeProfile(stored);
      return {
        customerId,
        name,
        ...(domain === undefined ? {} : { domain }),
        ...(externalIds === undefined ? {} : { externalIds: { ...externalIds } }),
        partners: linksOf(stored?.partners ?? {}, partners, today),
      };
    },
    beforeChange,
  );

const beingErased = (customerId: string): Problem =>
  new Problem(
    409,
    'customer_being_erased',
    `What was known of a customer "${customerId}" is being erased, which takes up to two hours. Take another id, or try again then.`,
  );
