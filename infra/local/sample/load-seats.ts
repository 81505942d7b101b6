import * as z from 'zod';
import { importStatus } from '../../../lib/imports/job/import-job.ts';
import { DIRECT } from '../../../lib/licensing/subscription.ts';
import { formatDay } from '../../../lib/time/day.ts';
import type { CallApi } from './api-client.ts';
import { listsOn, subscribedSkusOn } from './seat-records.ts';
import type { SimulatedCustomer } from './simulation.ts';

/** Who calls the API: the operator, and each partner by its id. */
export interface Callers {
  readonly operator: CallApi;
  readonly partners: ReadonlyMap<string, CallApi>;
}

const requestedImport = z.object({
  id: z.string(),
  upload: z.object({ url: z.url(), fields: z.record(z.string(), z.string()) }),
});

const importAnswer = z.object({ status: importStatus });

/** Whoever feeds in a seller's name: the partner, or the operator for what was sold directly. */
const callerOf = ({ operator, partners }: Callers, seller: string): CallApi => {
  const caller = seller === DIRECT ? operator : partners.get(seller);
  if (!caller) throw new Error(`The sample portfolio has no partner "${seller}". Correct the customer's profile.`);
  return caller;
};

/** Whoever tells what a customer's users hold and do. */
export const feederOf = (callers: Callers, { profile }: SimulatedCustomer): CallApi =>
  callerOf(callers, profile.partners[0] ?? DIRECT);

/** Stores the list of each seller, or hands in the file that counts all seats. Returns the ids of the imports begun. */
export const loadSeats = async (callers: Callers, customer: SimulatedCustomer): Promise<string[]> => {
  const { profile, today } = customer;
  if (profile.source === 'countsOnly') return [await handIn(feederOf(callers, customer), customer)];
  for (const [seller, { subscriptions }] of Object.entries(listsOn(profile, today, today)))
    await callerOf(callers, seller)('PUT', `/v1/customers/${profile.customerId}/subscriptions`, { subscriptions });
  return [];
};

/** Uploads a file of seat totals; it is read once it has arrived. Returns the import's id. */
const handIn = async (caller: CallApi, { profile, today }: SimulatedCustomer): Promise<string> => {
  const request = { kind: 'graph.subscribedSkus', customerId: profile.customerId, day: formatDay(today) };
  const { id, upload } = requestedImport.parse(await caller('POST', '/v1/imports', request));
  const form = new FormData();
  for (const [name, value] of Object.entries(upload.fields)) form.append(name, value);
  form.append('file', new Blob([JSON.stringify(subscribedSkusOn(profile, today, today))]), 'subscribedSkus.json');
  const response = await fetch(upload.url, { method: 'POST', body: form });
  if (!response.ok) throw new Error(`The upload of import ${id} answered ${response.status}: ${await response.text()}`);
  return id;
};

/** Throws unless an import has come to its good end. */
export const requireComplete = async ({ operator }: Callers, importId: string): Promise<void> => {
  const answer = await operator('GET', `/v1/imports/${importId}`);
  if (importAnswer.parse(answer).status !== 'complete')
    throw new Error(`The import ${importId} did not complete: ${JSON.stringify(answer)}`);
};
