import { expect, test } from 'vitest';
import { groupByUser, screenByCustomer, screenByShapeAndTime } from '../../../lib/activity/screen-events.ts';
import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import { formatDay, parseDay } from '../../../lib/time/day.ts';
import { OWN_NAMES } from '../../../lib/values/user-names.ts';

const NOW = new Date('2026-03-02T10:00:00Z');
const CONCEALED = '77e5979dd60ba6eaa53e814dbeeefa5f';

const event = (more: Partial<{ customerId: string; userId: string; workload: string; occurredAt: string }> = {}) => ({
  value: {
    customerId: 'contoso',
    userId: 'ada@contoso.example',
    workload: 'teams',
    occurredAt: '2026-03-02T09:30:00Z',
    ...more,
  },
});

const verdictAt = (occurredAt: string, now: string): string => {
  const { kept, rejected } = screenByShapeAndTime([event({ occurredAt })], new Date(now), bundledCatalogue, OWN_NAMES);
  return rejected[0]?.code ?? formatDay(kept[0]?.day ?? 0);
};

test('keeps the order of the request and tells each rejection by its index', () => {
  const screened = screenByShapeAndTime(
    [
      event(),
      { complaint: 'userId is missing' },
      event({ workload: 'Teams' }),
      event({ workload: 'onedrive', occurredAt: '2026-03-02T01:30:00+02:00' }),
      event({ occurredAt: '2026-03-02T10:05:01Z' }),
      event({ occurredAt: '2026-01-29T23:59:59Z' }),
    ],
    NOW,
    bundledCatalogue,
    OWN_NAMES,
  );
  const ada = { customerId: 'contoso', userId: 'ada@contoso.example' };
  expect(screened).toEqual({
    kept: [
      { index: 0, ...ada, workload: 'teams', day: parseDay('2026-03-02') },
      { index: 3, ...ada, workload: 'onedrive', day: parseDay('2026-03-01') },
    ],
    rejected: [
      { index: 1, code: 'invalid_event', message: 'userId is missing.' },
      {
        index: 2,
        code: 'unknown_workload',
        message:
          'There is no workload "Teams". Ids are lower case without spaces or hyphens, such as "teams"; GET /v1/products lists them.',
      },
      {
        index: 4,
        code: 'in_future',
        message:
          '"2026-03-02T10:05:01Z" has not come yet: here it is 2026-03-02T10:00:00.000Z. Send an event after it happened, at most 5 minutes ahead and never on a later UTC day.',
      },
      {
        index: 5,
        code: 'outside_window',
        message:
          '"2026-01-29T23:59:59Z" is before 2026-01-30, the oldest day that any figure can still count. Leave it out.',
      },
    ],
  });
});

test.each(['skypeforbusiness', 'onedrive', 'yammer', 'dynamics365sales'])('knows the workload %s', (workload) => {
  expect(screenByShapeAndTime([event({ workload })], NOW, bundledCatalogue, OWN_NAMES).kept).toHaveLength(1);
});

test.each(['constructor', '__proto__', '', ' teams'])('does not know the workload %j', (workload) => {
  expect(screenByShapeAndTime([event({ workload })], NOW, bundledCatalogue, OWN_NAMES).rejected[0]?.code).toBe(
    'unknown_workload',
  );
});

test.each([
  ['2026-03-02T10:05:00Z', '2026-03-02T10:00:00Z', '2026-03-02'],
  ['2026-03-02T10:05:00.001Z', '2026-03-02T10:00:00Z', 'in_future'],
  ['2026-03-02T23:59:59.999Z', '2026-03-02T23:59:59Z', '2026-03-02'],
  ['2026-03-03T00:00:00Z', '2026-03-02T23:59:59.999Z', 'in_future'],
  ['2026-03-03T00:00:00Z', '2026-03-02T23:59:59Z', 'in_future'],
  ['2026-03-03T01:30:00+02:00', '2026-03-02T23:59:59Z', '2026-03-02'],
  ['2026-03-02T23:30:00-02:00', '2026-03-02T23:59:59Z', 'in_future'],
  ['9999-12-31T23:59:59Z', '2026-03-02T10:00:00Z', 'in_future'],
])('judges %s at %s: %s', (occurredAt, now, verdict) => {
  expect(verdictAt(occurredAt, now)).toBe(verdict);
});

