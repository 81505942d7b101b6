import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { csvOf, user } from '../fixtures/imports/active-user-detail.ts';
import { assignment, graphUser, usersAnswer } from '../fixtures/imports/users.ts';
import { givenAssignments, givenCustomer, givenPartner, givenSeats, operatorToken, unique } from '../steps/given.ts';
import { theStack } from '../steps/stack.ts';
import { needsLocalRuntime } from '../steps/the-stage.ts';
import { tracesOf } from '../steps/traces.ts';
import { type Upload, upload } from '../steps/upload.ts';
import { call, daysBefore, everythingIsDone, exportIsDone, importIsDone, recalculate, today } from '../steps/when.ts';

const test = needsLocalRuntime('it looks into every table, every bucket and the log.');

const E3 = '6fd2c87f-b296-42f0-b197-1e91e994b900';

interface Import {
  id: string;
  status: string;
  errors: { code: string; message: string }[];
  upload: Upload;
}

interface Erasure {
  id: string;
  status: string;
  requestedAt: string;
  userHash?: string;
  removed: Record<string, number>;
}

const handIn = async (token: string, kind: string, customerId: string, file: string): Promise<Import> => {
  const body = { kind, customerId, allowOtherTenant: true, allowShrink: true };
  const { body: requested } = await call<Import>('POST /v1/imports', { token, body });
  expect(await upload(requested.upload, file)).toBe(204);
  await importIsDone(token, requested.id);
  return (await call<Import>(`GET /v1/imports/${requested.id}`, { token })).body;
};

const usersFile = (...names: readonly string[]): string =>
  JSON.stringify(
    usersAnswer(names.map((userPrincipalName) => ({ ...graphUser('x', [assignment()]), userPrincipalName }))),
  );

/** People of a customer who hold a product, and used it the day before. */
const givenPeople = async (token: string, customerId: string, people: readonly string[]): Promise<void> => {
  const yesterday = daysBefore(1, await today());
  await givenAssignments(token, customerId, E3, people, daysBefore(60, yesterday));
  const events = people.map((userId) => ({
    customerId,
    userId,
    workload: 'teams',
    occurredAt: `${yesterday}T08:00:00Z`,
  }));
  const coverage = [{ customerId, workloads: ['teams'], from: daysBefore(27, yesterday), through: yesterday }];
  const { body } = await call('POST /v1/activity', { token, body: { events, coverage } });
  expect(body).toMatchObject({ rejected: [] });
};

const figuresOf = async (token: string, customerId: string) => {
  const { body } = await call<{
    deployment: { assignedPeople: number };
    usage: { workloads: { workload: string; active: number }[] };
  }>(`GET /v1/customers/${customerId}/insights`, { token });
  return [
    body.deployment.assignedPeople,
    body.usage.workloads.find(({ workload }) => workload === 'teams')?.active ?? null,
  ];
};

/** The stores in which a text stands: the first words of its places. */
const storesOf = (places: readonly string[]): string[] => [...new Set(places.map((one) => one.split(' ')[0] ?? ''))];

test('a user is erased from every table, bucket and log, in any spelling, and nobody else is', async () => {
  const { partnerId, token } = await givenPartner();
  const [customerId, other] = [await givenCustomer([partnerId]), await givenCustomer([partnerId])];
  const name = unique('zoé');
  const [zoe, bob] = [`${name}@contoso.com`, 'bob@contoso.com'];
  await givenSeats(token, customerId, { ENTERPRISEPACK: 5 });
  await givenPeople(token, customerId, [zoe.normalize('NFD').toUpperCase(), bob]);
  await givenPeople(token, other, [zoe]);
  const alias = `${name}-at-github`;
  const identities = [{ alias, userId: zoe }];
  await call(`POST /v1/customers/${customerId}/identities`, { token, body: { identities } });
  await givenPeople(token, customerId, [alias]);
  // Lists of all users: the second one keeps for an undo what Zoé held.
  for (const people of [[zoe, bob, 'cid@contoso.com'], [bob]]) {
    const { status } = await handIn(token, 'graph.users', customerId, usersFile(...people));
    expect(status).toBe('complete');
  }
  // A file whose columns have slipped, so that what it finds quotes her.
  const slipped = user('x', { 'Report Refresh Date': await today(), 'Exchange Last Activity Date': zoe });
  const file = csvOf([slipped, user('y', { 'Report Refresh Date': await today() })]);
  const quoting = await handIn(token, 'graph.office365ActiveUserDetail', customerId, file);
  expect(quoting.errors.map(({ message }) => message).join()).toContain(name);
  const waiting = await call<Import>('POST /v1/imports', { token, body: { kind: 'graph.users', customerId } });
  await recalculate(token);
  const before = await figuresOf(token, customerId);
  const elsewhere = await figuresOf(token, other);
  expect(storesOf(await tracesOf(name))).toEqual(['ActivityTable', 'JobsTable', 'LicensingTable', 'UploadsBucket']);

  const path = `/v1/customers/${customerId}/users/${encodeURIComponent(zoe.toUpperCase())}`;
  const asked = await call<Erasure>(`DELETE ${path}`, { token });
  expect(asked).toMatchObject({ status: 202, body: { status: 'queued', customerId } });
  await everythingIsDone();
  const receipt = (await call<Erasure>(`GET ${asked.headers.get('location')}`, { token })).body;
  expect(receipt).toMatchObject({
    status: 'done',
    userHash: expect.stringMatching(/^[0-9a-f]{64}$/u),
    removed: { calendars: 2, assignments: 2, identities: 1, uploads: 3, findings: 1 },
  });
  expect(receipt.removed.undoCopies).toBeGreaterThan(0);

  expect(await tracesOf(name)).toEqual([
    `ActivityTable ${other} | ${zoe}`,
    `LicensingTable customer#${other} | assignment#${zoe}`,
  ]);
  expect([before, await figuresOf(token, customerId)]).toEqual([
    [3, 2],
    [2, 1],
  ]);
  expect(await figuresOf(token, other)).toEqual(elsewhere);
  expect((await call<Import>(`GET /v1/imports/${waiting.body.id}`, { token })).body).toMatchObject({
    status: 'failed',
    errors: [{ code: 'user_erased' }],
  });
  const again = await call<Erasure>(`DELETE ${path}`, { token });
  expect(again.body.id).not.toBe(receipt.id);
  await everythingIsDone();
  expect((await call(`GET /v1/erasures/${again.body.id}`, { token })).body).toMatchObject({
    status: 'done',
    removed: {},
  });

  const replayed = await call('POST /v1/erasures/replay', {
    token: await operatorToken(),
    body: { restoredTo: receipt.requestedAt },
  });
  expect(replayed).toMatchObject({ status: 202, body: { erasures: 2 } });
  await everythingIsDone();
  expect((await call(`GET /v1/erasures/${receipt.id}`, { token })).body).toMatchObject({ status: 'done' });
});

