import { bundledServicePlans } from '../../catalogue/service-plans.ts';
import { endTurn, TURN_SECONDS, takeTurn } from '../../licensing/assignment-list-table.ts';
import { advanceCoverage, readCoverage } from '../../licensing/coverage-table.ts';
import { formatDay, parseDay } from '../../time/day.ts';
import { olderThanStored } from '../formats/findings.ts';
import { KINDS_BY_NAME, type KindOf } from '../formats/kinds/kinds.ts';
import type { ParsedUsers } from '../formats/readers/graph-users.ts';
import { judgeItems } from '../formats/readers/json-items.ts';
import { READERS } from '../formats/readers/readers.ts';
import type { StatedHoldings, StatedUsers } from '../formats/stated-holdings.ts';
import { domainsOf } from '../formats/tenant-signs.ts';
import { tellUnnamed, unnamedOfUsers } from '../formats/unnamed.ts';
import { fileDay } from '../job/import-job.ts';
import { applyStatements, beginOfAll } from './apply-statements.ts';
import { type ImportStep, keepingOf, type StepOutcome } from './import-step.ts';
import { requireNoGreatLoss } from './judge-list.ts';
import { decidesAllBut } from './list-scope.ts';
import { readItems } from './read-document.ts';
import { requireSameMode } from './same-mode.ts';
import { requireSameTenant } from './same-tenant.ts';
import { whatIsNotCounted } from './what-is-not-counted.ts';

/** The document is read anew by every step, which then writes what is left: how much that is, is not known before. */
const paused = (delaySeconds = 0): StepOutcome => ({ kind: 'paused', progress: 0.5, delaySeconds });

/**
 * A step of the import of all users' licences: reads and checks the whole document, item by item, then stores what is
 * new, as far as time allows; the next step does the same and finds that stored. Throws FileRefused.
 */
export const runUsers = async (step: ImportStep, { kind }: KindOf<'userList'>): Promise<StepOutcome> => {
  const { licensing, job } = step;
  const day = fileDay(job);
  const { stated, mode, found } = await readUsers(step, kind);
  Object.assign(step.found, found);
  tellUnnamed(step.found, unnamedOfUsers(stated.users.values()));

  const turn = await takeTurn(licensing, job.customerId, { ...job, day }, step.now);
  if (turn.kind === 'busy') return paused(TURN_SECONDS);
  if (turn.kind === 'older') throw olderThanStored(day, turn.newerDay);
  await requireSameMode(step, mode);
  await requireSameTenant(step, { domains: domainsOf(stated.users.keys()), tenantIds: new Set() });
  await requireNoGreatLoss(step, { day: parseDay(day), mode, read: async () => stated }, found.rows);
  if (!turn.firstList) forgetBeginnings(stated);
  const applied = await applyStatements(step, stated, {
    day: parseDay(day),
    decides: decidesAllBut(await readCoverage(licensing, job.customerId), mode),
    begin: beginOfAll(step),
  });
  if (!applied) return paused();

  await step.requireCurrent();
  const said = {
    assignments: { from: turn.firstList ? knownFrom(stated, day) : day, through: day },
    assignmentList: { day, undecided: applied.undecided, notCounted: whatIsNotCounted(step, day) },
    identityMode: mode,
  };
  await advanceCoverage(licensing, job.customerId, said, keepingOf(step));
  const ended = await endTurn(licensing, job.customerId, job.importId, { ...job, day });
  return ended ? { kind: 'complete', replaced: applied.replaced } : paused(TURN_SECONDS);
};

const readUsers = async (step: ImportStep, kind: KindOf<'userList'>['kind']): Promise<ParsedUsers> => {
  const users = READERS[kind]({ catalogue: step.catalogue, servicePlans: bundledServicePlans, names: step.names });
  const answer = judgeItems(KINDS_BY_NAME[kind], users.add);
  answer.end(await readItems(step, answer.add));
  return users.end();
};

/**
 * From which day on a first list tells who holds what. One that says of everything that is held since when tells of the day
 * before it too, whose figures are then the customer's first: but for who lost something on the very day of the list.
 */
const knownFrom = ({ users }: StatedUsers, day: string): string => {
  const shared = new Set(users.values());
  const tellsSince = [...shared].every((one) => one?.held.every((sku) => one.sinceOf?.has(sku)) ?? false);
  return tellsSince ? formatDay(parseDay(day) - 1) : day;
};

/** Only a customer's first list is taken to know what was before it. */
const forgetBeginnings = ({ users }: StatedUsers): void => {
  const forgotten = new Map<StatedHoldings, StatedHoldings>(); // many users share one
  for (const [userId, stated] of users) {
    if (!stated) continue;
    const without = forgotten.get(stated) ?? { ...stated, sinceOf: undefined };
    forgotten.set(stated, without);
    users.set(userId, without);
  }
};
