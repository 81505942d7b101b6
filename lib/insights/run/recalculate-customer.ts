import { dateAssignments } from '../../licensing/assignments-table.ts';
import type { Table } from '../../storage/table.ts';
import type { Day } from '../../time/day.ts';
import { formatDay } from '../../time/day.ts';
import type { Definitions } from '../count/definitions.ts';
import type { Snapshot } from '../count/snapshot.ts';
import { type Computability, computabilityOf } from './as-of.ts';
import { recalculate } from './recalculation.ts';
import { readSnapshot, storeSnapshot } from './snapshot-table.ts';

/** What a message asks for: a customer's snapshot of a day that began after `requestedAt` (ISO instant), if that is known. */
export interface WantedSnapshot {
  readonly customerId: string;
  readonly day: Day;
  readonly requestedAt: string | undefined;
}

/**
 * Computes and stores the snapshot, unless there is one that answers: of many messages for one customer the first that is
 * worked on answers those that were sent before. Returns what came of it; `unstored`: one that began later was stored meanwhile.
 */
export const recalculateIfNeeded = async (
  stores: { readonly activity: Table; readonly licensing: Table; readonly insights: Table },
  wanted: WantedSnapshot,
  definitions: Definitions,
  clock: () => Date,
): Promise<'answered' | 'stored' | 'unstored'> => {
  const { customerId, day } = wanted;
  const standing = (): Computability => computabilityOf(day, clock(), definitions.reportingLagDays);
  const known = await readSnapshot(stores.insights, customerId, formatDay(day));
  if (known && (standing() !== 'current' || answers(known, wanted, definitions))) return 'answered';
  const { snapshot, undated } = await recalculate(stores, customerId, day, definitions, clock);
  // First, as a snapshot that is stored answers the message: killed in between, this would be left undone.
  await dateAssignments(stores.licensing, customerId, undated);
  const isStored = await storeSnapshot(stores.insights, snapshot, { replace: standing() === 'current' });
  return isStored ? 'stored' : 'unstored';
};

const answers = (known: Snapshot, { requestedAt }: WantedSnapshot, { catalogue }: Definitions): boolean =>
  requestedAt !== undefined && known.startedAt > requestedAt && known.catalogVersion === catalogue.version;
