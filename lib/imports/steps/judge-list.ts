import { heldOn } from '../../licensing/assignment.ts';
import { readAssignments } from '../../licensing/assignments-table.ts';
import { readCoverage } from '../../licensing/coverage-table.ts';
import { type Day, formatDay } from '../../time/day.ts';
import type { IdentityMode } from '../../values/identity-mode.ts';
import { addWarning, FileRefused } from '../formats/findings.ts';
import type { ReportTally } from '../formats/report-state.ts';
import { type Shrinkage, shrinksRefusal, shrinksTooMuch } from '../formats/shrinkage.ts';
import { applyToUser, HOLDS_NOTHING, type StatedUsers } from '../formats/stated-holdings.ts';
import type { ImportStep } from './import-step.ts';
import { asDecided, type Decides, decidesAllBut } from './list-scope.ts';

/** A list of all users' products that would be applied. */
interface OfferedList {
  readonly day: Day;
  readonly mode: IdentityMode;
  /** What it decides; all but the products of which their vendors' own lists tell, where left out. */
  readonly decides?: Decides;
  /** Reads what it states; asked only where something is stored that it could end. */
  readonly read: () => Promise<StatedUsers>;
}

/** What a list would leave of what is stored. */
interface Comparison extends Shrinkage {
  /** Users who hold something by what is stored, and how many of them the list names. */
  readonly holders: number;
  readonly named: number;
  /** Whether the list says of anybody that they hold a product of the catalogue. */
  readonly tellsHoldings: boolean;
}

/** How many items Microsoft Graph puts into a page of users: by default, and at most. */
const PAGE_SIZES = [100, 999];

/**
 * Throws FileRefused when a list of so many items would end more than a third of what the users hold, or anything while
 * it is just as long as a page, unless the import was told that it may. Of a list that was applied in part the rest is less still, so that asking again refuses nothing.
 */
export const requireNoGreatLoss = async (step: ImportStep, list: OfferedList, items: number): Promise<void> => {
  if (step.job.allowShrink) return;
  const comparison = await compare(step, list);
  if (!comparison) return;
  const { holders, named } = comparison;
  if (named < holders && comparison.ended > 0 && PAGE_SIZES.includes(items)) {
    addCounts(step, comparison);
    throw shrinksRefusal(
      comparison,
      'holdings',
      `names ${named} of ${holders} holders and has exactly ${items} items, as a first page has`,
    );
  }
  requireLittleLoss(step, comparison);
};

/** The same of a list of the holders of some products, whatever its length. */
export const requireNoGreatLossOf = async (step: ImportStep, list: OfferedList): Promise<void> => {
  const comparison = step.job.allowShrink ? undefined : await compare(step, list);
  if (comparison) requireLittleLoss(step, comparison);
};

/**
 * What may be taken of a report on all users: all of it, or its activity alone, of which it warns. That is so for Graph's
 * report of one day, which lists only who was active, and for a report that names no product at all.
 */
export const judgeReport = async (
  step: ImportStep,
  list: OfferedList,
  tally: ReportTally,
): Promise<'whole' | 'activity'> => {
  if (step.job.allowShrink) return 'whole';
  const comparison = await compare(step, list);
  const { holders = 0, named = 0 } = comparison ?? {};
  const namesNoProducts = tally.withProducts === 0 && tally.withoutProducts > 0;
  if (namesNoProducts && (tally.silent > 0 || holders > 0)) {
    await refuseToRename(step, list);
    addWarning(step.found, 'no_products', NO_PRODUCTS, tally.withoutProducts);
    return 'activity';
  }
  if (!comparison) return 'whole';
  const isOfOneDay = tally.onItsDay > 0 && tally.onOtherDays === 0;
  if (isOfOneDay && (holders - named) * 3 > holders && !(await isRenaming(step, list))) {
    addWarning(step.found, 'date_report', dateReport(list.day, comparison), holders - named);
    addCounts(step, comparison);
    return 'activity';
  }
  requireLittleLoss(step, comparison);
  return 'whole';
};

