import * as z from 'zod';
import { type ProductOfId, productOfId } from '../../../catalogue/names/product-of-id.ts';
import type { Catalogue } from '../../../catalogue/product.ts';
import { type ServicePlans, withheldWorkloads } from '../../../catalogue/withheld-workloads.ts';
import { type IdentityMode, identityModeOf } from '../../../values/identity-mode.ts';
import { requireUsableReport } from '../check-report.ts';
import { addError, addWarning, count, FileRefused, type Findings, noFindings, refuseWith } from '../findings.ts';
import { graphUsers } from '../kinds/graph-users.ts';
import { FieldProblem, readUserId } from '../report-fields.ts';
import { modeOf } from '../report-state.ts';
import type { StatedUsers } from '../stated-holdings.ts';
import { type StatedHoldings, unite } from '../stated-holdings.ts';
import { type HeldLicence, heldLicences, userLicences } from '../user-licences.ts';
import { explainItem } from './explain-item.ts';
import { itemsOf } from './json-items.ts';

/*
 * Microsoft Graph, `GET /v1.0/users` with the licences in `$select`: every user of the tenant, guests and blocked ones
 * too, as their licences cost as much. Users go by their user principal name, as in the usage reports.
 */
const named = z.object({ userPrincipalName: z.string().nullish(), deletedDateTime: z.string().nullish() });

/** What tells products and their workloads. */
export interface LicenceKnowledge {
  readonly catalogue: Pick<Catalogue, 'products'>;
  readonly servicePlans: ServicePlans;
}

/** What the file says of all users' licences. */
export interface ParsedUsers {
  readonly stated: StatedUsers;
  /** How most users are named; only those are stated. */
  readonly mode: IdentityMode;
  readonly found: Findings;
}

/**
 * Reads the whole answer, or its bare list. Of a user whose item is not understood nothing is stated, which is an error
 * among the findings. Users without a name are counted and left out, products that are unknown left out with a warning.
 * Throws FileRefused: `wrong_file`, `incomplete`, `empty_file`, `no_users`, `too_many_errors`.
 */
export const parseUsers = (document: unknown, { catalogue, servicePlans }: LicenceKnowledge): ParsedUsers => {
  const found = noFindings();
  const knowledge = { find: productOfId(catalogue), servicePlans };
  const modes = { readable: 0, concealed: 0 };
  const users = itemsOf(document, graphUsers).flatMap((item, at) => {
    found.rows += 1;
    const userId = readName(item, at, found);
    if (userId === undefined) return [];
    modes[identityModeOf(userId)] += 1;
    return [{ userId, item, at }];
  });
  if (users.length === 0 && found.errorCount === 0)
    refuseWith(found, () => {
      throw withoutNames();
    });
  const mode = modeOf({ modes });
  const stated: StatedUsers = { users: new Map(), repeated: 0 };
  for (const { userId, item, at } of users) {
    if (identityModeOf(userId) !== mode) continue;
    const before = stated.users.get(userId);
    const repeated = stated.users.has(userId);
    if (repeated) stated.repeated += 1;
    const here = readLicences(item, at, knowledge, found);
    const isKnown = here && !(repeated && before === undefined);
    stated.users.set(userId, isKnown ? (before ? unite(before, here) : here) : undefined);
  }
  refuseWith(found, () => requireUsableReport({ modes }, found));
  return { stated, mode, found };
};

/** The user's name in lower case; `undefined` when there is none or it cannot be taken. */
const readName = (item: unknown, at: number, found: Findings): string | undefined => {
  try {
    const name = named.parse(item).userPrincipalName;
    const userId = name?.trim() ? readUserId(name, 'userPrincipalName') : undefined;
    if (userId === undefined) count(found, 'unknownUsers');
    return userId;
  } catch (error) {
    if (error instanceof z.ZodError) addError(found, null, 'bad_item', explainItem(`value[${at}]`, item, error));
    else if (error instanceof FieldProblem) addError(found, null, error.code, `value[${at}]: ${error.message}`);
    else throw error;
    return undefined;
  }
};

const withoutNames = (): FileRefused =>
  new FileRefused(
    'no_users',
    `No item has a userPrincipalName, by which users are known. Save the answer of ${graphUsers.signs.call}.`,
  );

const NOTHING_HELD: StatedHoldings = { held: [], undecided: [], sinceOf: new Map(), withheld: new Map() };

/** What tells a licence's product and its workloads. */
interface KnownLicences extends Pick<LicenceKnowledge, 'servicePlans'> {
  readonly find: ProductOfId;
}

const readLicences = (
  item: unknown,
  at: number,
  knowledge: KnownLicences,
  found: Findings,
): StatedHoldings | undefined => {
  const licences = userLicences.safeParse(item);
  if (!licences.success) {
    addError(found, null, 'bad_item', explainItem(`value[${at}]`, item, licences.error));
    return undefined;
  }
  if (named.parse(item).deletedDateTime) {
    count(found, 'deletedUsers');
    return NOTHING_HELD;
  }
  return heldLicences(licences.data)
    .map((licence) => stateOf(licence, knowledge, found))
    .reduce(unite, NOTHING_HELD);
};

/** What one licence says of a user, who may hold several that the operator takes for one product. */
const stateOf = (
  { sku: id, disabledPlans, since }: HeldLicence,
  { find, servicePlans }: KnownLicences,
  found: Findings,
): StatedHoldings => {
  const product = find(id);
  if (!product) {
    addWarning(found, 'unknown_product', `${id} is not in the catalogue: who holds it is left out.`);
    return { ...NOTHING_HELD, unnamed: [id] };
  }
  const workloads = withheldWorkloads(servicePlans, id, disabledPlans).filter((one) => product.workloads.includes(one));
  count(found, 'withheldWorkloads', workloads.length);
  return {
    held: [product.sku],
    undecided: [],
    sinceOf: new Map(since === undefined ? [] : [[product.sku, since]]),
    withheld: new Map(workloads.length > 0 ? [[product.sku, workloads]] : []),
  };
};
