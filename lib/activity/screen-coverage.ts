import type { Catalogue } from '../catalogue/product.ts';
import { type Day, dayOf, formatDay, parseDay } from '../time/day.ts';
import { quote, type Read } from '../values/leniently.ts';
import type { ActivityCoverage } from './activity-event.ts';
import type { DatedEvent, FedCustomers, UserEvents } from './screen-events.ts';
import { reject, rejectCustomer, rejectWorkload, type Screened, screen } from './screened.ts';

/** A feed's own word: these workloads of the customer are complete from and through these days (`YYYY-MM-DD`). */
export interface CoverageWord {
  readonly index: number;
  readonly customerId: string;
  readonly workloads: readonly string[];
  readonly through: string;
  readonly from?: string | undefined;
}

/** What a batch adds to the coverage of one customer, and what it follows from. */
export interface AddedCoverage {
  readonly customerId: string;
  /** The newest day (`YYYY-MM-DD`) by raw workload. */
  readonly activity: Readonly<Record<string, string>>;
  /** The oldest day (`YYYY-MM-DD`) by raw workload. */
  readonly heardFrom: Readonly<Record<string, string>>;
  readonly users: readonly UserEvents[];
  readonly words: readonly CoverageWord[];
}

/** Keeps the entries of the right shape, with known workloads, and of a day that has begun. */
export const screenCoverageByShape = (
  coverage: readonly Read<ActivityCoverage>[],
  now: Date,
  { workloads }: Pick<Catalogue, 'workloads'>,
): Screened<CoverageWord> =>
  screen(
    coverage,
    (_, position) => position,
    (entry, index) => {
      if ('complaint' in entry) return reject('invalid_coverage', `${entry.complaint}.`);
      const unknown = entry.value.workloads.find((workload) => !workloads.has(workload));
      if (unknown !== undefined) return rejectWorkload(quote(unknown));
      const { from, through } = entry.value;
      if (from !== undefined && from > through)
        return reject('invalid_coverage', `from "${from}" is after through "${through}". Exchange them.`);
      if (parseDay(through) <= dayOf(now)) return { keep: { index, ...entry.value } };
      return reject(
        'in_future',
        `"${through}" has not come yet: here it is ${formatDay(dayOf(now))}. Nothing is complete through a day to come.`,
      );
    },
  );

/** Keeps the entries of customers that the caller may feed. */
export const screenCoverageByCustomer = (
  words: readonly CoverageWord[],
  customers: FedCustomers,
): Screened<CoverageWord> =>
  screen(
    words,
    ({ index }) => index,
    (word) => (customers.has(word.customerId) ? { keep: word } : rejectCustomer(word.customerId)),
  );

/** Whether an event stands in the way of a word: a word is not true before the events it speaks of are stored. */
const speaksOf = (word: CoverageWord, event: DatedEvent): boolean =>
  event.customerId === word.customerId &&
  event.day <= parseDay(word.through) &&
  word.workloads.includes(event.workload);

/** The words that hold although these users' events could not be stored. */
export const wordsWithout = (words: readonly CoverageWord[], unstored: Iterable<UserEvents>): CoverageWord[] => {
  const missing = [...unstored].flatMap(({ events }) => events);
  return words.filter((word) => !missing.some((event) => speaksOf(word, event)));
};

/** What stored events (each workload from its oldest day through its newest) and words add to the coverage, one entry per customer. */
export const addedCoverageOf = (users: readonly UserEvents[], words: readonly CoverageWord[]): AddedCoverage[] => {
  const usersOf = Map.groupBy(users, ({ customerId }) => customerId);
  const wordsOf = Map.groupBy(words, ({ customerId }) => customerId);
  return [...new Set([...usersOf.keys(), ...wordsOf.keys()])].map((customerId) => {
    const own = { users: usersOf.get(customerId) ?? [], words: wordsOf.get(customerId) ?? [] };
    return { customerId, ...daysOf(own.users, own.words), ...own };
  });
};

const daysOf = (
  users: readonly UserEvents[],
  words: readonly CoverageWord[],
): Pick<AddedCoverage, 'activity' | 'heardFrom'> => {
  const newest = new Map<string, Day>();
  const oldest = new Map<string, Day>();
  const hear = (workload: string, from: Day, through: Day) => {
    newest.set(workload, Math.max(through, newest.get(workload) ?? Number.NEGATIVE_INFINITY));
    oldest.set(workload, Math.min(from, oldest.get(workload) ?? Number.POSITIVE_INFINITY));
  };
  for (const { days } of users) for (const { workload, day } of days) hear(workload, day, day);
  for (const { workloads, from, through } of words)
    for (const workload of workloads) hear(workload, parseDay(from ?? through), parseDay(through));
  const texts = (days: ReadonlyMap<string, Day>) =>
    Object.fromEntries([...days].map(([workload, day]) => [workload, formatDay(day)]));
  return { activity: texts(newest), heardFrom: texts(oldest) };
};
