import { activeDaysWithin, activeWithin, WINDOW_DAYS } from '../../activity/calendar.ts';
import { countKind, type StandingKind, standingOf, workloadTally } from './count-kind.ts';
import { type ActiveCounts, nobody, type Tally, type TallyContext, type WorkloadTally } from './tally.ts';
import { type Kinds, sortIntoKinds } from './user-kinds.ts';
import type { UserFacts } from './user-standing.ts';

/** Counts users one by one; every user of the customer is added exactly once. */
export interface UserCounter {
  readonly add: (user: UserFacts) => void;
  /** Brings the tally up to all users that were added. */
  readonly settle: () => void;
}

/** Steps that tell kinds of users apart (`user-kinds.ts`): with more, they are counted and forgotten, and memory stays as it is. */
const MOST_STEPS = 20_000;

/** A kind that was met, and where its users' words are counted. */
interface MetKind {
  readonly standing: StandingKind;
  people: number;
  readonly uses: readonly Use[];
  /** Distinct people of each family that users of the kind are active in. */
  readonly families: readonly ActiveCounts[];
  /** What they did in each of these families; made anew of each user. */
  readonly unions: number[];
}

/** One workload that users of a kind use. */
interface Use {
  /** The place of its word. */
  readonly at: number;
  readonly rows: readonly WorkloadTally[];
  /** The places of the families in which it counts. */
  readonly families: readonly number[];
}

/** Counts users into a tally. `mostSteps` is for tests. */
export const userCounter = (tally: Tally, context: TallyContext, mostSteps = MOST_STEPS): UserCounter => {
  const workloads = [...context.measured.keys()];
  const words = workloads.map(() => 0);
  const makeKind = (): Kinds<MetKind> =>
    sortIntoKinds(context, (kind) => meet(tally, standingOf(kind, context), workloads));
  let kinds = makeKind();
  const settle = (): void => {
    for (const { standing, people } of kinds.met) countKind(tally, standing, people, context);
    kinds = makeKind();
  };
  return {
    settle,
    add: (user) => {
      const kind = kinds.of(user, words);
      kind.people += 1;
      countWords(tally, kind, words);
      if (kinds.size() > mostSteps) settle();
    },
  };
};

const meet = (tally: Tally, standing: StandingKind, workloads: readonly string[]): MetKind => {
  const families = new Set<string>();
  const uses = [...standing.standings].map(([workload, byFamily]) => {
    // Who holds it by free products alone is not among the active.
    const counted = [...byFamily].flatMap(([family, { kind }]) => (kind === 'free' ? [] : [family]));
    for (const family of counted) families.add(family);
    return { workload, counted };
  });
  const names = [...families];
  return {
    standing,
    people: 0,
    uses: uses.map(({ workload, counted }) => ({
      at: workloads.indexOf(workload),
      rows: counted.map((family) => workloadTally(tally, family, workload)),
      families: counted.map((family) => names.indexOf(family)),
    })),
    families: names.map((family) => peopleOf(tally, family)),
    unions: names.map(() => 0),
  };
};

const peopleOf = (tally: Tally, family: string): ActiveCounts => {
  const people = tally.people.get(family) ?? nobody();
  tally.people.set(family, people);
  return people;
};

/** Counts on which days one user of a kind was active: in each workload, in each family, and in anything at all. */
const countWords = (tally: Tally, { uses, families, unions }: MetKind, words: readonly number[]): void => {
  if (families.length === 0) return;
  unions.fill(0);
  let all = 0;
  for (const use of uses) {
    const word = words[use.at] ?? 0;
    for (const row of use.rows) {
      countActive(row, word);
      const days = activeDaysWithin(word, WINDOW_DAYS);
      row.activeDays[days - 1] = (row.activeDays[days - 1] ?? 0) + 1;
      all |= word;
    }
    for (const family of use.families) unions[family] = (unions[family] ?? 0) | word;
  }
  for (const [at, people] of families.entries()) countActive(people, unions[at] ?? 0);
  countActive(tally.everybody, all);
};

const countActive = (counts: ActiveCounts, word: number): void => {
  counts.active28 += 1;
  if (activeWithin(word, 7)) counts.active7 += 1;
  if (activeWithin(word, 1)) counts.active1 += 1;
};
