import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { tenantOf } from '../../../infra/local/microsoft/tenants/tenant.ts';
import { trueUsers } from '../../../infra/local/microsoft/tenants/truth.ts';
import { formatDay, parseDay } from '../../../lib/time/day.ts';
import { type StandIn, startStandIn } from './stand-in-under-test.ts';

const DAY = 86_400;
const REPORT = 'graph.office365ActiveUserDetail';
const hidden = tenantOf('Hidden', { users: 12, concealed: true });

let standIn: StandIn;
beforeAll(async () => {
  standIn = await startStandIn([hidden], { auth: 'application', reports: [REPORT] });
}, 60_000);
afterAll(() => standIn.stop());

/** The days of reports that were asked for since the call of that number. */
const daysAskedSince = (call: number): string[] =>
  standIn.microsoft
    .calls()
    .slice(call)
    .flatMap(({ route, path }) => (route === 'report' ? (/date=(\d{4}-\d\d-\d\d)/u.exec(path)?.[1] ?? []) : []));
const collect = async (): Promise<string[]> => {
  const before = standIn.microsoft.calls().length;
  await standIn.collect(hidden);
  return daysAskedSince(before);
};

const DAYS_BACK = Array.from({ length: 32 }, (_, back) => back);

/** `{user} {day}` of each day on which somebody used Exchange, as it is stored. */
const daysOfExchange = async (): Promise<string[]> => {
  const items = await standIn.sources.itemsOf(standIn.sources.tables.activity, hidden.tenantId);
  const calendars = z.array(calendarItem).parse(items);
  return calendars
    .flatMap(({ userId, lastDay, workloads: { exchange = 0 } }) =>
      DAYS_BACK.filter((back) => (exchange >>> back) & 1).map((back) => `${userId} ${formatDay(lastDay - back)}`),
    )
    .sort();
};
const calendarItem = z.object({
  userId: z.string(),
  lastDay: z.int(),
  workloads: z.object({ exchange: z.int().optional() }),
});
/** The same as it is true, of the days from one to the other. */
const trueDays = (from: string, to: string): string[] => {
  const days = Array.from({ length: parseDay(to) - parseDay(from) + 1 }, (_, at) => parseDay(from) + at);
  return [...trueUsers(hidden)]
    .flatMap(({ userId, usedOn }) =>
      days.flatMap((day) => (usedOn('exchange', day) ? `${userId} ${formatDay(day)}` : [])),
    )
    .sort();
};

test('a tenant that reveals its names later gets its past 28 days then, within the budget', async () => {
  expect(await collect()).toEqual([]);
  expect((await standIn.standing(hidden)).state).toBe('names_concealed');

  standIn.advance(DAY); // 3 March, 10 o'clock
  standIn.microsoft.putTenant({ ...hidden, concealed: false });
  const days = await collect();
  expect([days.length, new Set(days).size, days[0], days.at(-1)]).toEqual([28, 28, '2026-03-01', '2026-02-02']);
  expect(await standIn.standing(hidden)).toMatchObject({ state: 'ok', problems: [], dataThrough: '2026-03-01' });
  expect(standIn.microsoft.refused().reports).toBe(0);
  expect(await daysOfExchange()).toEqual(trueDays('2026-02-02', '2026-03-01'));

  standIn.advance(DAY);
  expect(await collect()).toEqual([]);
}, 60_000);
