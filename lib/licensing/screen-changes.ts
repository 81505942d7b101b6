import { type Catalogue, findProduct, type Product } from '../catalogue/product.ts';
import { type Day, formatDay, parseDay } from '../time/day.ts';
import { type IdentityMode, identityModeOf, NAMES_TO_SEND, prevailingMode } from '../values/identity-mode.ts';
import { quote, type Read } from '../values/leniently.ts';
import type { StoredUserId, UserNames } from '../values/user-names.ts';
import type { HoldingChange } from './assignment.ts';
import type { AssignmentChange, AssignmentRejection } from './assignment-change.ts';

/** A good change, and its place in the request's list. */
interface GoodChange extends HoldingChange {
  readonly index: number;
  readonly userId: StoredUserId;
}

/** One user's good changes. */
export interface UserChangesAt {
  readonly userId: StoredUserId;
  readonly changes: readonly GoodChange[];
}

/** A request's changes, screened. */
export interface ScreenedChanges {
  readonly users: readonly UserChangesAt[];
  readonly rejected: readonly AssignmentRejection[];
  /** How the customer's users go by from now on; unknown while there is no good change. */
  readonly identityMode: IdentityMode | undefined;
}

type Reason = Pick<AssignmentRejection, 'code' | 'message'>;

/**
 * Tells the good changes from the bad, each judged by itself. `knownMode` is how the customer's users are known to go
 * by; where nobody knows yet, most users of this request decide. Users are named as the stage stores them.
 */
export const screenChanges = (
  entries: readonly Read<AssignmentChange>[],
  {
    catalogue,
    today,
    knownMode,
    names,
  }: { catalogue: Catalogue; today: Day; knownMode: IdentityMode | undefined; names: UserNames },
): ScreenedChanges => {
  const rejected: AssignmentRejection[] = [];
  const productNamed = rememberProducts(catalogue);
  const plausible = entries.flatMap((entry, index): GoodChange[] => {
    const judged = judge(entry, { productNamed, today, names });
    if ('code' in judged) rejected.push({ index, ...judged });
    return 'code' in judged ? [] : [{ index, ...judged }];
  });
  const identityMode =
    knownMode ?? (plausible.length > 0 ? prevailingMode(plausible.map(({ userId }) => userId)) : undefined);
  const good = plausible.filter(({ index, userId }) => {
    const own = identityModeOf(userId);
    if (identityMode === undefined || own === identityMode) return true;
    rejected.push({ index, ...otherMode(own, identityMode) });
    return false;
  });
  const users = [...Map.groupBy(good, ({ userId }) => userId)].map(([userId, changes]) => ({ userId, changes }));
  return { users, rejected, identityMode };
};

/** Looks each name up once: thousands of changes name few products. */
const rememberProducts = (catalogue: Catalogue): ((sku: string) => Product | undefined) => {
  const known = new Map<string, Product | undefined>();
  return (sku) => {
    if (!known.has(sku)) known.set(sku, findProduct(catalogue, sku));
    return known.get(sku);
  };
};

const judge = (
  entry: Read<AssignmentChange>,
  { productNamed, today, names }: { productNamed: (sku: string) => Product | undefined; today: Day; names: UserNames },
): Omit<GoodChange, 'index'> | Reason => {
  if ('complaint' in entry) return { code: 'invalid_change', message: `${entry.complaint}.` };
  const { sku, change, on } = entry.value;
  const product = productNamed(sku);
  if (!product)
    return {
      code: 'unknown_sku',
      message: `There is no product ${quote(sku)}. Name it by its id or its part number.`,
    };
  if (parseDay(on) > today)
    return {
      code: 'in_future',
      message: `${on} has not come yet: here it is ${formatDay(today)} (UTC). Send a change on its day or later.`,
    };
  return { userId: names.of(entry.value.userId), sku: product.sku, on: parseDay(on), assigned: change === 'assigned' };
};

const otherMode = (own: IdentityMode, mode: IdentityMode): Reason => ({
  code: 'identity_mode_changed',
  message: `The user id looks ${own}, but this customer's users are stored by ${mode} names, and the two cannot be joined. Send ${NAMES_TO_SEND[mode]}.`,
});
