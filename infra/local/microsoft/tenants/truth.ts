import type { Day } from '../day.ts';
import { type CopilotPart, usedOn, usedPartOn } from './activity.ts';
import { peopleOf } from './people.ts';
import { planOf, WORKLOADS, type Workload } from './plans.ts';
import type { Tenant } from './tenant.ts';

/** What is true of one account, whichever report tells it. */
export interface TrueUser {
  /** The user principal name; also where reports conceal it. */
  readonly userId: string;
  /** The ids of the products held. */
  readonly skus: readonly string[];
  readonly assignedOn: Day;
  readonly usedOn: (workload: Workload, day: Day) => boolean;
  readonly usedCopilotPartOn: (part: CopilotPart, day: Day) => boolean;
}

/** What is true of the seats of one product. */
export interface TrueSeats {
  readonly sku: string;
  readonly sold: number;
  readonly assigned: number;
  readonly seller: 'partner' | 'direct';
  readonly trial: boolean;
}

/** The accounts of a tenant, one by one: who was active on which day, and who holds what. */
export function* trueUsers(tenant: Tenant): Generator<TrueUser> {
  for (const person of peopleOf(tenant))
    yield {
      userId: person.userPrincipalName,
      skus: person.plans.map(({ skuId }) => skuId),
      assignedOn: person.assignedOn,
      usedOn: (workload, day) => usedOn(tenant, person, workload, day),
      usedCopilotPartOn: (part, day) => usedPartOn(tenant, person, part, day),
    };
}

/** The seats of a tenant, a line per subscription. */
export const trueSeats = ({ plans }: Tenant): TrueSeats[] =>
  plans.map(({ partNumber, sold, assigned, seller = 'partner', trial = false }) => ({
    sku: planOf(partNumber).skuId,
    sold,
    assigned,
    seller,
    trial,
  }));

/** By workload, how many different people were active on the days from `from` to `to`, both included. */
export const activeUsers = (tenant: Tenant, from: Day, to: Day): Record<Workload, number> => {
  const counts = Object.fromEntries(WORKLOADS.map((workload) => [workload, 0])) as Record<Workload, number>; // of all workloads
  for (const person of peopleOf(tenant))
    for (const workload of WORKLOADS)
      for (let day = from; day <= to; day += 1)
        if (usedOn(tenant, person, workload, day)) {
          counts[workload] += 1;
          break;
        }
  return counts;
};
