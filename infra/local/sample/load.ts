import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import pMap from 'p-map';
import * as z from 'zod';
import { type Day, dayOf, dayText } from '../../../lib/time/day.ts';
import type { Example } from '../local-files.ts';
import type { Runtime } from '../runtime.ts';
import { type CallApi, createApiClient } from './api-client.ts';
import { REPORTING_LAG_DAYS } from './history.ts';
import { loadCustomer } from './load-customer.ts';
import { loadHistories } from './load-history.ts';
import { loadPartners, OPERATOR } from './load-partners.ts';
import { type Callers, requireComplete } from './load-seats.ts';
import { PARTNERS, subjectOf } from './partners.ts';
import { HISTORY_DAYS } from './profile.ts';
import { CUSTOMERS, EXAMPLE_CUSTOMER } from './profiles.ts';
import { profileRequest } from './requests.ts';
import { type SimulatedCustomer, simulate } from './simulation.ts';

/** What the loading needs of the runtime. */
export type SampleRuntime = Pick<Runtime, 'api' | 'clock' | 'idle' | 'issueToken' | 'resources' | 'clientSettings'>;

/** Each one more starts another worker per function, which costs two cores more than it saves. */
const CUSTOMERS_AT_ONCE = 2;

const queued = z.object({ asOf: dayText });

/**
 * Loads the sample portfolio into a running runtime: what the API takes through the API, the history past it, and the
 * newest day by a real recalculation. The same day always gives the same portfolio, and loading it again changes
 * nothing. `log` is told how far the loading is. Returns whom examples can be about. Throws when anything is refused.
 */
export const loadSample = async (runtime: SampleRuntime, log: (line: string) => void = () => {}): Promise<Example> => {
  const today = dayOf(runtime.clock.now());
  const customers = CUSTOMERS.map((profile) => simulate(profile, today));
  log(`  ${customers.length} customers of ${PARTNERS.length} partners, and ${HISTORY_DAYS} days of history …`);
  const callers = await admitCallers(runtime);
  const [events, snapshots] = await Promise.all([
    loadCustomers(runtime, callers, customers),
    loadPast(runtime, customers, today - REPORTING_LAG_DAYS),
  ]);

  log(`  ${count(events)} events, and ${count(snapshots)} daily snapshots …`);
  const { asOf } = queued.parse(await callers.operator('POST', '/v1/recalculations', {}));
  await runtime.idle();
  log(`  The portfolios of ${asOf} are computed.`);
  return exampleOf(customers);
};

const count = (number: number): string => number.toLocaleString('en');

/** Stores who may call, and makes a client for each. */
const admitCallers = async ({ api, issueToken }: SampleRuntime): Promise<Callers> => {
  const clientOf = async (subject: string): Promise<CallApi> => createApiClient(api, await issueToken({ subject }));
  const operator = await clientOf(OPERATOR);
  await loadPartners(operator);
  const partners = new Map<string, CallApi>();
  for (const { partnerId } of PARTNERS) partners.set(partnerId, await clientOf(subjectOf(partnerId)));
  return { operator, partners };
};

/** Stores the customers and all that feeds tell of them. Returns the number of events. */
const loadCustomers = async (
  runtime: SampleRuntime,
  callers: Callers,
  customers: readonly SimulatedCustomer[],
): Promise<number> => {
  const concurrency = CUSTOMERS_AT_ONCE;
  const put = (customer: SimulatedCustomer) =>
    callers.operator('PUT', `/v1/customers/${customer.profile.customerId}`, profileRequest(customer));
  await pMap(customers, put, { concurrency });
  const loaded = await pMap(customers, (customer) => loadCustomer(callers, customer), { concurrency });
  await runtime.idle();
  for (const importId of loaded.flatMap(({ importIds }) => importIds)) await requireComplete(callers, importId);
  return loaded.reduce((sum, { events }) => sum + events, 0);
};

/** Stores the days before the as-of day, which the recalculation computes. Returns how many of all customers. */
const loadPast = async (
  { clientSettings, resources }: SampleRuntime,
  customers: readonly SimulatedCustomer[],
  asOf: Day,
): Promise<number> => {
  const { InsightsTable: name } = resources.tables;
  if (name === undefined) throw new Error('The stack has no table InsightsTable. Synthesize it anew.');
  const client = new DynamoDBClient(clientSettings());
  const insights = { name, client: DynamoDBDocumentClient.from(client) };
  try {
    return await loadHistories(insights, customers, { from: asOf - HISTORY_DAYS, to: asOf - 1 });
  } finally {
    client.destroy();
  }
};

const exampleOf = (customers: readonly SimulatedCustomer[]): Example => {
  const [partner] = PARTNERS;
  const customer = customers.find(({ profile }) => profile.customerId === EXAMPLE_CUSTOMER);
  const recipient = partner?.recipients[0];
  if (!partner || !customer?.profile.partners.includes(partner.partnerId) || recipient === undefined)
    throw new Error(`The first partner of the sample has no customer ${EXAMPLE_CUSTOMER}`);
  return { partnerId: partner.partnerId, customerId: EXAMPLE_CUSTOMER, recipient };
};
