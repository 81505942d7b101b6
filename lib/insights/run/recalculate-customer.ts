import { dateAssignments } from '../../licensing/assignments-table.ts';
import type { Table } from '../../storage/table.ts';
import type { Day } from '../../time/day.ts';
import { formatDay } from '../../time/day.ts';
import { COUNTING_VERSION, type Definitions } from '../count/definitions.ts';
import type { Snapshot } from '../count/snapshot.ts';
import { type Computability, computabilityOf } from './as-of.ts';
import { recalculate } from './recalculation.ts';
import { forgetRunning, readRunning, storeRunning } from './running-table.ts';
import { readSnapshot, storeSnapshot } from './snapshot-table.ts';

/** What a message asks for. */
export interface WantedSnapshot {
  readonly customerId: string;
  readonly day: Day;
  /** The snapshot has to begin after this instant (ISO), where that is known. */
  readonly requestedAt: string | undefined;
  /** Whether the daily run asks, and nobody by hand. */
  readonly daily: boolean;
  /** The recalculation that is to go on. */
  readonly continues: Continuation | undefined;
}

/** A recalculation that goes on, by the beginning of its first step (ISO instant), after so many steps. */
interface Continuation {
  readonly startedAt: string;
  readonly step: number;
}

/** What came of a message. */
export type Outcome =
  /** There is a snapshot that answers it, or another recalculation under way that will. */
  | 'answered'
  | 'stored'
  /** A snapshot that began later was stored meanwhile. */
  | 'unstored'
  /** It is to go on, by a message of its own. */
  | Continuation;

/**
 * Computes and stores the snapshot, or the part of it that there is time for, unless there is one that answers: of many
 * messages for one customer the first that is worked on answers those that were sent before. Any message may come twice: of a
 * step that is done twice, one outcome is kept.
 */
export const recalculateIfNeeded = async (
  stores: { readonly activity: Table; readonly licensing: Table; readonly insights: Table },
  wanted: WantedSnapshot,
  definitions: Definitions,
  { clock, timeIsUp }: { readonly clock: () => Date; readonly timeIsUp: () => boolean },
): Promise<Outcome> => {
  const { customerId, day, daily, continues } = wanted;
  const { insights, licensing } = stores;
  const standing = (): Computability => computabilityOf(day, clock(), definitions.reportingLagDays);
  const known = await readSnapshot(insights, customerId, formatDay(day));
  if (known && (standing() !== 'current' || answers(known, wanted, definitions))) return 'answered';
  const running = continues && (await readRunning(insights, customerId, day));
  if (running && continues) {
    const isLater = running.startedAt > continues.startedAt || running.step > continues.step + 1;
    if (isLater) return 'answered';
    // This step is done: whoever did it may have been killed before it sent what follows.
    if (running.step === continues.step + 1) return { ...continues, step: running.step };
  }
  const step = { now: clock, timeIsUp, consistent: !daily };
  const isCurrent =
    running?.catalogVersion === definitions.catalogue.version && running.countingVersion === COUNTING_VERSION;
  const reached = await recalculate(stores, customerId, day, definitions, step, isCurrent ? running : undefined);
  if ('step' in reached) {
    const isKept = await storeRunning(insights, customerId, day, reached);
    return isKept ? { startedAt: reached.startedAt, step: reached.step } : 'answered';
  }
  const { snapshot, undated } = reached;
  // First, as a snapshot that is stored answers the message: killed in between, this would be left undone.
  await dateAssignments(licensing, customerId, undated);
  const isStored = await storeSnapshot(insights, snapshot, { replace: standing() === 'current' });
  if (running) await forgetRunning(insights, customerId, day);
  return isStored ? 'stored' : 'unstored';
};

/**
 * How long after a write an eventual read may miss it, as far as is known, with room to spare (DynamoDB: "usually within one
 * second or less"). A snapshot of the daily run that began sooner after somebody asked by hand is no answer.
 */
const SETTLED_MILLISECONDS = 10_000;

const answers = (
  known: Snapshot,
  { requestedAt, daily, continues }: WantedSnapshot,
  { catalogue }: Definitions,
): boolean => {
  if (known.catalogVersion !== catalogue.version) return false;
  if (continues) return known.startedAt >= continues.startedAt;
  if (requestedAt === undefined) return false;
  return Date.parse(known.startedAt) > Date.parse(requestedAt) + (daily ? 0 : SETTLED_MILLISECONDS);
};
