import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, expect, test } from 'vitest';
import {
  givenAccess,
  givenAssignments,
  givenCustomer,
  givenPartner,
  givenSeats,
  operatorToken,
  unique,
} from '../steps/given.ts';
import { linksIn, mailTo } from '../steps/mailbox.ts';
import { asRoleOf } from '../steps/roles.ts';
import { theStack } from '../steps/stack.ts';
import { needsLocalRuntime } from '../steps/the-stage.ts';
import { call, daysBefore, everythingIsDone, portfolioIsPublished, recalculate, today } from '../steps/when.ts';

const E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';

let alpha: Awaited<ReturnType<typeof givenPartner>>;
let beta: Awaited<ReturnType<typeof givenPartner>>;
let shared: string;
let betasOwn: string;
let recipient: string;
let yesterday: string;

beforeAll(async () => {
  yesterday = daysBefore(1, await today());
  recipient = `${unique('olaf')}@alpha.example`;
  [alpha, beta] = [await givenPartner([recipient]), await givenPartner()];
  shared = await givenCustomer([alpha.partnerId, beta.partnerId]);
  betasOwn = await givenCustomer([beta.partnerId]);
  await givenSeats(alpha.token, shared, { ENTERPRISEPACK: 10 });
  await givenSeats(beta.token, shared, { ENTERPRISEPACK: 30 });
  await givenAssignments(alpha.token, shared, E3, ['u1', 'u2'], '2026-01-01');
  await recalculate(alpha.token);
  await recalculate(beta.token);
});

test('nobody gets in without a token, or with somebody else’s signature', async () => {
  expect(await call('GET /v1/customers')).toMatchObject({ status: 401, body: { message: 'Unauthorized' } });
  const forged = `${alpha.token.slice(0, -6)}AAAAAA`;
  expect(await call('GET /v1/customers', { token: forged })).toMatchObject({
    status: 403,
    body: { message: 'Forbidden' },
  });
});

const issuerTest = needsLocalRuntime('it asks the issuer for tokens that a deployed one gives nobody.');

issuerTest('nobody gets in without an access record, or with a token that is over', async () => {
  const stack = await theStack();
  const stranger = await stack.issueToken({ subject: unique('stranger') });
  expect(await call('GET /v1/customers', { token: stranger })).toMatchObject({ status: 403 });
  const expired = await stack.issueToken({ subject: alpha.subject, expiresInSeconds: -60 });
  expect(await call('GET /v1/customers', { token: expired })).toMatchObject({ status: 403 });
});

test('a scope that the access record does not hold is refused by name', async () => {
  const reader = await givenAccess({ partnerId: alpha.partnerId, scopes: ['insights:read'] });
  const answer = await call('POST /v1/activity', { token: reader.token, body: { events: [] } });
  expect(answer).toMatchObject({ status: 403, body: { code: 'missing_scope' } });
  expect(await call('GET /v1/customers', { token: reader.token })).toMatchObject({ status: 200 });
});

test('a partner may call nothing that says who may do what, or who sees whom', async () => {
  const calls = {
    [`PUT /v1/access/${alpha.subject}`]: { scopes: ['operator'] },
    [`PUT /v1/partners/${alpha.partnerId}`]: { name: 'Alpha' },
    [`PUT /v1/customers/${betasOwn}`]: { name: 'Taken over', partners: [alpha.partnerId] },
  };
  for (const [route, body] of Object.entries(calls))
    expect(await call(route, { token: alpha.token, body })).toMatchObject({
      status: 403,
      body: { code: 'missing_scope' },
    });
});

const roleTest = needsLocalRuntime('it acts in the role of a function, which a deployed stage lends to nobody.');

/** By function that works for partners: what its role is not let write. Files of the operator link customers to partners. */
const NOT_WRITTEN = {
  'manage-licensing': ['access', 'partner'],
  'ingest-activity': ['access', 'partner'],
  'import-file': ['access'],
  'manage-catalogue': ['access', 'partner'],
  'schedule-recalculation': ['access', 'partner'],
} as const;

for (const [name, kinds] of Object.entries(NOT_WRITTEN))
  roleTest(
    `the role of ${name}, which works for partners, is not let write records of ${kinds.join(' or ')}`,
    async () => {
      const { resources, clientSettings } = await theStack();
      const TableName = resources.tables.LicensingTable ?? '';
      const subject = unique('stranger');
      const item = (owner: string) => ({
        owner: { S: owner },
        record: { S: 'profile' },
        scopes: { L: [{ S: 'operator' }] },
      });
      const role = new DynamoDBClient(await asRoleOf(name));
      for (const kind of kinds) {
        const put = role.send(new PutItemCommand({ TableName, Item: item(`${kind}#${subject}`) }));
        await expect(put).rejects.toMatchObject({ name: 'AccessDeniedException' });
      }
      const key = { owner: { S: `access#${subject}` }, record: { S: 'profile' } };
      const admin = new DynamoDBClient(clientSettings());
      expect(
        (await admin.send(new GetItemCommand({ TableName, Key: key, ConsistentRead: true }))).Item,
      ).toBeUndefined();
    },
  );

roleTest('the role of manage-licensing is let write what is known of a customer', async () => {
  const TableName = (await theStack()).resources.tables.LicensingTable ?? '';
  const role = new DynamoDBClient(await asRoleOf('manage-licensing'));
  const Item = { owner: { S: `customer#${unique('customer')}` }, record: { S: 'of-a-test' } };
  await role.send(new PutItemCommand({ TableName, Item }));
  expect((await role.send(new GetItemCommand({ TableName, Key: Item, ConsistentRead: true }))).Item).toEqual(Item);
});