test('a customer is erased from every table and bucket but for the receipt, and its id can be used again', async () => {
  const { partnerId, token } = await givenPartner(['ana@acme.example']);
  const operator = await operatorToken();
  const [customerId, other] = [await givenCustomer([partnerId]), await givenCustomer([partnerId])];
  for (const id of [customerId, other]) {
    await givenSeats(token, id, { ENTERPRISEPACK: 5 });
    await givenPeople(token, id, ['ada@contoso.com', 'bob@contoso.com']);
  }
  // Of somebody who was erased before, nothing is left but that it was done.
  await call(`DELETE /v1/customers/${customerId}/users/cid@contoso.com`, { token });
  await everythingIsDone();
  await handIn(token, 'graph.users', customerId, usersFile('ada@contoso.com'));
  await call('PUT /v1/customers/{id}/support-cases'.replace('{id}', customerId), {
    token,
    body: { cases: [{ day: daysBefore(1, await today()), category: 'how-to', count: 2 }] },
  });
  await recalculate(token, customerId);
  await recalculate(token);
  const order = async (body: object) => {
    const { body: ordered } = await call<{ id: string }>('POST /v1/exports', { token, body });
    await exportIsDone(token, ordered.id);
    return ordered.id;
  };
  await order({ reports: ['deployment'], email: ['ana@acme.example'] });
  await order({ reports: ['usage'], customerId });
  const ofOther = await order({ reports: ['deployment'], customerId: other });
  const elsewhere = await figuresOf(token, other);
  // One source by the partner's credentials, and one by its own.
  const credentials = { clientSecret: 'of the application' };
  const source = { kind: 'microsoft', auth: 'application', clientId: '1950a258-227b-4e31-a9cf-717495945fc2' };
  const tenantId = randomUUID();
  for (const [path, body] of [
    [`partners/${partnerId}/sources/microsoft`, { ...source, credentials }],
    [`customers/${customerId}/sources/microsoft`, { kind: 'microsoft', uses: 'partner', tenantId }],
    [`customers/${customerId}/sources/own`, { ...source, uses: 'own', tenantId, credentials }],
  ] as const)
    expect((await call(`PUT /v1/${path}`, { token, body })).status).toBe(200);
  expect(storesOf(await tracesOf(customerId))).toEqual(
    Object.keys((await theStack()).resources.tables)
      .concat(Object.keys((await theStack()).resources.buckets))
      .filter((id) => !id.includes('/'))
      .sort(),
  );

  expect((await call(`DELETE /v1/customers/${customerId}`, { token })).status).toBe(403);
  const asked = await call<Erasure>(`DELETE /v1/customers/${customerId}`, { token: operator });
  expect(asked).toMatchObject({ status: 202, body: { customerId } });
  await everythingIsDone();
  const receipt = (await call<Erasure>(`GET /v1/erasures/${asked.body.id}`, { token: operator })).body;
  expect(receipt).toMatchObject({
    status: 'done',
    removed: { calendars: 2, imports: 1, uploads: 1, exports: 2, sources: 2 },
  });
  // A source that takes new customers by itself is not to bring it back.
  expect((await call(`GET /v1/partners/${partnerId}/proposed-customers`, { token })).body).toMatchObject({
    customers: [{ tenantId, source: 'microsoft' }],
  });

  expect((await tracesOf(customerId)).map((place) => place.replace(/\d{4}-.*Z/u, '{instant}'))).toEqual([
    `JobsTable erasure#${receipt.id} | job`,
    `UploadsBucket erasures/{instant}/${receipt.id}.json`,
  ]);
  expect((await call(`GET /v1/customers/${customerId}/insights`, { token: operator })).status).toBe(404);
  expect((await call(`DELETE /v1/customers/${customerId}`, { token: operator })).body).toEqual(receipt);
  expect(await figuresOf(token, other)).toEqual(elsewhere);
  expect((await call(`GET /v1/exports/${ofOther}`, { token })).body).toMatchObject({ status: 'complete' });
  expect((await call('GET /v1/portfolio', { token })).body).toMatchObject({
    totals: { customers: 1 },
    customers: [{ customerId: other }],
  });

  const body = { name: 'Anew', partners: [{ id: partnerId, since: '2025-01-01' }] };
  expect((await call(`PUT /v1/customers/${customerId}`, { token: operator, body })).status).toBe(200);
  await recalculate(token);
  expect(await figuresOf(token, customerId)).toEqual([null, null]);
});
