import { type CustomerProfile, HISTORY_DAYS, type SeatsProfile } from './profile.ts';
import { drawn, seedOf } from './seeded.ts';

/** A seat that is handed to whoever fills a place in the company, from `from` days ago until `until` days ago. */
export interface HeldSeat {
  readonly seats: SeatsProfile;
  /** Days ago; the larger, the earlier. */
  readonly from: number;
  /** Days ago; 0 when it still is. */
  readonly until: number;
}

/** Somebody who fills a place: the first, or a successor. */
export interface Occupant {
  /** Which place. */
  readonly place: number;
  /** Different for everybody who ever was there. */
  readonly person: number;
  readonly seats: readonly HeldSeat[];
}

/** Nothing changes on the newest days, so that what holds on the as-of day still holds today. */
const QUIET_DAYS = 4;

/** Seats that are always held were handed out before anything that a history can show. */
const EARLIEST_DAYS_AGO = 200;
const EARLIER_DAYS = 500;

const USUAL_TURNOVER = 0.04;

/** Everybody who held something at a customer, now or within its history. */
export const occupantsOf = (profile: CustomerProfile): Occupant[] => {
  const byPlace = Map.groupBy(heldSeats(profile), ({ place }) => place);
  const seed = seedOf(`${profile.customerId} turnover`);
  const occupants = [...byPlace].flatMap(([place, seats]) => {
    if (drawn(seed, place) >= (profile.turnover ?? USUAL_TURNOVER)) return [{ place, person: place, seats }];
    const replaced = QUIET_DAYS + Math.floor(drawn(seed, -1 - place) * (HISTORY_DAYS - QUIET_DAYS));
    return [
      { place, person: place, seats: seats.flatMap((seat) => clip(seat, EARLIEST_DAYS_AGO + EARLIER_DAYS, replaced)) },
      { place, person: byPlace.size + place, seats: seats.flatMap((seat) => clip(seat, replaced, 0)) },
    ];
  });
  return occupants.filter(({ seats }) => seats.length > 0);
};

/** What is left of a seat between two days. */
const clip = (seat: HeldSeat, from: number, until: number): HeldSeat[] => {
  const clipped = { seats: seat.seats, from: Math.min(seat.from, from), until: Math.max(seat.until, until) };
  return clipped.from > clipped.until ? [clipped] : [];
};

const heldSeats = (profile: CustomerProfile): (HeldSeat & { place: number })[] => {
  let free = 0;
  return profile.seats.flatMap((seats) => {
    const places = Math.max(...seats.assigned);
    const first = seats.addOn ? 0 : free;
    if (!seats.addOn) free += places;
    const seed = seedOf(`${profile.customerId} ${seats.partNumber} ${first}`);
    return Array.from({ length: places }, (_, at) => ({ place: first + at, ...handedOut(seats, at, seed) }));
  });
};

/** When the `at`-th seat was handed out and taken back, so that the number of those held follows the trend. */
const handedOut = (seats: SeatsProfile, at: number, seed: number): HeldSeat => {
  const [before, now] = seats.assigned;
  const period = seats.boughtDaysAgo ?? HISTORY_DAYS;
  const always = seats.boughtDaysAgo ?? EARLIEST_DAYS_AGO + Math.floor(drawn(seed, at) * EARLIER_DAYS);
  const moved = (share: number) => Math.min(period, Math.max(QUIET_DAYS, Math.round(period * share)));
  return {
    seats,
    from: at < before ? always : moved((now - at - 0.5) / (now - before)),
    until: at < now ? 0 : moved((at - now + 0.5) / (before - now)),
  };
};
