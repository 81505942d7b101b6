import type { Catalogue } from '../catalogue/product.ts';
import { Problem } from '../problem/problem.ts';
import type { Read } from '../values/leniently.ts';
import type { UserNames } from '../values/user-names.ts';
import { type ActivityCoverage, type ActivityEvent, type ActivityRejection, MOST_EVENTS } from './activity-event.ts';
import {
  type AddedCoverage,
  type CoverageWord,
  screenCoverageByCustomer,
  screenCoverageByShape,
} from './screen-coverage.ts';
import { type DatedEvent, type FedCustomers, screenByCustomer, screenByShapeAndTime } from './screen-events.ts';
import type { Screened } from './screened.ts';

/** A request's events and its feed's words, screened as far as is known. */
export interface Batch {
  readonly events: Screened<DatedEvent>;
  readonly coverage: Screened<CoverageWord>;
}

/** What a request did. */
export interface Outcome {
  readonly accepted: number;
  readonly rejected: ActivityRejection[];
  readonly rejectedCoverage: ActivityRejection[];
}

/** Throws the problem of a request with more events than one takes. */
export const requireFewEvents = (events: readonly unknown[]): void => {
  if (events.length <= MOST_EVENTS) return;
  const message = `A request takes at most ${MOST_EVENTS} events. Send them in several requests; nothing was stored.`;
  throw new Problem(400, 'too_many_events', message);
};

/** The workloads that the well-formed entries of a request name. */
export const workloadsNamed = (entries: {
  events: readonly Read<ActivityEvent>[];
  coverage?: readonly Read<ActivityCoverage>[] | undefined;
}): ReadonlySet<string> =>
  new Set([
    ...entries.events.flatMap((entry) => ('value' in entry ? entry.value.workload : [])),
    ...(entries.coverage ?? []).flatMap((entry) => ('value' in entry ? entry.value.workloads : [])),
  ]);

/** First screening: by what the entries themselves say. */
export const readBatch = (
  entries: { events: readonly Read<ActivityEvent>[]; coverage?: readonly Read<ActivityCoverage>[] | undefined },
  now: Date,
  catalogue: Pick<Catalogue, 'workloads'>,
  names: UserNames,
): Batch => ({
  events: screenByShapeAndTime(entries.events, now, catalogue, names),
  coverage: screenCoverageByShape(entries.coverage ?? [], now, catalogue),
});

/** Second screening: by which customers the caller may feed. */
export const admitBatch = (batch: Batch, customers: FedCustomers): Batch => ({
  events: screenedTwice(batch.events, screenByCustomer(batch.events.kept, customers)),
  coverage: screenedTwice(batch.coverage, screenCoverageByCustomer(batch.coverage.kept, customers)),
});

const screenedTwice = <Kept>(first: Screened<unknown>, second: Screened<Kept>): Screened<Kept> => ({
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
  { kept, rejected }: Screened<Entry>,
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
