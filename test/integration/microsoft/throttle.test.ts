import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Microsoft, startMicrosoft } from '../../../infra/local/microsoft/start-microsoft.ts';
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
