import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBudgets } from '../../../infra/local/microsoft/budgets.ts';
import { type Microsoft, PARTNER_APP, startMicrosoft } from '../../../infra/local/microsoft/start-microsoft.ts';
import { tenantOf } from '../../../infra/local/microsoft/tenants/tenant.ts';
import { ask, stoppedClock, tokenOf } from './asking.ts';

const [contoso, fabrikam] = [tenantOf('Contoso'), tenantOf('Fabrikam')];
const clock = stoppedClock('2026-03-10T08:00:00Z');
let microsoft: Microsoft;

beforeAll(async () => {
  microsoft = await startMicrosoft({ now: clock.now, tenants: [contoso, fabrikam] });
});
afterAll(() => microsoft.stop());

const report = async (token: string): Promise<string> => {
  const url = `${microsoft.origins.graph}/v1.0/reports/getTeamsUserActivityUserDetail(period='D7')`;
  const { status, headers } = await ask(url, token);
  return [status, headers.get('retry-after') ?? ''].join(' ').trim();
};

test('lets 14 reports of an app and tenant through in any ten minutes, and counts what it refused', async () => {
  const token = await tokenOf(microsoft, contoso.tenantId);
  expect(await report(token)).toBe('302');
  clock.pass(60);
  for (let call = 2; call <= 14; call += 1) expect(await report(token)).toBe('302');
  expect(await report(token)).toBe('429 540');
  expect(await report(await tokenOf(microsoft, fabrikam.tenantId))).toBe('302');
  clock.pass(539);
  expect(await report(token)).toBe('429 1');
  clock.pass(1);
  expect(await report(token)).toBe('302'); // the first of the fourteen is ten minutes old
  expect(await report(token)).toBe('429 60');
  expect(microsoft.refused()).toEqual({ reports: 3, partnerCenter: 0, consents: 0 });
});

test('takes no other call from the reports’ budget', async () => {
  const token = await tokenOf(microsoft, contoso.tenantId);
  expect(await report(token)).toBe('429 60');
  expect((await ask(`${microsoft.origins.graph}/v1.0/subscribedSkus`, token)).status).toBe(200);
});

test('lets 500 calls a minute to Partner Center through, and 50 consents a second', () => {
  const budgets = createBudgets(clock.now);
  for (let call = 1; call <= 500; call += 1) expect(budgets.spend('partnerCenter', 'a')).toBeUndefined();
  expect(budgets.spend('partnerCenter', 'a')).toBe(60);
  expect(budgets.spend('partnerCenter', 'b')).toBeUndefined();
  for (let call = 1; call <= 50; call += 1) expect(budgets.spend('consents', 'a')).toBeUndefined();
  expect(budgets.spend('consents', 'a')).toBe(1);
  clock.pass(1);
  expect(budgets.spend('consents', 'a')).toBeUndefined();
  expect(budgets.refused()).toEqual({ reports: 0, partnerCenter: 1, consents: 1 });
});

test('answers the 501st call to Partner Center in its own words', async () => {
  const scope = { scope: 'https://api.partnercenter.microsoft.com/.default' };
  const token = await tokenOf(microsoft, PARTNER_APP.partnerTenantId, scope);
  const url = `${microsoft.origins.partnerCenter}/v1/customers`;
  const answers = await Promise.all(Array.from({ length: 501 }, () => ask(url, token)));
  const [refused, ...others] = answers.filter(({ status }) => status !== 200);
  expect([refused?.status, refused?.headers.get('retry-after'), others.length]).toEqual([429, '60', 0]);
  expect(await refused?.json()).toMatchObject({ code: '429', source: expect.any(String) });
});