test('a customer of another partner answers exactly as one that does not exist', async () => {
  const missing = unique('nobody');
  const routes = [
    'GET /v1/customers/{id}/insights',
    'GET /v1/customers/{id}/insights/history',
    'GET /v1/customers/{id}/subscriptions',
  ];
  for (const route of routes) {
    const [foreign, none] = await Promise.all(
      [betasOwn, missing].map((id) => call(route.replace('{id}', id), { token: alpha.token })),
    );
    const anonymised = (answer: typeof foreign, id: string) =>
      JSON.stringify(answer?.body)
        .replaceAll(id, '?')
        .replace(/"instance":"[^"]*"/u, '');
    expect(foreign?.status).toBe(404);
    expect(anonymised(foreign, betasOwn)).toBe(anonymised(none, missing));
  }
  const at = `${yesterday}T12:00:00Z`;
  const events = [betasOwn, missing].map((customerId) => ({
    customerId,
    userId: 'u',
    workload: 'teams',
    occurredAt: at,
  }));
  const { body } = await call('POST /v1/activity', { token: alpha.token, body: { events } });
  expect(body).toMatchObject({
    accepted: 0,
    rejected: [
      { index: 0, code: 'unknown_customer' },
      { index: 1, code: 'unknown_customer' },
    ],
  });
});

test('partners of one customer see the same totals, their own share, and no trace of each other', async () => {
  const insights = async (token: string) => (await call(`GET /v1/customers/${shared}/insights`, { token })).body;
  const [a, b] = [await insights(alpha.token), await insights(beta.token)];
  expect(a).toMatchObject({ deployment: { sold: 40, products: [{ sold: 40, soldByYou: 10 }] } });
  expect(b).toMatchObject({ deployment: { sold: 40, products: [{ sold: 40, soldByYou: 30 }] } });
  expect(JSON.stringify(a)).not.toContain(beta.partnerId);
  const own = await call(`GET /v1/customers/${shared}/subscriptions`, { token: alpha.token });
  expect(own.body).toMatchObject({ subscriptions: [{ quantity: 10 }] });
  expect(JSON.stringify(own.body)).not.toContain(beta.partnerId);
});

test('an operator reads everything, and as a partner when it says so; a partner cannot', async () => {
  const token = await operatorToken();
  const asBeta = await call(`GET /v1/customers/${shared}/insights?partner=${beta.partnerId}`, { token });
  expect(asBeta.body).toMatchObject({ deployment: { products: [{ soldByYou: 30 }] } });
  expect((await call(`GET /v1/customers/${betasOwn}/insights`, { token })).status).toBe(200);
  expect(await call('GET /v1/customers?limit=1', { token })).toMatchObject({
    status: 200,
    body: { customers: [{ partners: expect.any(Array) }], cursor: expect.any(String) },
  });
  const asOther = await call(`GET /v1/customers?partner=${beta.partnerId}`, { token: alpha.token });
  expect(asOther).toMatchObject({ status: 403, body: { code: 'not_operator' } });
});

const mailTest = needsLocalRuntime('it opens the link of a mail, which only the local mailbox shows.');

mailTest('unlinking ends reading, takes the customer out of the portfolio and revokes mailed links', async () => {
  const requested = await call<{ id: string }>('POST /v1/exports', {
    token: alpha.token,
    body: { reports: ['deployment'], email: [recipient] },
  });
  await everythingIsDone();
  const [link = ''] = linksIn((await mailTo(recipient)).text);
  expect((await fetch(link, { redirect: 'manual' })).status).toBe(302);

  const unlinked = await call(`PUT /v1/customers/${shared}`, {
    token: await operatorToken(),
    body: { name: 'Shared no more', partners: [beta.partnerId] },
  });
  expect(unlinked.status).toBe(200);

  expect((await call(`GET /v1/customers/${shared}/insights`, { token: alpha.token })).status).toBe(404);
  expect((await fetch(link, { redirect: 'manual' })).status).toBe(410);
  const exported = await call<{ files: { url: string | null }[] }>(`GET /v1/exports/${requested.body.id}`, {
    token: alpha.token,
  });
  expect(exported.body.files.map(({ url }) => url)).toEqual([null]);

  await everythingIsDone();
  const portfolio = await call('GET /v1/portfolio', { token: alpha.token });
  expect(portfolio).toMatchObject({ status: 200, body: { totals: { customers: 0 }, customers: [] } });
  const listed = await call('GET /v1/customers', { token: alpha.token });
  expect(listed.body).toMatchObject({ customers: [] });
});

test('history begins on the day of the link: figures of days before it are in no answer', async () => {
  const token = await operatorToken();
  const { partnerId, token: newcomer } = await givenPartner();
  await call(`PUT /v1/customers/${betasOwn}`, {
    token,
    body: { name: 'Shared from today', partners: [{ id: beta.partnerId, since: '2025-01-01' }, partnerId] },
  });
  await recalculate(token, betasOwn);
  await portfolioIsPublished(newcomer, await today());
  const insights = await call(`GET /v1/customers/${betasOwn}/insights`, { token: newcomer });
  expect(insights).toMatchObject({ status: 404, body: { code: 'no_snapshot' } });
  expect(insights.body.detail).toContain('begins on');
  expect((await call('GET /v1/portfolio', { token: newcomer })).body).toMatchObject({ customers: [], pending: 0 });
  expect((await call('GET /v1/customers', { token: newcomer })).body).toMatchObject({
    customers: [{ customerId: betasOwn }],
  });
  const listed = await call('GET /v1/portfolio', { token: beta.token });
  expect(JSON.stringify(listed.body)).toContain(betasOwn);
});
