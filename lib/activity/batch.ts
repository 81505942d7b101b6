import type { Catalogue } from '../catalogue/product.ts';
import type { Read } from '../values/leniently.ts';
import type { ActivityCoverage, ActivityEvent, ActivityRejection } from './activity-event.ts';
import { type AddedCoverage, type CoverageWord, sortCoverageByCustomer, sortCoverageByShape } from './sort-coverage.ts';
import { type DatedEvent, type FedCustomers, sortByCustomer, sortByShapeAndTime } from './sort-events.ts';
import type { Sorted } from './sorted.ts';

/** A request's events and its feed's words, sorted as far as is known. */
export interface Batch {
  readonly events: Sorted<DatedEvent>;
  readonly coverage: Sorted<CoverageWord>;
}

/** What a request did. */
export interface Outcome {
  readonly accepted: number;
  readonly rejected: ActivityRejection[];
  readonly rejectedCoverage: ActivityRejection[];
}

/** The workloads that the well-formed entries of a request name. */
export const workloadsNamed = (entries: {
  events: readonly Read<ActivityEvent>[];
  coverage?: readonly Read<ActivityCoverage>[] | undefined;
}): ReadonlySet<string> =>
  new Set([
    ...entries.events.flatMap((entry) => ('value' in entry ? entry.value.workload : [])),
    ...(entries.coverage ?? []).flatMap((entry) => ('value' in entry ? entry.value.workloads : [])),
  ]);

/** First sorting: by what the entries themselves say. */
export const readBatch = (
  entries: { events: readonly Read<ActivityEvent>[]; coverage?: readonly Read<ActivityCoverage>[] | undefined },
  now: Date,
  catalogue: Pick<Catalogue, 'workloads'>,
): Batch => ({
  events: sortByShapeAndTime(entries.events, now, catalogue),
  coverage: sortCoverageByShape(entries.coverage ?? [], now, catalogue),
});

/** Second sorting: by which customers the caller may feed. */
export const admitBatch = (batch: Batch, customers: FedCustomers): Batch => ({
  events: also(batch.events, sortByCustomer(batch.events.kept, customers)),
  coverage: also(batch.coverage, sortCoverageByCustomer(batch.coverage.kept, customers)),
});

const also = <Kept>(first: Sorted<unknown>, second: Sorted<Kept>): Sorted<Kept> => ({
  kept: second.kept,
  rejected: [...first.rejected, ...second.rejected],
});

/** The request's answer, given all that was recorded: an entry counts only when its customer's coverage is stored as well. */
export const outcomeOf = (batch: Batch, recorded: readonly AddedCoverage[]): Outcome => {
  const stored = new Set(recorded.flatMap(({ users }) => users.flatMap(({ events }) => events)));
  const held = new Set(recorded.flatMap(({ words }) => words));
  return {
    accepted: stored.size,
    rejected: inOrder(batch.events, stored, 'event'),
    rejectedCoverage: inOrder(batch.coverage, held, 'entry'),
  };
};

const inOrder = <Entry extends { readonly index: number }>(
  { kept, rejected }: Sorted<Entry>,
  done: ReadonlySet<Entry>,
  noun: string,
): ActivityRejection[] => {
  const message = `The ${noun} could not be stored in time. Send it again; sending it twice changes nothing.`;
  const unfinished = kept
    .filter((entry) => !done.has(entry))
    .map(({ index }) => ({ index, code: 'try_again' as const, message }));
  return [...rejected, ...unfinished].sort((a, b) => a.index - b.index);
};

/** Whether nothing at all was stored although sending it again may help. */
export const storedNothing = ({ accepted, rejected, rejectedCoverage }: Outcome, { coverage }: Batch): boolean =>
  accepted === 0 &&
  rejectedCoverage.length === coverage.kept.length + coverage.rejected.length &&
  [...rejected, ...rejectedCoverage].some(({ code }) => code === 'try_again');
