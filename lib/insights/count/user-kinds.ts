import { activeWithin, WINDOW_DAYS, wordAsOf } from '../../activity/calendar.ts';
import type { TallyContext } from './tally.ts';
import { type Holding, heldWhen, productHeldWhen, type UserFacts } from './user-standing.ts';

/**
 * What users of one kind have in common, and all that is counted of them but the days of their words. A customer has many
 * users and few kinds: what a kind counts for is worked out once.
 */
export interface UserKind {
  readonly holdings: readonly Holding[];
  /** The measured workloads used within the window of the as-of day, and of the day before. */
  readonly active: ReadonlySet<string>;
  readonly activeBefore: ReadonlySet<string>;
  /** Whether the user is known by a mail address, or other ids are mapped to the user's: others may be another vendor's holders. */
  readonly isMatched: boolean;
}

/** A tree of what tells kinds apart, one thing a step: at its leaves are the kinds that were met. */
interface Place<Kind> {
  /** By the name of a thing, then by its code. */
  readonly next: Map<string, (Place<Kind> | undefined)[]>;
  kind: Kind | undefined;
}

const newPlace = <Kind>(): Place<Kind> => ({ next: new Map(), kind: undefined });

/** Set in the code of a step to tell what it is about; below it are the bits of `HELD`, or these two of a workload. */
const OF = { withheld: 16, activity: 32, matched: 64 } as const;
const [ACTIVE, ACTIVE_BEFORE] = [1, 2] as const;

/** Users sorted into kinds. */
export interface Kinds<Kind> {
  /** The kind of a user, made by `make` when the first one of it is met. `words` is filled with the user's. */
  readonly of: (user: UserFacts, words: number[]) => Kind;
  /** The kinds met. */
  readonly met: readonly Kind[];
  /** How much is remembered, in steps. */
  readonly size: () => number;
}

/**
 * Sorts users by what is counted of them against `context`. The words that it gives, as of the day, are those of the measured
 * workloads in their order; 0 is that of a workload without an active day.
 */
export const sortIntoKinds = <Kind>(context: TallyContext, make: (kind: UserKind) => Kind): Kinds<Kind> => {
  const { asOf } = context;
  const measured = [...context.measured].map(([workload, { raw }]) => ({ workload, raw }));
  const root = newPlace<Kind>();
  const met: Kind[] = [];
  let size = 0;

  const step = (from: Place<Kind>, name: string, code: number): Place<Kind> => {
    const places = from.next.get(name) ?? [];
    const known = places[code];
    if (known) return known;
    const place = newPlace<Kind>();
    places[code] = place;
    from.next.set(name, places);
    size += 1;
    return place;
  };

  const afterHoldings = ({ holdings, withheld }: UserFacts): Place<Kind> => {
    let place = root;
    for (const sku in holdings) {
      const history = holdings[sku] ?? [];
      place = step(place, sku, productHeldWhen(sku, history, context));
      const taken = withheld?.[sku];
      for (const workload in taken)
        place = step(place, workload, OF.withheld | heldWhen(history, asOf, taken[workload]));
    }
    return place;
  };

  const afterActivity = (start: Place<Kind>, { calendar }: UserFacts, words: number[]): Place<Kind> => {
    let place = start;
    for (let at = 0; at < measured.length; at += 1) {
      const { workload, raw } = measured[at] as (typeof measured)[number]; // `at` is below its length
      let word = 0;
      if (calendar) for (const one of raw) word |= wordAsOf(calendar.words[one] ?? 0, calendar.lastDay, asOf);
      words[at] = word >>> 0;
      const active = activeWithin(word, WINDOW_DAYS) ? ACTIVE : 0;
      const activeBefore = activeWithin(wordAsOf(word, asOf, asOf - 1), WINDOW_DAYS) ? ACTIVE_BEFORE : 0;
      if (active | activeBefore) place = step(place, workload, OF.activity | active | activeBefore);
    }
    return place;
  };

  const kindOf = (user: UserFacts, words: readonly number[]): UserKind => {
    const active = measured.filter((_, at) => activeWithin(words[at] ?? 0, WINDOW_DAYS));
    const before = measured.filter((_, at) => activeWithin(wordAsOf(words[at] ?? 0, asOf, asOf - 1), WINDOW_DAYS));
    return {
      holdings: holdingsOf(user, context),
      active: new Set(active.map(({ workload }) => workload)),
      activeBefore: new Set(before.map(({ workload }) => workload)),
      isMatched: isMatched(user),
    };
  };

  return {
    met,
    size: () => size,
    of: (user, words) => {
      let place = afterActivity(afterHoldings(user), user, words);
      if (isMatched(user)) place = step(place, '', OF.matched);
      if (place.kind === undefined) {
        place.kind = make(kindOf(user, words));
        met.push(place.kind);
      }
      return place.kind;
    },
  };
};

const isMatched = ({ userId, isMapped }: UserFacts): boolean => isMapped === true || userId.includes('@');

/** How a user holds products, as far as any figure asks for it. */
const holdingsOf = ({ holdings = {}, withheld = {} }: UserFacts, context: TallyContext): Holding[] =>
  Object.entries(holdings).map(([sku, history]) => ({
    sku,
    when: productHeldWhen(sku, history, context),
    with: new Map(
      Object.entries(withheld[sku] ?? {}).map(([one, taken]) => [one, heldWhen(history, context.asOf, taken)]),
    ),
  }));
