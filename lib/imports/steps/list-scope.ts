import type { UserAssignments } from '../../licensing/assignment.ts';
import type { Coverage } from '../../licensing/coverage.ts';
import type { IdentityMode } from '../../values/identity-mode.ts';
import type { StatedHoldings } from '../formats/stated-holdings.ts';

/** Whether a list tells of a product who holds it: what it does not decide stays as it is. */
export type Decides = (sku: string) => boolean;

/**
 * What a list of all users' products decides: all but the products of which their vendors' own lists tell. A list by which
 * users go by other names from now on (`mode`) begins anew, and decides all.
 */
export const decidesAllBut = ({ productLists = {}, identityMode }: Coverage, mode: IdentityMode): Decides => {
  const isRenaming = identityMode !== undefined && identityMode !== mode;
  return (sku) => isRenaming || !Object.hasOwn(productLists, sku);
};

/** What a list says of a user, as far as it decides on what the user holds. */
export const asDecided = (stated: StatedHoldings, { holdings }: UserAssignments, decides: Decides): StatedHoldings => {
  const left = Object.keys(holdings).filter((sku) => !decides(sku));
  return left.length === 0 ? stated : { ...stated, undecided: [...stated.undecided, ...left] };
};
