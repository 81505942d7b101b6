import { afterAll, beforeAll, expect, test } from 'vitest';
import { customerOwner } from '../../../lib/customers/owner-keys.ts';
import {
  putCredentialsEntry,
  readCredentialsEntry,
  removeCredentialsEntries,
} from '../../../lib/sources/store/credentials-secret.ts';
import { keepRefreshToken, readRefreshToken } from '../../../lib/sources/store/rotating-token.ts';
import { operator, partnerUser } from '../../fixtures/api-event.ts';
import { hitEveryCall } from '../../fixtures/every-call.ts';
import { type Sources, startSources } from './sources-under-test.ts';

const SLOW = 60_000;
const TENANT = '0b4f1c7e-52ab-4a1f-9a0e-0c1d2e3f4a5b';
const CLIENT = '1950a258-227b-4e31-a9cf-717495945fc2';
const alpine = partnerUser('alpine');
const PUT = 'PUT /v1/partners/{id}/sources/{name}';
const ofAlpine = { id: 'alpine', name: 'microsoft' };

let sources: Sources;
beforeAll(async () => {
  sources = await startSources();
  for (const id of ['alpine', 'fjord'])
    await sources.call('PUT /v1/partners/{id}', { path: { id }, body: { name: id } });
  const body = { name: 'Contoso', partners: [{ id: 'alpine' }] };
  await sources.call('PUT /v1/customers/{id}', { path: { id: 'contoso' }, body });
}, SLOW);
afterAll(() => sources.stop());

const values = (clientSecret: string) => ({ clientSecret });
const everySecret = () => JSON.stringify(sources.secrets.list());

test('sources put at the same time lose no credentials, and what is removed is nowhere any more', async () => {
  const { stores } = sources;
  const names = Array.from({ length: 5 }, (_, at) => `partner#source-${at}`);
  await Promise.all(
    names.map((name) => putCredentialsEntry(stores, 'racing', name, { id: name, values: values(`secret of ${name}`) })),
  );
  for (const name of names)
    expect(await readCredentialsEntry(stores, 'racing', name)).toEqual({
      id: name,
      values: values(`secret of ${name}`),
    });
  expect(sources.secrets.list()).toHaveLength(1);
  await putCredentialsEntry(stores, 'racing', 'partner#source-0', { id: 'new', values: values('newer') });
  expect((await readCredentialsEntry(stores, 'racing', 'partner#source-0'))?.values).toEqual(values('newer'));
  await removeCredentialsEntries(stores, 'racing', ['partner#source-1']);
  expect(await readCredentialsEntry(stores, 'racing', 'partner#source-1')).toBeUndefined();
  expect((await readCredentialsEntry(stores, 'racing', 'partner#source-2'))?.id).toBe('partner#source-2');
  expect(everySecret()).not.toContain('secret of partner#source-1');
  await removeCredentialsEntries(stores, 'racing', names);
  expect(sources.secrets.list()).toEqual([]);
});

test('whatever call is lost or kills the function, no secret is left that nobody knows of', async () => {
  const { stores, faults, tables } = sources;
  const entryOf = (name: string) => ({ id: name, values: values(`secret of ${name}`) });
  let portfolios = 0;
  const prepare = async (first: boolean) => {
    portfolios += 1;
    const portfolio = `hit-${portfolios}`;
    if (!first)
      for (const name of ['kept', 'removed']) await putCredentialsEntry(stores, portfolio, name, entryOf(name));
    return portfolio;
  };
  const secretsOf = (portfolio: string) =>
    sources.secrets.list().filter(({ name }) => name.startsWith(`test/sources/${portfolio}/`));
  const plansLeft = async (portfolio: string) =>
    (await sources.itemsOf(tables.licensing, `partner#${portfolio}`)).filter(
      ({ record }) => record === 'source-credentials-planned',
    );
  const gates = [faults, tables.faults];
  // A first put, which is done again by who saw it fail.
  const put = async () => {
    const portfolio = await prepare(true);
    const once = () => putCredentialsEntry(stores, portfolio, 'kept', entryOf('kept'));
    const check = async () => {
      await once();
      expect((await readCredentialsEntry(stores, portfolio, 'kept'))?.values).toEqual(values('secret of kept'));
      expect(secretsOf(portfolio)).toHaveLength(1);
      expect(await plansLeft(portfolio)).toEqual([]);
    };
    return { run: () => once().catch(() => {}), check };
  };
  expect(await hitEveryCall({ faults: gates, prepare: put })).toBeGreaterThan(4);
  const remove = async () => {
    const portfolio = await prepare(false);
    const once = () => removeCredentialsEntries(stores, portfolio, ['removed']);
    const check = async () => {
      await once();
      expect(await readCredentialsEntry(stores, portfolio, 'kept')).toEqual(entryOf('kept'));
      expect(JSON.stringify(secretsOf(portfolio))).not.toContain('secret of removed');
      expect(secretsOf(portfolio)).toHaveLength(1);
      expect(await plansLeft(portfolio)).toEqual([]);
    };
    return { run: () => once().catch(() => {}), check };
  };
  expect(await hitEveryCall({ faults: gates, prepare: remove })).toBeGreaterThan(5);
}, 120_000);