const NO_PRODUCTS =
  'The report names no product for anybody: who holds what is left as it was. Its activity was taken. Export it with the column "Assigned Products" filled; if nobody holds anything any more, import it with "allowShrink": true.';

const dateReport = (day: Day, { holders, named }: Comparison): string =>
  `The report names ${named} of ${holders} holders, all active on ${formatDay(day)}: it is Graph's report of that one day (date=…), which does not list who holds what. Its activity was taken; holdings are left as they were. Export it with a period (D7 to D180); if these are all users, import it with "allowShrink": true.`;

/** A list that names nothing but products of no catalogue ends nothing without a word. */
const requireLittleLoss = (step: ImportStep, comparison: Comparison): void => {
  const { ended, tellsHoldings } = comparison;
  const namesNothing = step.found.seatsNotCounted !== undefined && !tellsHoldings && ended > 0;
  if (!shrinksTooMuch(comparison) && !namesNothing) return;
  addCounts(step, comparison);
  const { holders, named } = comparison;
  throw shrinksRefusal(comparison, 'holdings', `names ${named} of ${holders} holders`);
};

const addCounts = ({ found }: ImportStep, { holders, named, stored, ended }: Comparison): void => {
  Object.assign(found.counts, {
    storedHolders: holders,
    namedHolders: named,
    storedHoldings: stored,
    keptHoldings: stored - ended,
  });
};

const isRenaming = async ({ licensing, job }: ImportStep, { mode }: OfferedList): Promise<boolean> => {
  const { identityMode } = await readCoverage(licensing, job.customerId);
  return identityMode !== undefined && identityMode !== mode;
};

/** Users cannot go by other names from a report on that tells nothing of what they hold: nothing would be known of it. */
const refuseToRename = async (step: ImportStep, list: OfferedList): Promise<void> => {
  if (await isRenaming(step, list))
    throw new FileRefused(
      'no_products',
      'The report names no product for anybody, so that it cannot start over with its names. Nothing was stored. Export it with the column "Assigned Products" filled.',
    );
};

/** `undefined` when nobody holds anything by what is stored. */
const compare = async (step: ImportStep, list: OfferedList): Promise<Comparison | undefined> => {
  const { licensing, job } = step;
  const { decides = decidesAllBut(await readCoverage(licensing, job.customerId), list.mode) } = list;
  let stated: StatedUsers | undefined;
  let [holders, named, stored, ended] = [0, 0, 0, 0];
  for await (const { userId, ...current } of readAssignments(licensing, job.customerId)) {
    const held = Object.entries(current.holdings).filter(([sku, history]) => decides(sku) && heldOn(history, list.day));
    if (held.length === 0) continue;
    stated ??= await list.read();
    holders += 1;
    stored += held.length;
    if (stated.users.has(userId)) named += 1;
    const says = stated.users.has(userId) ? stated.users.get(userId) : HOLDS_NOTHING;
    const after = says && applyToUser(current, asDecided(says, current, decides), list.day)?.holdings;
    if (after) ended += held.filter(([sku]) => !heldOn(after[sku] ?? [], list.day)).length;
  }
  if (!stated) return undefined;
  const tellsHoldings = [...stated.users.values()].some((one) => one && one.held.length > 0);
  if (!(await isRenaming(step, list))) return { holders, named, tellsHoldings, stored, ended };
  // No user can be found again under the other kind of name, so that numbers must do.
  const holding = [...stated.users.values()].filter((one) => one && one.held.length > 0);
  const held = holding.reduce((sum, one) => sum + (one?.held.length ?? 0), 0);
  return {
    holders,
    named: Math.min(holders, holding.length),
    tellsHoldings,
    stored,
    ended: Math.max(0, stored - held),
  };
};
