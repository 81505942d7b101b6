import { afterAll, beforeAll, expect, test } from 'vitest';
import { versionsIn } from '../../../lib/catalogue/store/version-table.ts';
import { storeSnapshot } from '../../../lib/insights/run/snapshot-table.ts';
import { A, daysBefore, listsOf, seats, snapshotFor, user } from '../../fixtures/adoption.ts';
import { partnerUser } from '../../fixtures/api-event.ts';
import { smallCatalogue } from '../../fixtures/catalogue.ts';
import { type InsightsFunctions, startInsightsFunctions } from './insights-functions.ts';

const SINCE = { longago: daysBefore(28), lately: daysBefore(27), today: daysBefore(0) };

let functions: InsightsFunctions;

/** Usage of Teams fell from 18 to 2 of 20 seats within 28 days. */
beforeAll(async () => {
  functions = await startInsightsFunctions('2026-03-10T10:00:00Z');
  await versionsIn(functions.tables.licensing).store(smallCatalogue);
  for (const id of Object.keys(SINCE))
    await functions.call('PUT /v1/partners/{id}', { path: { id }, body: { name: id } });
  const partners = Object.entries(SINCE).map(([id, since]) => ({ id, since }));
  await functions.call('PUT /v1/customers/{id}', { path: { id: 'contoso' }, body: { name: 'Contoso', partners } });
  const users = (active: number) =>
    Array.from({ length: 20 }, (_, n) => user(`u-${n}`, { holds: ['e3'], active: n < active ? { teams: [0] } : {} }));
  const lists = { seats: listsOf({ longago: [seats('e3', 20)] }) };
  const earlier = snapshotFor(users(18), lists);
  for (const asOf of [A - 1, A]) {
    const snapshot = snapshotFor(users(2), { ...lists, earlier, asOf });
    await storeSnapshot(functions.tables.insights, snapshot, { replace: true });
  }
  for (const portfolio of Object.keys(SINCE)) await functions.publish(daysBefore(0), portfolio);
});
afterAll(() => functions.stop());

interface Day {
  readonly asOf: string;
  readonly flows: unknown;
  readonly recommendations: readonly { readonly id: string }[];
}

test.each([
  { partnerId: 'longago', days: [daysBefore(1), daysBefore(0)], falls: [false, true], flows: [true, true] },
  { partnerId: 'lately', days: [daysBefore(1), daysBefore(0)], falls: [false, false], flows: [true, true] },
  { partnerId: 'today', days: [daysBefore(0)], falls: [false], flows: [false] },
])('nothing made of days before its link is told to partner $partnerId', async ({ partnerId, days, falls, flows }) => {
  const caller = partnerUser(partnerId);
  const path = { id: 'contoso' };
  const history = await functions.call('GET /v1/customers/{id}/insights/history', { path, caller });
  const shown = (history.body as { days: Day[] }).days; // held against the API's description
  expect(shown.map(({ asOf }) => asOf)).toEqual(days);
  const tellsOfFalling = ({ recommendations }: Day) => recommendations.some(({ id }) => id === 'falling-usage');
  expect(shown.map(tellsOfFalling)).toEqual(falls);
  expect(shown.map((day) => day.flows !== null)).toEqual(flows);

  const latest = await functions.call('GET /v1/customers/{id}/insights', { path, caller });
  expect(latest.body).toEqual(shown.at(-1));
  const listed = await functions.call('GET /v1/portfolio', { caller });
  const { customers } = listed.body as { customers: Day[] }; // held against the API's description
  expect(customers.map(tellsOfFalling)).toEqual(falls.slice(-1));
});
