import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { PARTNER_APP } from '../../../infra/local/microsoft/start-microsoft.ts';
import { type Tenant, tenantOf } from '../../../infra/local/microsoft/tenants/tenant.ts';
import { type StandIn, startStandIn } from './stand-in-under-test.ts';

const DAY = 86_400;
const letsIn = tenantOf('Lets In', { consented: null });
const slow = tenantOf('Slow', { consented: null });
const busy = tenantOf('Busy', { consented: null });
const noRole = tenantOf('No Role', { consented: null });
const leaves = tenantOf('Leaves');
const narrows = tenantOf('Narrows');

let standIn: StandIn;
beforeAll(async () => {
  standIn = await startStandIn([letsIn, slow, busy, noRole, leaves, narrows], { auth: 'partner', reports: [] });
}, 60_000);
afterAll(() => standIn.stop());
beforeEach(() => standIn.microsoft.clearScripts());

const consentsAskedOf = ({ tenantId }: Tenant): number[] =>
  standIn.microsoft
    .calls()
    .filter((call) => call.route === 'applicationConsents' && call.tenantId === tenantId)
    .map(({ status }) => status);
const linkTo = ({ tenantId }: Tenant): string =>
  `${standIn.microsoft.origins.login}/${tenantId}/adminconsent?client_id=${PARTNER_APP.clientId}`;

test('a tenant that never consented is let into as the partner, once, and collected in the same collection', async () => {
  expect(await standIn.collect(letsIn)).toEqual([
    'The application was let into the tenant, which takes a few minutes: it goes on by itself.',
  ]);
  expect(await standIn.standing(letsIn)).toMatchObject({ state: 'ok', problems: [] });
  expect(consentsAskedOf(letsIn)).toEqual([201]);
  standIn.advance(DAY);
  await standIn.collect(letsIn);
  expect((await standIn.standing(letsIn)).state).toBe('ok');
  expect(consentsAskedOf(letsIn)).toEqual([201]);
});

test('a service that takes minutes to know of the consent is waited for, and not asked to consent again', async () => {
  const { microsoft, collect, standing } = standIn;
  const unaware = { kind: 'status', status: 400, body: { error: 'invalid_grant', error_codes: [65001] } } as const;
  microsoft.script({ route: 'token', tenantId: slow.tenantId, times: 4 }, unaware);
  expect(await collect(slow)).toHaveLength(4); // one after the consent was given, and three who do not know of it
  expect((await standing(slow)).state).toBe('ok');
  expect(consentsAskedOf(slow)).toEqual([201]);
});

test('Partner Center that is busy is asked for consent again when it wants to be', async () => {
  const { microsoft, collect, standing } = standIn;
  const script = { route: 'applicationConsents', tenantId: busy.tenantId, times: 1 } as const;
  microsoft.script(script, { kind: 'status', status: 429, retryAfterSeconds: 30 });
  await collect(busy);
  expect((await standing(busy)).state).toBe('ok');
  expect(consentsAskedOf(busy)).toEqual([429, 201]);
});

test('consent that is refused to the partner is a state of its own, and is asked for anew the next day', async () => {
  const { microsoft, collect, standing } = standIn;
  const script = { route: 'applicationConsents', tenantId: noRole.tenantId, times: 1 } as const;
  microsoft.script(script, { kind: 'status', status: 403, code: '2004' });
  await collect(noRole);
  const refused = await standing(noRole);
  expect([refused.state, refused.consentLink]).toEqual(['consent_refused', linkTo(noRole)]);
  expect(refused.remedy).toContain('Cloud Application Administrator');
  standIn.advance(DAY);
  await collect(noRole);
  expect((await standing(noRole)).state).toBe('ok');
  expect(consentsAskedOf(noRole)).toEqual([403, 201]);
});

test('consent that was withdrawn is another state, and nobody consents in the place of the tenant', async () => {
  const { microsoft, collect, standing, advance } = standIn;
  await collect(leaves);
  const before = await standing(leaves);
  expect(before.state).toBe('ok');
  microsoft.withdrawConsent(leaves.tenantId, { revokeTokens: true }); // tokens are answered 401 from now on
  for (const _ of ['the next day', 'the day after']) {
    advance(DAY);
    await collect(leaves);
    const { state, remedy, consentLink, lastCollectedAt } = await standing(leaves);
    expect([state, consentLink, lastCollectedAt]).toEqual([
      'consent_withdrawn',
      linkTo(leaves),
      before.lastCollectedAt,
    ]);
    expect(remedy).toContain('took back the consent to the application (AADSTS65001');
  }
  expect(consentsAskedOf(leaves)).toEqual([]);
  microsoft.giveConsent(leaves.tenantId);
  advance(DAY);
  await collect(leaves);
  expect((await standing(leaves)).state).toBe('ok');
});

test('permissions that are all taken are a consent withdrawn; one of them is a permission missing', async () => {
  const { microsoft, collect, standing, advance } = standIn;
  await collect(narrows);
  microsoft.giveConsent(narrows.tenantId, ['LicenseAssignment.Read.All']);
  advance(DAY);
  await collect(narrows);
  expect(await standing(narrows)).toMatchObject({
    state: 'permission_missing',
    problems: [{ item: 'graph.users', state: 'permission_missing' }],
  });
  microsoft.giveConsent(narrows.tenantId, []);
  advance(DAY);
  await collect(narrows);
  const { state, remedy } = await standing(narrows);
  expect(state).toBe('consent_withdrawn');
  expect(remedy).toContain('(User.Read.All, LicenseAssignment.Read.All, Organization.Read.All)');
});
