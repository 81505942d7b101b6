import type { Load } from './cost-options.ts';
import { ASSUMED } from './unit-counts.ts';

/** What a day of activity comes to: counts of all customers together. */
export interface IngestDay {
  readonly requests: number;
  readonly events: number;
  /** Users of batches, each counted once a batch. */
  readonly userReads: number;
  /** Users of batches who gain a day in a workload there. */
  readonly userWrites: number;
  /** Customers of batches, each counted once a batch. */
  readonly customersInBatches: number;
  /** Customers of batches who come to a new day of a workload there. */
  readonly customersAdvanced: number;
}

/**
 * The day of a load whose events come in no order: users and workloads are equally often active, and a customer's events are
 * spread over its batches evenly. Pure; expected values, as fractions.
 */
export const ingestDayOf = ({ customers, users, eventsPerUserDay, batch, mixed }: Load): IngestDay => {
  const events = users * eventsPerUserDay;
  if (events === 0)
    return { requests: 0, events, userReads: 0, userWrites: 0, customersInBatches: 0, customersAdvanced: 0 };
  const eventsOfCustomer = events / customers;
  const batchesOfCustomer = Math.max(1, eventsOfCustomer / (batch / mixed));
  const workloads = Math.min(ASSUMED.workloadsPerUser, eventsPerUserDay);
  const readsOfUser = batchesWithOneOf(eventsPerUserDay, batchesOfCustomer);
  const writesOfUser = firstBatches(workloads, eventsPerUserDay / workloads, batchesOfCustomer);
  const advances = firstBatches(workloads, eventsOfCustomer / workloads, batchesOfCustomer);
  return {
    requests: events / batch,
    events,
    userReads: users * readsOfUser,
    userWrites: users * writesOfUser,
    customersInBatches: customers * batchesOfCustomer,
    customersAdvanced: customers * advances,
  };
};

/** In how many of so many batches one of these events is, on average. */
const batchesWithOneOf = (events: number, batches: number): number => batches * (1 - (1 - 1 / batches) ** events);

/** Terms beyond this many batches come to nothing that shows. */
const MOST_BATCHES = 100_000;

/**
 * In how many different batches the first events of so many workloads are, on average, each with so many events of its own:
 * two of them share a batch with the sum of the squares of the chances that one is there.
 */
const firstBatches = (workloads: number, eventsEach: number, batches: number): number => {
  let shared = 0;
  for (let at = 0; at < Math.min(batches, MOST_BATCHES); at += 1) {
    const chance = (1 - at / batches) ** eventsEach - Math.max(0, 1 - (at + 1) / batches) ** eventsEach;
    shared += chance ** 2;
  }
  return workloads - (workloads > 1 ? shared : 0);
};
