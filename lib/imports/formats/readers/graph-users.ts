import * as z from 'zod';
import { type ProductOfId, productOfId } from '../../../catalogue/names/product-of-id.ts';
import type { Catalogue } from '../../../catalogue/product.ts';
import { type ServicePlans, withheldWorkloads } from '../../../catalogue/withheld-workloads.ts';
import { type IdentityMode, identityModeOf } from '../../../values/identity-mode.ts';
import type { UserNames } from '../../../values/user-names.ts';
import { giveUpHopeless, requireUsableReport } from '../check-report.ts';
import {
  addError,
  addWarning,
  count,
  FileRefused,
  type Findings,
  joined,
  noFindings,
  refuseWith,
} from '../findings.ts';
import { graphUsers } from '../kinds/graph-users.ts';
import { plainItem } from '../plain-items.ts';
import { FieldProblem, readUserId } from '../report-fields.ts';
import { modeOf, namedRows } from '../report-state.ts';
import { type StatedHoldings, type StatedUsers, unite } from '../stated-holdings.ts';
import { collectStatements, requireUsers } from '../stated-users.ts';
import { type HeldLicence, heldLicences, userLicences } from '../user-licences.ts';
import { explainItem } from './explain-item.ts';

/*
 * Microsoft Graph, `GET /v1.0/users` with the licences in `$select`: every user of the tenant, guests and blocked ones
 * too, as their licences cost as much. Users go by their user principal name, as in the usage reports.
 */
const named = z.object({ userPrincipalName: z.string().nullish(), deletedDateTime: z.string().nullish() });

/** What tells products and their workloads, and how users are named. */
export interface LicenceKnowledge {
  readonly names: UserNames;
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

/** Takes the users of an answer one by one, and at the end tells what they come to. */
export interface UserCollector {
  readonly add: (item: unknown, at: number) => void;
  /** Throws FileRefused: `no_users`, `too_many_errors`. */
  readonly end: () => ParsedUsers;
}

/**
 * Collects what the answer says of its users. Of a user whose item is not understood nothing is stated, which is an error
 * among the findings. Users without a name are counted and left out, products that are unknown left out with a warning.
 * Which way users are named is known at the end alone: until then, those of each way are collected apart.
 */
export const collectUsers = ({ catalogue, servicePlans, names }: LicenceKnowledge): UserCollector => {
  const found = noFindings();
  const knowledge = { find: productOfId(catalogue), servicePlans };
  const sides = {
    readable: { rows: 0, found: noFindings(), statements: collectStatements() },
    concealed: { rows: 0, found: noFindings(), statements: collectStatements() },
    pseudonymous: { rows: 0, found: noFindings(), statements: collectStatements() },
  };
  const add = (raw: unknown, at: number): void => {
    const item = plainItem(raw);
    found.rows += 1;
    requireUsers(found.rows);
    const name = readName(item, at, found);
    giveUpHopeless(found, () => found);
    if (name === undefined) return;
    const userId = names.of(name);
    const side = sides[identityModeOf(userId)];
    side.rows += 1;
    side.statements.add(userId, readLicences(item, at, knowledge, side.found));
    giveUpHopeless({ ...side.found, rows: found.rows }, () => joined(found, side.found));
  };
  const end = (): ParsedUsers => {
    const modes = {
      readable: sides.readable.rows,
      concealed: sides.concealed.rows,
      pseudonymous: sides.pseudonymous.rows,
    };
    if (namedRows({ modes }) === 0 && found.errorCount === 0)
      refuseWith(found, () => {
        throw withoutNames();
      });
    const mode = modeOf({ modes });
    const all = joined(found, sides[mode].found);
    refuseWith(all, () => requireUsableReport({ modes }, all));
    return { stated: sides[mode].statements.stated, mode, found: all };
  };
  return { add, end };
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