test('of refresh tokens that race, the one stays that was kept first, encrypted, and bound to its place', async () => {
  const { stores, tables } = sources;
  const place = { portfolio: 'alpine', name: 'rotating', customerId: 'contoso' };
  const [of, first, now] = ['given-1', 'first', new Date()];
  const keep = (used: string, next: string) => keepRefreshToken(stores, place, { of, first, used, next }, now);
  expect(await readRefreshToken(stores, place, of)).toBeUndefined();
  await Promise.all([keep('first', 'second'), keep('first', 'also second')]);
  const kept = await readRefreshToken(stores, place, of);
  expect(['second', 'also second']).toContain(kept);
  await keep('first', 'late'); // by who still used the one before
  expect(await readRefreshToken(stores, place, of)).toBe(kept);
  const long = 'x'.repeat(10_000); // more than KMS takes at once
  await keep(kept ?? '', long);
  expect(await readRefreshToken(stores, place, of)).toBe(long);
  expect(await readRefreshToken(stores, place, 'given-2')).toBeUndefined(); // of other credentials
  const items = await sources.itemsOf(tables.licensing, customerOwner('contoso'));
  const stored = items.find(({ record }) => String(record).startsWith('refresh-token#'));
  expect(JSON.stringify(stored)).not.toContain('xxx');
  expect(stored?.pieces).toHaveLength(3);
});

test('credentials are never shown, and stay where a source is put without them', async () => {
  const body = { kind: 'microsoft', auth: 'application', clientId: CLIENT, hour: 3 };
  const refused = await sources.call(PUT, { path: ofAlpine, caller: alpine, body });
  expect(refused).toMatchObject({ status: 400, body: { code: 'credentials_needed' } });
  const given = { ...body, credentials: { clientSecret: 'not to be seen' } };
  const put = await sources.call(PUT, { path: ofAlpine, caller: alpine, body: given });
  expect(put).toMatchObject({
    status: 200,
    body: {
      partnerId: 'alpine',
      hour: 3,
      newCustomers: 'proposed',
      settings: { auth: 'application', clientId: CLIENT },
    },
  });
  const again = await sources.call(PUT, { path: ofAlpine, caller: operator, body: { ...body, hour: 4 } });
  expect(again).toMatchObject({ status: 200, body: { hour: 4 } });
  const asPartner = { ...body, auth: 'partner', customersFrom: 'partner-center' };
  expect(await sources.call(PUT, { path: ofAlpine, caller: alpine, body: asPartner })).toMatchObject({
    status: 400,
    body: { code: 'credentials_needed', detail: expect.stringContaining('refreshToken') },
  });
  const shown = await sources.call('GET /v1/partners/{id}/sources', { path: { id: 'alpine' }, caller: alpine });
  const all = JSON.stringify([put, again, shown, ...(await sources.itemsOf(sources.tables.jobs))]);
  expect(all).toContain('source.put'); // the audit's entries are among them
  expect(all).not.toContain('not to be seen');
  expect(everySecret()).toContain('not to be seen');
});

test('a partner keeps its own sources alone, and a customer may have credentials of its own', async () => {
  const fjord = partnerUser('fjord');
  const read = { path: ofAlpine, caller: fjord };
  expect((await sources.call('GET /v1/partners/{id}/sources/{name}', read)).status).toBe(404);
  expect((await sources.call('DELETE /v1/partners/{id}/sources/{name}', read)).status).toBe(404);
  const readsOnly = partnerUser('alpine', ['insights:read', 'licensing:write']);
  const remove = { path: ofAlpine, caller: readsOnly };
  expect((await sources.call('DELETE /v1/partners/{id}/sources/{name}', remove)).status).toBe(403);
  const path = { id: 'contoso', name: 'own' };
  const own = {
    kind: 'microsoft',
    uses: 'own',
    auth: 'application',
    clientId: CLIENT,
    tenantId: TENANT,
    credentials: { clientSecret: 'of contoso alone' },
  };
  const put = await sources.call('PUT /v1/customers/{id}/sources/{name}', { path, caller: alpine, body: own });
  expect(put).toMatchObject({ status: 200, body: { uses: 'own', tenantId: TENANT, state: 'new' } });
  const missing = { kind: 'microsoft', uses: 'partner', tenantId: TENANT };
  expect(
    await sources.call('PUT /v1/customers/{id}/sources/{name}', { path, caller: alpine, body: missing }),
  ).toMatchObject({ status: 400, body: { code: 'unknown_source' } });
  expect((await sources.call('GET /v1/customers/{id}/sources/{name}', { path, caller: fjord })).status).toBe(404);
  expect(everySecret()).toContain('of contoso alone');
  await sources.call('DELETE /v1/customers/{id}/sources/{name}', { path, caller: alpine });
  expect(everySecret()).not.toContain('of contoso alone');
});

test('deleting a partner’s source takes its credentials and the sources that use it; a partner with sources stays', async () => {
  const path = { id: 'contoso', name: 'microsoft' };
  const body = { kind: 'microsoft', uses: 'partner', tenantId: TENANT };
  await sources.call('PUT /v1/customers/{id}/sources/{name}', { path, caller: alpine, body });
  expect(await sources.call('DELETE /v1/partners/{id}', { path: { id: 'alpine' } })).toMatchObject({ status: 409 });
  expect(
    (await sources.call('DELETE /v1/partners/{id}/sources/{name}', { path: ofAlpine, caller: alpine })).status,
  ).toBe(204);
  expect(sources.secrets.list().filter(({ name }) => name.startsWith('test/sources/alpine/'))).toEqual([]);
  expect((await sources.call('GET /v1/customers/{id}/sources', { path: { id: 'contoso' } })).body).toEqual({
    sources: [],
  });
});
