import { randomBytes } from 'node:crypto';
import { theStage } from './the-stage.ts';
import { call } from './when.ts';

/** A deployed stage keeps what earlier runs have named. */
const RUN = randomBytes(4).toString('hex');

let serial = 0;

/** A name that no other test uses: files share one running stack. */
export const unique = (prefix: string): string => {
  serial += 1;
  return `${prefix}-${RUN}-${serial}`;
};

/** A token of the first operator. */
export const operatorToken = async (): Promise<string> => (await theStage()).operatorToken();

const mustSucceed = async (
  methodAndPath: string,
  token: string,
  body: unknown,
): Promise<Readonly<Record<string, unknown>>> => {
  const answer = await call(methodAndPath, { token, body });
  if (answer.status >= 300)
    throw new Error(`${methodAndPath} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return answer.body;
};

/** A partner with somebody who may do everything a partner may. */
export const givenPartner = async (
  recipients: readonly string[] = [],
): Promise<{ partnerId: string; token: string; subject: string }> => {
  const partnerId = unique('partner');
  const token = await operatorToken();
  await mustSucceed(`PUT /v1/partners/${partnerId}`, token, { name: `Partner ${partnerId}`, recipients });
  const { subject, token: own } = await givenAccess({
    partnerId,
    scopes: ['activity:write', 'licensing:write', 'insights:read', 'exports:write'],
  });
  return { partnerId, token: own, subject };
};

/** Somebody with an access record, and a token of its own for it. */
export const givenAccess = async (record: {
  partnerId?: string;
  scopes: readonly string[];
}): Promise<{ subject: string; token: string }> => {
  const { subject, issueToken } = await (await theStage()).newcomer(unique('subject'));
  await mustSucceed(`PUT /v1/access/${encodeURIComponent(subject)}`, await operatorToken(), record);
  return { subject, token: await issueToken() };
};

/** A product of the operator's own. Returns the version of the catalogue that has it. */
export const givenProduct = async (sku: string, product: object): Promise<string> =>
  String((await mustSucceed(`PUT /v1/products/${sku}`, await operatorToken(), product)).version);

/** A customer in the portfolios of these partners, readable from long ago. */
export const givenCustomer = async (partnerIds: readonly string[], name?: string): Promise<string> => {
  const customerId = unique('customer');
  await mustSucceed(`PUT /v1/customers/${customerId}`, await operatorToken(), {
    name: name ?? `Customer ${customerId}`,
    partners: partnerIds.map((id) => ({ id, since: '2025-01-01' })),
  });
  return customerId;
};

/** Seats of one product, sold by whoever's token it is. */
export const givenSeats = async (
  token: string,
  customerId: string,
  seats: Readonly<Record<string, number>>,
): Promise<void> => {
  const subscriptions = Object.entries(seats).map(([sku, quantity]) => ({
    id: `sub-${sku}`,
    sku,
    quantity,
    state: 'active',
    isTrial: false,
  }));
  await mustSucceed(`PUT /v1/customers/${customerId}/subscriptions`, token, { subscriptions });
};

/** Users who hold a product since a day. */
export const givenAssignments = async (
  token: string,
  customerId: string,
  sku: string,
  userIds: readonly string[],
  on: string,
): Promise<void> => {
  const changes = userIds.map((userId) => ({ userId, sku, change: 'assigned', on }));
  await mustSucceed(`POST /v1/customers/${customerId}/assignments`, token, { changes });
};
