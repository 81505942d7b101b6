import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAccess } from '../../../lib/access/read-access.ts';
import { changePartner, readPartner } from '../../../lib/customers/partner-table.ts';
import { partnerUser } from '../../fixtures/api-event.ts';
import { type Manage, startManaging } from './manage.ts';

let manage: Manage;
beforeAll(async () => {
  manage = await startManaging();
});
afterAll(() => manage.stop());

const putPartner = (id: string, body: unknown) => manage.call('PUT /v1/partners/{id}', { path: { id }, body });
const putAccess = (subject: string, body: unknown) =>
  manage.call('PUT /v1/access/{subject}', { path: { subject }, body });
const problem = (status: number, code: string) => ({ status, body: expect.objectContaining({ status, code }) });

const TENANT = '6FD2C87F-B296-42F0-B197-1E91E994B900';

test('stores a partner, its mail addresses and tenants in lower case', async () => {
  const stored = {
    partnerId: 'northwind',
    name: 'Northwind',
    tenantIds: [TENANT.toLowerCase()],
    recipients: ['ada@northwind.example'],
  };
  const answer = await putPartner('northwind', {
    name: ' Northwind ',
    tenantIds: [TENANT],
    recipients: [' Ada@Northwind.example '],
  });
  expect(answer).toMatchObject({ status: 200, body: stored });
  const recipientsSetAt = '2026-03-02T10:00:00.000Z'; // when the call was made: who puts a partner vouches for its recipients
  expect(await readPartner(manage.tables.licensing, 'northwind')).toEqual({ ...stored, recipientsSetAt });
});

test('replaces a partner, and keeps when a customer was last taken from it', async () => {
  await putPartner('alpine', { name: 'Alpine', recipients: ['a@alpine.example'] });
  const lastUnlinkedAt = '2026-01-05T10:00:00.000Z';
  await changePartner(manage.tables.licensing, 'alpine', (stored) => stored && { ...stored, lastUnlinkedAt });
  expect(await putPartner('alpine', { name: 'Alpine AG' })).toMatchObject({
    status: 200,
    body: { partnerId: 'alpine', name: 'Alpine AG', tenantIds: [], recipients: [] },
  });
  expect(await readPartner(manage.tables.licensing, 'alpine')).toEqual({
    partnerId: 'alpine',
    name: 'Alpine AG',
    tenantIds: [],
    recipients: [],
    recipientsSetAt: '2026-03-02T10:00:00.000Z',
    lastUnlinkedAt,
  });
});

test('refuses bad partners: reserved and malformed ids, no name, an 11th recipient, a bad address', async () => {
  expect(await putPartner('direct', { name: 'D' })).toMatchObject(problem(400, 'invalid_path'));
  expect(await putPartner('~operator', { name: 'D' })).toMatchObject(problem(400, 'invalid_path'));
  expect(await putPartner('p1', {})).toMatchObject(problem(400, 'invalid_request'));
  expect(await putPartner('p1', { name: 'two\nlines' })).toMatchObject(problem(400, 'invalid_request'));
  const recipients = Array.from({ length: 11 }, (_, at) => `r${at}@northwind.example`);
  expect(await putPartner('p1', { name: 'P1', recipients })).toMatchObject(problem(400, 'invalid_request'));
  expect(await putPartner('p1', { name: 'P1', recipients: ['nobody'] })).toMatchObject(problem(400, 'invalid_request'));
  expect(await readPartner(manage.tables.licensing, 'p1')).toBeUndefined();
});

test('stores what a subject may do, of Cognito and of other issuers', async () => {
  const { licensing } = manage.tables;
  const rights = { partnerId: 'northwind', scopes: ['insights:read', 'exports:write', 'insights:read'] };
  const subject = '8f7d2c1e-1111-4222-8333-444455556666';
  const record = { subject, partnerId: 'northwind', scopes: ['insights:read', 'exports:write'] };
  expect(await putAccess(subject, rights)).toMatchObject({ status: 200, body: record });
  expect(await readAccess(licensing, subject)).toEqual(record);
  expect(await putAccess('auth0|123', { scopes: ['operator'] })).toMatchObject({
    status: 200,
    body: { subject: 'auth0|123', scopes: ['operator'] },
  });
  expect(await readAccess(licensing, 'auth0|123')).toEqual({ subject: 'auth0|123', scopes: ['operator'] });
});

test('withdraws an access by an empty list of scopes', async () => {
  await putAccess('leaver', { scopes: ['operator'] });
  expect((await putAccess('leaver', { scopes: [] })).status).toBe(200);
  expect(await readAccess(manage.tables.licensing, 'leaver')).toEqual({ subject: 'leaver', scopes: [] });
});

test('refuses access for an unknown partner, for no partner, of an unknown scope and for an unprintable subject', async () => {
  expect(await putAccess('eve', { partnerId: 'nobody', scopes: ['insights:read'] })).toMatchObject(
    problem(400, 'unknown_partner'),
  );
  expect(await putAccess('eve', { scopes: ['insights:read'] })).toMatchObject(problem(400, 'partner_needed'));
  expect(await putAccess('eve', { partnerId: 'northwind', scopes: ['everything'] })).toMatchObject(
    problem(400, 'invalid_request'),
  );
  expect(await putAccess('e v e', { scopes: ['operator'] })).toMatchObject(problem(400, 'invalid_path'));
  expect(await putAccess('e'.repeat(256), { scopes: ['operator'] })).toMatchObject(problem(400, 'invalid_path'));
  expect(await readAccess(manage.tables.licensing, 'eve')).toBeUndefined();
});

test('only operators write partners, access and customers', async () => {
  const caller = partnerUser('northwind');
  const body = { name: 'N', partners: [], scopes: [] };
  for (const [route, path] of [
    ['PUT /v1/partners/{id}', { id: 'northwind' }],
    ['PUT /v1/access/{subject}', { subject: 'eve' }],
    ['PUT /v1/customers/{id}', { id: 'contoso' }],
  ] as const)
    expect(await manage.call(route, { path, body, caller })).toMatchObject(problem(403, 'missing_scope'));
});