test.each([
  ['2026-01-30T00:00:00Z', '2026-03-02T10:00:00Z', '2026-01-30'],
  ['2026-01-29T23:59:59.999Z', '2026-03-02T10:00:00Z', 'outside_window'],
  ['2026-01-30T01:00:00+02:00', '2026-03-02T10:00:00Z', 'outside_window'],
  ['2026-01-30T00:00:00Z', '2026-03-03T00:00:00Z', 'outside_window'],
  ['2024-02-29T12:00:00Z', '2024-03-31T23:59:59Z', '2024-02-29'],
  ['2024-02-29T12:00:00Z', '2024-04-01T00:00:00Z', 'outside_window'],
  ['2025-12-31T23:59:59Z', '2026-01-31T00:00:00Z', '2025-12-31'],
  ['0001-01-01T00:00:00Z', '2026-03-02T10:00:00Z', 'outside_window'],
])('judges the old %s at %s: %s', (occurredAt, now, verdict) => {
  expect(verdictAt(occurredAt, now)).toBe(verdict);
});

const dated = (index: number, customerId: string, userId: string) => ({
  index,
  customerId,
  userId: OWN_NAMES.of(userId),
  workload: 'teams',
  day: 20_514,
});

test('keeps the events of customers that may be fed, and names the others alike', () => {
  const events = [dated(0, 'contoso', 'ada'), dated(1, 'foreign', 'ada'), dated(2, 'fabrikam', 'bob')];
  const screened = screenByCustomer(
    events,
    new Map([
      ['contoso', {}],
      ['fabrikam', {}],
    ]),
  );
  expect(screened.kept).toEqual([events[0], events[2]]);
  expect(screened.rejected).toEqual([
    {
      index: 1,
      code: 'unknown_customer',
      message: 'There is no customer "foreign" in your portfolio. Check the id.',
    },
  ]);
});

test('refuses users named otherwise than the customer’s users are', () => {
  const events = [dated(0, 'contoso', 'ada'), dated(1, 'contoso', CONCEALED), dated(2, 'fabrikam', 'ada')];
  const screened = screenByCustomer(
    events,
    new Map([
      ['contoso', { identityMode: 'readable' as const }],
      ['fabrikam', { identityMode: 'concealed' as const }],
    ]),
  );
  expect(screened.kept).toEqual([events[0]]);
  expect(screened.rejected).toEqual([
    {
      index: 1,
      code: 'identity_mode_changed',
      message:
        'The user id looks concealed, but the users of "contoso" are stored by readable names, and the two cannot be joined. Send readable names.',
    },
    {
      index: 2,
      code: 'identity_mode_changed',
      message:
        'The user id looks readable, but the users of "fabrikam" are stored by concealed names, and the two cannot be joined. Send concealed names.',
    },
  ]);
});

test('groups by customer and user, with each active day once', () => {
  const events = [
    dated(0, 'contoso', 'ada'),
    dated(1, 'contoso', 'bob'),
    { ...dated(2, 'contoso', 'ada'), workload: 'exchange' },
    dated(3, 'contoso', 'ada'),
    dated(4, 'fabrikam', 'ada'),
  ];
  expect(groupByUser(events)).toEqual([
    {
      customerId: 'contoso',
      userId: 'ada',
      days: [
        { workload: 'teams', day: 20_514 },
        { workload: 'exchange', day: 20_514 },
      ],
      events: [events[0], events[2], events[3]],
    },
    { customerId: 'contoso', userId: 'bob', days: [{ workload: 'teams', day: 20_514 }], events: [events[1]] },
    { customerId: 'fabrikam', userId: 'ada', days: [{ workload: 'teams', day: 20_514 }], events: [events[4]] },
  ]);
});
