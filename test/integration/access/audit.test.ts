import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { readAccess } from '../../../lib/access/read-access.ts';
import { putEntry } from '../../../lib/audit/audit-table.ts';
import { readPartner } from '../../../lib/customers/partner-table.ts';
import { operator, partnerUser } from '../../fixtures/api-event.ts';
import { type Manage, startManaging } from '../licensing/manage.ts';

let manage: Manage;
beforeAll(async () => {
  manage = await startManaging();
});
afterEach(() => manage.tables.faults.clear());
afterAll(() => manage.stop());

const NOW = new Date('2026-03-02T10:00:00.000Z');

interface Entries {
  readonly entries: readonly Record<string, unknown>[];
  readonly cursor?: string;
}

const entries = async (query: Record<string, string> = {}, now = NOW): Promise<Entries> => {
  const answer = await manage.call('GET /v1/audit', { query, now });
  expect(answer.status).toBe(200);
  return answer.body as Entries; // held against the description of this operation
};
const of = async (target: string) => (await entries({ target })).entries;
const putAccess = (subject: string, body: unknown) =>
  manage.call('PUT /v1/access/{subject}', { path: { subject }, body, now: NOW });
const deleteAccess = (subject: string) => manage.call('DELETE /v1/access/{subject}', { path: { subject }, now: NOW });
const deletePartner = (id: string) => manage.call('DELETE /v1/partners/{id}', { path: { id }, now: NOW });
const problem = (status: number, code: string) => ({ status, body: expect.objectContaining({ status, code }) });

test('a change is recorded with who made it, what was and what is; the same again is none', async () => {
  await manage.createPartners('northwind');
  await putAccess('ana', { partnerId: 'northwind', scopes: ['insights:read'] });
  await putAccess('ana', { partnerId: 'northwind', scopes: ['insights:read'] });
  await putAccess('ana', { scopes: ['operator'] });
  expect((await deleteAccess('ana')).status).toBe(204);
  const entry = {
    at: '2026-03-02T10:00:00.000Z',
    subject: operator.subject,
    portfolio: '~operator',
    target: 'ana',
    requestId: 'test-request',
    outcome: 'done',
  };
  const [first, second] = [
    { subject: 'ana', partnerId: 'northwind', scopes: ['insights:read'] },
    { subject: 'ana', scopes: ['operator'] },
  ];
  const found = await of('ana');
  expect(found).toHaveLength(3);
  expect(found).toEqual(
    expect.arrayContaining([
      { ...entry, action: 'access.put', after: first },
      { ...entry, action: 'access.put', before: first, after: second },
      { ...entry, action: 'access.delete', before: second },
    ]),
  );
});

