import pMap from 'p-map';
import { productNames } from '../../catalogue/names/product-names.ts';
import { findProduct } from '../../catalogue/product.ts';
import type { SubscriptionLists, ToldSubscription } from '../../licensing/subscription.ts';
import { readSubscriptions } from '../../licensing/subscriptions-table.ts';
import { addError, addWarning, type Findings, noFindings } from '../formats/findings.ts';
import { type OfferKnowledge, productOf } from '../formats/products/offered-product.ts';
import type { SoldRow } from '../formats/sold-row.ts';
import { addUnnamed, tellUnnamed, type Unnamed } from '../formats/unnamed.ts';
import type { PortfolioStep } from './import-step.ts';
import { readKnowledge } from './own-list.ts';
import type { Line } from './read-lines.ts';

/** Customers looked up at once. */
const AT_ONCE = 20;

/** What a partner's file says of one customer. */
export interface CustomerList {
  readonly customerId: string;
  /** The lists of all sellers as they are stored. */
  readonly stored: SubscriptionLists;
  readonly subscriptions: readonly ToldSubscription[];
  /** Findings of nothing but what of this customer's rows could not be named. */
  readonly unnamedFound: Findings;
}

/**
 * The lists that a file makes of customers. Products are known by id or part number, or by name where that is one product's;
 * those that are not are left out with a warning, and their names told in `unnamed`. An id that a customer has twice is an
 * error of its line.
 */
export const listsOfCustomers = async (
  step: PortfolioStep,
  rows: ReadonlyMap<string, readonly Line<SoldRow>[]>,
  unnamed: Unnamed,
): Promise<CustomerList[]> => {
  const { licensing, job } = step;
  const needsName = ({ row }: Line<SoldRow>) => findProduct(step.catalogue, row.product) === undefined;
  // Names are looked up only where a product is not told by its id or part number: their index takes a while.
  const names = [...rows.values()].some((lines) => lines.some(needsName)) ? productNames(step.catalogue) : undefined;
  const known = await pMap(
    rows,
    async ([customerId, lines]) => ({
      customerId,
      lines,
      stored: await readSubscriptions(licensing, customerId),
      knowledge:
        names && lines.some(needsName) ? await readKnowledge(step, customerId, job.portfolio, names) : undefined,
    }),
    { concurrency: AT_ONCE },
  );
  return known.map(({ customerId, lines, stored, knowledge }) => {
    const own: Unnamed = new Map();
    const subscriptions = subscriptionsOf(step, lines, knowledge, own);
    const unnamedFound = noFindings();
    tellUnnamed(unnamedFound, own);
    for (const one of own.values()) addUnnamed(unnamed, one);
    return { customerId, stored, subscriptions, unnamedFound };
  });
};

const subscriptionsOf = (
  { catalogue, found }: PortfolioStep,
  lines: readonly Line<SoldRow>[],
  knowledge: OfferKnowledge | undefined,
  unnamed: Unnamed,
): ToldSubscription[] => {
  const firstLines = new Map<string, number>();
  return lines.flatMap(({ line, row: { subscription, product } }) => {
    const { id, quantity, state } = subscription;
    const first = firstLines.get(id);
    if (first !== undefined) {
      addError(found, line, 'duplicate_subscription', `"${id}" is already on line ${first}.`);
      return [];
    }
    firstLines.set(id, line);
    const offer = { id, offerName: product, quantity, isActive: state === 'active' };
    const named = () => knowledge && productOf(offer, knowledge, found, unnamed);
    const sku = findProduct(catalogue, product)?.sku ?? named();
    return sku === undefined ? [] : [{ ...subscription, sku }];
  });
};

/** Warns, in place, of a file of which nothing could be named. */
export const warnOfNothingNamed = (found: Findings, lists: readonly CustomerList[]): void => {
  if (lists.some(({ subscriptions }) => subscriptions.length > 0)) return;
  addWarning(
    found,
    'no_known_products',
    'No subscription, of which there are as many as counted here, could be named: nothing of the file is in any figure.',
    found.rows,
  );
};
