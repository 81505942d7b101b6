import * as z from 'zod';
import type { CallApi } from './api-client.ts';
import { type Callers, feederOf, loadSeats } from './load-seats.ts';
import { activityRequests, assignmentRequests } from './requests.ts';
import type { SimulatedCustomer } from './simulation.ts';
import { supportCasesRequest } from './support.ts';

const result = z.object({
  accepted: z.int(),
  rejected: z.array(z.unknown()),
  rejectedCoverage: z.array(z.unknown()).default([]),
});

/** What was stored of a customer. */
export interface LoadedCustomer {
  readonly events: number;
  /** Files that are being read. */
  readonly importIds: readonly string[];
}

/** Stores the seats of a customer that exists, who holds them, its support cases, and the activity that still counts. */
export const loadCustomer = async (callers: Callers, customer: SimulatedCustomer): Promise<LoadedCustomer> => {
  const feeder = feederOf(callers, customer);
  const importIds = await loadSeats(callers, customer);
  for (const body of assignmentRequests(customer))
    await post(feeder, `/v1/customers/${customer.profile.customerId}/assignments`, body);
  const supportCases = supportCasesRequest(customer);
  if (supportCases) await feeder('PUT', `/v1/customers/${customer.profile.customerId}/support-cases`, supportCases);
  let events = 0;
  for (const body of activityRequests(customer)) events += await post(feeder, '/v1/activity', body);
  return { events, importIds };
};

/** Posts a list of which every entry must be taken. Returns how many there were. */
const post = async (caller: CallApi, path: string, body: unknown): Promise<number> => {
  const { accepted, rejected, rejectedCoverage } = result.parse(await caller('POST', path, body));
  const refused = [...rejected, ...rejectedCoverage];
  if (refused.length > 0)
    throw new Error(`POST ${path} refused ${refused.length} entries: ${JSON.stringify(refused.slice(0, 3))}`);
  return accepted;
};
