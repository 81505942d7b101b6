import { expect, test } from 'vitest';
import { activityRequests, assignmentRequests, profileRequest } from '../../../infra/local/sample/requests.ts';
import { activityEvent, MOST_EVENTS } from '../../../lib/activity/activity-event.ts';
import { readBatch } from '../../../lib/activity/batch.ts';
import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import { assignmentChange, MOST_CHANGES } from '../../../lib/licensing/assignment-change.ts';
import { screenChanges } from '../../../lib/licensing/screen-changes.ts';
import { formatDay, startOfDay } from '../../../lib/time/day.ts';
import { OWN_NAMES } from '../../../lib/values/user-names.ts';
import { allCustomers, TODAY, theCustomer } from './simulated.ts';

const NOW = startOfDay(TODAY);

test('the API takes every event and every word on coverage', () => {
  for (const customer of allCustomers())
    for (const { events, coverage } of activityRequests(customer)) {
      const read = { events: events.map((value) => ({ value })), coverage: coverage.map((value) => ({ value })) };
      const batch = readBatch(read, NOW, bundledCatalogue, OWN_NAMES);
      expect([...batch.events.rejected, ...batch.coverage.rejected]).toEqual([]);
      expect(events.length).toBeLessThanOrEqual(MOST_EVENTS);
      expect(activityEvent.parse(events[0])).toEqual(events[0]);
    }
});

test('the API takes every change of assignments', () => {
  for (const customer of allCustomers())
    for (const { changes } of assignmentRequests(customer)) {
      const read = changes.map((change) => ({ value: assignmentChange.parse(change) }));
      const context = { catalogue: bundledCatalogue, today: TODAY, knownMode: undefined, names: OWN_NAMES };
      expect(screenChanges(read, context).rejected).toEqual([]);
      expect(changes.length).toBeLessThanOrEqual(MOST_CHANGES);
    }
});

test("a user's events are all in one request, so that the user is written once", () => {
  const requests = activityRequests(theCustomer('contoso')).map(
    ({ events }) => new Set(events.map(({ userId }) => userId)),
  );
  expect(requests.length).toBeGreaterThan(3);
  const users = requests.reduce((sum, one) => sum + one.size, 0);
  expect(new Set(requests.flatMap((one) => [...one])).size).toBe(users);
});

test('a day that is not over has no events yet', () => {
  const days = activityRequests(theCustomer('zava')).flatMap(({ events }) =>
    events.map(({ occurredAt }) => occurredAt.slice(0, 10)),
  );
  expect(days.toSorted().at(-1)).toBe(formatDay(TODAY - 1));
  expect(days.toSorted().at(0)).toBe(formatDay(TODAY - 31));
});

test('partners read from before the history begins, and from the first day of a new customer', () => {
  expect(profileRequest(theCustomer('tailspin-toys'))).toMatchObject({
    name: 'Tailspin Toys',
    domain: 'tailspin-toys.example',
    partners: [
      { id: 'northwind', since: '2025-11-30' },
      { id: 'fabrikam', since: '2025-11-30' },
    ],
  });
  expect(profileRequest(theCustomer('first-up-consultants')).partners).toEqual([
    { id: 'fabrikam', since: '2026-03-04' },
  ]);
});