test('entries lie in the partition of their month, and are forgotten after 400 days', async () => {
  const { jobs } = manage.tables;
  const answer = await jobs.client.send(
    new QueryCommand({
      TableName: jobs.name,
      KeyConditionExpression: 'job = :job',
      ExpressionAttributeValues: { ':job': 'audit#2026-03' },
    }),
  );
  expect(answer.Items?.length).toBeGreaterThan(0);
  const expiresAt = NOW.getTime() / 1000 + 400 * 86_400;
  for (const item of answer.Items ?? [])
    expect(item).toMatchObject({
      expiresAt,
      item: expect.stringMatching(/^2026-03-02T10:00:00\.000Z#[0-9a-f-]{36}$/u),
    });
});

test('partners and customers are recorded as they were stored', async () => {
  await manage.createPartners('alpine');
  await manage.call('PUT /v1/partners/{id}', { path: { id: 'alpine' }, body: { name: 'Alpine AG' } });
  await manage.putCustomer('contoso', [{ id: 'alpine', since: '2026-01-01' }], { domain: 'contoso.example' });
  await manage.putCustomer('contoso', []);
  const profile = { partnerId: 'alpine', name: 'Partner alpine', tenantIds: [], recipients: [] };
  expect((await of('alpine')).map(({ before, after }) => ({ before, after }))).toEqual(
    expect.arrayContaining([
      { before: undefined, after: profile },
      { before: profile, after: { ...profile, name: 'Alpine AG' } },
    ]),
  );
  const customer = {
    customerId: 'contoso',
    name: 'Customer contoso',
    domain: 'contoso.example',
    partners: { alpine: { since: '2026-01-01' } },
  };
  expect((await of('contoso')).map(({ before, after }) => ({ before, after }))).toEqual(
    expect.arrayContaining([
      { before: undefined, after: customer },
      { before: customer, after: { customerId: 'contoso', name: 'Customer contoso', partners: {} } },
    ]),
  );
});

test('what cannot be recorded is not done', async () => {
  const { faults, licensing } = manage.tables;
  faults.inject({
    service: 'dynamodb',
    operation: 'PutItem',
    table: 'Jobs',
    caller: 'test',
    times: Infinity,
    kind: { status: 500, code: 'InternalServerError' },
  });
  expect(await putAccess('bo', { scopes: ['operator'] })).toMatchObject(problem(503, 'try_again'));
  expect(await readAccess(licensing, 'bo')).toBeUndefined();
});

test('a change of which it is not recorded that it is done is told as begun', async () => {
  const { faults } = manage.tables;
  faults.inject({
    service: 'dynamodb',
    operation: 'PutItem',
    table: 'Jobs',
    caller: 'test',
    skip: 1,
    times: Infinity,
    kind: { status: 500, code: 'InternalServerError' },
  });
  expect(await putAccess('cy', { scopes: ['operator'] })).toMatchObject(problem(503, 'try_again'));
  faults.clear();
  expect((await putAccess('cy', { scopes: ['operator'] })).status).toBe(200);
  expect(await of('cy')).toMatchObject([{ outcome: 'begun', after: { subject: 'cy', scopes: ['operator'] } }]);
});

test('a refused change is not recorded', async () => {
  expect(await putAccess('dan', { partnerId: 'ghost', scopes: ['insights:read'] })).toMatchObject({ status: 400 });
  expect(await of('dan')).toEqual([]);
});

test('entries come newest first, a page at a time, of the days that are asked for and of 400 days at most', async () => {
  const days = ['2026-02-28', '2026-02-27', '2025-12-31', '2025-01-27', '2025-01-25'];
  for (const day of days)
    await putEntry(manage.tables.jobs, '0', {
      at: `${day}T12:00:00.000Z`,
      subject: 'old',
      action: 'sign-in',
      outcome: 'done',
    });
  const query = { subject: 'old', limit: '2' };
  const dayOf = ({ entries: found }: Entries) => found.map(({ at }) => String(at).slice(0, 10));
  const first = await entries(query);
  expect(dayOf(first)).toEqual(days.slice(0, 2));
  const second = await entries({ limit: '2', cursor: first.cursor ?? '' });
  expect(dayOf(second)).toEqual(days.slice(2, 4));
  expect(second.cursor === undefined ? [] : dayOf(await entries({ cursor: second.cursor }))).toEqual([]);
  expect(dayOf(await entries({ subject: 'old', from: '2025-12-31', to: '2026-02-27' }))).toEqual(days.slice(1, 3));
  expect(dayOf(await entries({ subject: 'old', from: '2020-01-01' }))).toEqual(days.slice(0, 4));
  expect(dayOf(await entries({ action: 'sign-in', subject: 'somebody' }))).toEqual([]);
  for (const place of [{ before: '2026-13', from: '2026-01-01' }, { before: '2026-03', from: 'x' }, {}])
    expect(
      await manage.call('GET /v1/audit', {
        query: { cursor: Buffer.from(JSON.stringify(place)).toString('base64url') },
      }),
    ).toMatchObject(problem(400, 'invalid_cursor'));
});

test('partners and access records are listed by id, a page at a time', async () => {
  await manage.createPartners('p-2', 'p-1', 'p-3');
  const pages = async (route: string, name: string): Promise<unknown[]> => {
    const found: unknown[] = [];
    let cursor: string | undefined;
    do {
      const { body } = await manage.call(route, { query: { limit: '2', ...(cursor === undefined ? {} : { cursor }) } });
      const page = body as Record<string, unknown[]> & { cursor?: string }; // held against the description
      expect(page[name]?.length).toBeLessThanOrEqual(2);
      found.push(...(page[name] ?? []));
      cursor = page.cursor;
    } while (cursor !== undefined);
    return found;
  };
  const partners = (await pages('GET /v1/partners', 'partners')) as { partnerId: string }[]; // held against it too
  expect(partners.filter(({ partnerId }) => partnerId.startsWith('p-'))).toEqual(
    ['p-1', 'p-2', 'p-3'].map((id) => ({ partnerId: id, name: `Partner ${id}`, tenantIds: [], recipients: [] })),
  );
  for (const subject of ['s-2', 's-1', 's-3'])
    await putAccess(subject, { partnerId: 'p-1', scopes: ['insights:read'] });
  await deleteAccess('s-2');
  const access = (await pages('GET /v1/access', 'access')) as { subject: string }[]; // and so is this
  expect(access.filter(({ subject }) => subject.startsWith('s-'))).toEqual(
    ['s-1', 's-3'].map((subject) => ({ subject, partnerId: 'p-1', scopes: ['insights:read'] })),
  );
});

test('a partner is deleted only without customers and access records, which the problem names', async () => {
  const { licensing } = manage.tables;
  await manage.createPartners('leaving');
  await manage.putCustomer('fabrikam', ['leaving']);
  await putAccess('eve', { partnerId: 'leaving', scopes: ['insights:read'] });
  const refused = await deletePartner('leaving');
  expect(refused).toMatchObject(problem(409, 'partner_has_customers'));
  expect(refused.body).toMatchObject({
    detail: expect.stringContaining('1 customers are linked to partner "leaving": "fabrikam"'),
  });
  await manage.putCustomer('fabrikam', []);
  const named = await deletePartner('leaving');
  expect(named).toMatchObject(problem(409, 'partner_has_access'));
  expect(named.body).toMatchObject({ detail: expect.stringContaining('"eve"') });
  await deleteAccess('eve');
  expect(await readPartner(licensing, 'leaving')).toMatchObject({ name: 'Partner leaving' });
  expect((await deletePartner('leaving')).status).toBe(204);
  expect(await readPartner(licensing, 'leaving')).toBeUndefined();
  expect(await deletePartner('leaving')).toMatchObject(problem(404, 'unknown_partner'));
  expect((await of('leaving')).filter(({ action }) => action === 'partner.delete')).toMatchObject([
    { before: { partnerId: 'leaving', name: 'Partner leaving' }, outcome: 'done' },
  ]);
});

test('a new partner of a deleted one’s id reads nothing that was made before', async () => {
  await manage.createPartners('again');
  await deletePartner('again');
  await manage.createPartners('again');
  expect(await readPartner(manage.tables.licensing, 'again')).toEqual({
    partnerId: 'again',
    name: 'Partner again',
    tenantIds: [],
    recipients: [],
    recipientsSetAt: NOW.toISOString(),
    lastUnlinkedAt: NOW.toISOString(),
  });
});

test('nobody deletes the own access, nor that of the first operator, nor one that is not', async () => {
  expect(await deleteAccess(operator.subject)).toMatchObject(problem(409, 'own_access'));
  expect(await deleteAccess('first-operator')).toMatchObject(problem(409, 'first_operator'));
  expect(await deleteAccess('stranger')).toMatchObject(problem(404, 'unknown_subject'));
});

test('a customer is shown to its partners without the others, and to operators with them', async () => {
  await manage.createPartners('seller', 'other');
  await manage.putCustomer('shown', [{ id: 'seller', since: '2026-01-01' }], { externalIds: { crm: '7' } });
  const get = (caller = operator) => manage.call('GET /v1/customers/{id}', { path: { id: 'shown' }, caller });
  const profile = { customerId: 'shown', name: 'Customer shown', externalIds: { crm: '7' } };
  expect((await get()).body).toEqual({ ...profile, partners: [{ id: 'seller', since: '2026-01-01' }] });
  expect((await get(partnerUser('seller'))).body).toEqual(profile);
  const foreign = await get(partnerUser('other'));
  const missing = await manage.call('GET /v1/customers/{id}', { path: { id: 'none' }, caller: partnerUser('other') });
  expect(foreign).toMatchObject(problem(404, 'unknown_customer'));
  expect(JSON.stringify(foreign.body).replace('shown', 'none')).toEqual(JSON.stringify(missing.body));
});

test('only operators see the audit, partners and access, and delete them', async () => {
  const caller = partnerUser('northwind');
  for (const [route, path] of [
    ['GET /v1/audit', {}],
    ['GET /v1/partners', {}],
    ['GET /v1/access', {}],
    ['DELETE /v1/partners/{id}', { id: 'northwind' }],
    ['DELETE /v1/access/{subject}', { subject: 'ana' }],
  ] as const)
    expect(await manage.call(route, { path, caller })).toMatchObject(problem(403, 'missing_scope'));
});
