import { createHash } from 'node:crypto';
import type { Holdings } from '../../../lib/licensing/assignment.ts';
import type { Day } from '../../../lib/time/day.ts';
import { type Habit, habitsOf, unlicensedHabits } from './habits.ts';
import { type HeldSeat, occupantsOf } from './places.ts';
import { productOf } from './products.ts';
import type { CustomerProfile } from './profile.ts';
import { seedOf } from './seeded.ts';

/** A simulated user: what is held since when, and how the workloads are used. */
export interface Person {
  readonly userId: string;
  readonly holdings: Holdings;
  readonly habits: readonly Habit[];
}

const GIVEN_NAMES =
  'ada alan amal ana andre anna ben bruno carla chen clara dana daniel diego dora elena emil eva farid finn gina hana hugo ida imran ines ivan jana jon julia kai karim lara leo lena lin luca maja marco mei mila nadia nils nora omar olga paul petra ravi rosa sam sara tom vera yuki'.split(
    ' ',
  );
const FAMILY_NAMES =
  'abel adler albers amara arnold bauer beck berg bianchi blom boyd brandt braun conti costa dahl diaz dietz duarte eklund evans ferrari fischer flores frank garcia gomez haas hansen horvat ito jansen johansson kaya keller khan klein kovacs kumar lang larsen lopez maier mori moreno nagy neri novak olsen park peters ricci rossi sato schulz silva tanaka vogel weber'.split(
    ' ',
  );

/**
 * Everybody who works at a customer, in no particular order; names repeat only after as many people as there are pairs
 * of names, for which the numbers of given and of family names have no common divisor.
 */
export const peopleOf = (profile: CustomerProfile, today: Day): Person[] => {
  const { customerId, source, unlicensed = 0 } = profile;
  const occupants = occupantsOf(profile).map(
    ({ place, person, seats }): Person => ({
      userId: userIdOf(profile, person),
      holdings: source === 'countsOnly' ? {} : holdingsOf(seats, today),
      habits: habitsOf(profile, { place, person, seats }),
    }),
  );
  const others = Array.from({ length: unlicensed }, (_, at) => ({
    userId: userIdOf(profile, 2_000 + at),
    holdings: {},
    habits: unlicensedHabits(customerId, at),
  }));
  return [...occupants, ...others];
};

const userIdOf = ({ customerId, concealed }: CustomerProfile, person: number): string => {
  const offset = seedOf(customerId) % (GIVEN_NAMES.length * FAMILY_NAMES.length);
  const given = GIVEN_NAMES[(offset + person) % GIVEN_NAMES.length];
  const family = FAMILY_NAMES[(offset + person) % FAMILY_NAMES.length];
  const name = `${given}.${family}@${domainOf(customerId)}`;
  return concealed ? createHash('md5').update(name).digest('hex') : name;
};

/** The mail domain of a customer; names under `.example` belong to nobody (RFC 2606). */
export const domainOf = (customerId: string): string => `${customerId}.example`;

const holdingsOf = (held: readonly HeldSeat[], today: Day): Holdings =>
  Object.fromEntries(
    held.map(({ seats, from, until }) => [
      productOf(seats.partNumber).sku,
      [[today - from, true] as const, ...(until > 0 ? [[today - until, false] as const] : [])],
    ]),
  );
