import { afterAll, beforeAll, expect, test } from 'vitest';
import { authorizerContext } from '../../../lib/access/caller.ts';
import { callerWith } from '../../../lib/access/caller-with.ts';
import { versionsIn } from '../../../lib/catalogue/store/version-table.ts';
import { changeCustomer } from '../../../lib/customers/customer-table.ts';
import { storeSnapshot } from '../../../lib/insights/run/snapshot-table.ts';
import { type RecentDays, readRecentDays } from '../../../lib/reading/recent-days.ts';
import { createSettingsReader } from '../../../lib/settings/settings-table.ts';
import { A, daysBefore, listsOf, seats, snapshotFor, user } from '../../fixtures/adoption.ts';
import { operator, partnerUser } from '../../fixtures/api-event.ts';
import { smallCatalogue } from '../../fixtures/catalogue.ts';
import { startTables, type TestTables } from '../../fixtures/tables.ts';

const NOW = new Date('2026-03-10T10:00:00Z');

let tables: TestTables;

/** Figures of the 95 days up to A, save the day before yesterday. */
beforeAll(async () => {
  tables = await startTables();
  await versionsIn(tables.licensing).store(smallCatalogue);
  const link = (customerId: string) =>
    changeCustomer(tables.licensing, customerId, () => ({
      customerId,
      name: 'Contoso',
      partners: { longago: { since: daysBefore(200) }, lately: { since: daysBefore(1) } },
    }));
  await link('contoso');
  await link('silent');
  for (let back = 0; back < 95; back += 1) {
    if (back === 2) continue;
    const users = [user('ada', { holds: ['e3'], active: { teams: [back] } })];
    const day = snapshotFor(users, { asOf: A - back, seats: listsOf({ longago: [seats('e3', 10)] }) });
    await storeSnapshot(tables.insights, day, { replace: true });
  }
});
afterAll(() => tables.stop());

const read = (asOf?: string, { partnerId = 'longago', customerId = 'contoso' } = {}): Promise<RecentDays> => {
  const { licensing, insights } = tables;
  const stores = {
    licensing,
    insights,
    portfoliosBucket: 'portfolios',
    versions: versionsIn(licensing),
    settings: createSettingsReader(licensing),
  };
  const who = partnerId === '' ? operator : partnerUser(partnerId);
  return readRecentDays(stores, callerWith(authorizerContext.parse(who), undefined), customerId, asOf, NOW);
};

const daysOf = ({ trend }: RecentDays) => trend.days.map(({ day }) => day);

test('the newest day comes with the 90 days that end with it, one of them unknown', async () => {
  const recent = await read();
  expect(recent.insights).toMatchObject({ asOf: daysBefore(0), usage: { activePeople: 1 } });
  expect(recent.historyBegins).toBe(daysBefore(200));
  expect([daysOf(recent).length, daysOf(recent)[0], daysOf(recent).at(-1)]).toEqual([
    90,
    daysBefore(89),
    daysBefore(0),
  ]);
  expect(recent.trend.days.slice(-3)).toEqual([
    { day: daysBefore(2), deploymentPercent: null, usagePercent: null, activePeople: null },
    { day: daysBefore(1), deploymentPercent: 10, usagePercent: 10, activePeople: 1 },
    { day: daysBefore(0), deploymentPercent: 10, usagePercent: 10, activePeople: 1 },
  ]);
});

test('an older day ends its own trend', async () => {
  const recent = await read(daysBefore(80));
  expect(recent.insights).toMatchObject({ asOf: daysBefore(80) });
  expect([daysOf(recent)[0], daysOf(recent).at(-1)]).toEqual([daysBefore(94), daysBefore(80)]);
});

test('a day without figures has none, and the days before it', async () => {
  const recent = await read(daysBefore(2));
  expect(recent.insights).toBeUndefined();
  expect(daysOf(recent).at(-1)).toBe(daysBefore(3));
  expect(await read(daysBefore(500))).toMatchObject({ insights: undefined, trend: { days: [] } });
});

test('a partner reads from the day of its link on; the operator has no first day', async () => {
  const recent = await read(undefined, { partnerId: 'lately' });
  expect(recent.historyBegins).toBe(daysBefore(1));
  expect(daysOf(recent)).toEqual([daysBefore(1), daysBefore(0)]);
  expect(await read(daysBefore(3), { partnerId: 'lately' })).toMatchObject({
    insights: undefined,
    trend: { days: [] },
  });
  expect((await read(undefined, { partnerId: '' })).historyBegins).toBeUndefined();
});

test('a customer without figures has none; one of somebody else is not there', async () => {
  expect(await read(undefined, { customerId: 'silent' })).toMatchObject({
    customer: { name: 'Contoso' },
    insights: undefined,
    trend: { days: [], changes: [] },
  });
  await expect(read(undefined, { partnerId: 'stranger' })).rejects.toMatchObject({ code: 'unknown_customer' });
  await expect(read(undefined, { customerId: 'nobody' })).rejects.toMatchObject({ code: 'unknown_customer' });
});
