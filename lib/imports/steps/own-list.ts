import { type ProductNames, productNames } from '../../catalogue/names/product-names.ts';
import { readSeatTotals } from '../../licensing/seat-totals-table.ts';
import type { SubscriptionLists } from '../../licensing/subscription.ts';
import { readSubscriptions } from '../../licensing/subscriptions-table.ts';
import { Problem } from '../../problem/problem.ts';
import { FileRefused } from '../formats/findings.ts';
import type { OfferKnowledge } from '../formats/products/offered-product.ts';
import { soldNamesakes } from '../formats/products/product-choice.ts';
import type { PortfolioStep } from './import-step.ts';

/**
 * What tells which products a seller's list names, of one customer. The seller's own list tells products by the ids of its
 * subscriptions alone, so that replacing it changes no answer.
 */
export const readKnowledge = async (
  { licensing, catalogue }: Pick<PortfolioStep, 'licensing' | 'catalogue'>,
  customerId: string,
  seller: string,
  names: ProductNames = productNames(catalogue),
): Promise<OfferKnowledge> => {
  const { lists } = await readSubscriptions(licensing, customerId);
  const { [seller]: own, ...others } = lists;
  const totals = await readSeatTotals(licensing, customerId);
  return {
    names,
    sold: new Set(soldNamesakes(names, { lists: others }, totals)),
    before: new Map(own?.subscriptions.map(({ id, sku }) => [id, sku])),
  };
};

/** The lists as `replace` makes them. Throws FileRefused where there is no room for them. */
export const replaceOrRefuse = (replace: () => SubscriptionLists): SubscriptionLists => {
  try {
    return replace();
  } catch (error) {
    throw error instanceof Problem ? new FileRefused(error.code, error.message) : error;
  }
};
