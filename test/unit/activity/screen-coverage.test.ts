import { expect, test } from 'vitest';
import {
  addedCoverageOf,
  screenCoverageByCustomer,
  screenCoverageByShape,
  wordsWithout,
} from '../../../lib/activity/screen-coverage.ts';
import { groupByUser } from '../../../lib/activity/screen-events.ts';
import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import { parseDay } from '../../../lib/time/day.ts';
import { OWN_NAMES } from '../../../lib/values/user-names.ts';

const NOW = new Date('2026-03-02T10:00:00Z');

const word = (more: Partial<{ customerId: string; workloads: string[]; through: string; from: string }> = {}) => ({
  customerId: 'contoso',
  workloads: ['teams', 'onedrive'],
  through: '2026-03-01',
  ...more,
});

const usersOf = (...events: (readonly [customerId: string, userId: string, workload: string, day: string])[]) =>
  groupByUser(
    events.map(([customerId, userId, workload, day], index) => ({
      index,
      customerId,
      userId: OWN_NAMES.of(userId),
      workload,
      day: parseDay(day),
    })),
  );

test('keeps known workloads through days that have begun', () => {
  const screened = screenCoverageByShape(
    [
      { value: word() },
      { complaint: 'through is missing' },
      { value: word({ workloads: ['teams', 'chess'] }) },
      { value: word({ through: '2026-03-02' }) },
      { value: word({ through: '2026-03-03' }) },
      { value: word({ through: '2019-01-01' }) },
    ],
    NOW,
    bundledCatalogue,
  );
  expect(screened.kept).toEqual([
    { index: 0, ...word() },
    { index: 3, ...word({ through: '2026-03-02' }) },
    { index: 5, ...word({ through: '2019-01-01' }) },
  ]);
  expect(screened.rejected).toEqual([
    { index: 1, code: 'invalid_coverage', message: 'through is missing.' },
    {
      index: 2,
      code: 'unknown_workload',
      message:
        'There is no workload "chess". Ids are lower case without spaces or hyphens, such as "teams"; GET /v1/products lists them.',
    },
    {
      index: 4,
      code: 'in_future',
      message: '"2026-03-03" has not come yet: here it is 2026-03-02. Nothing is complete through a day to come.',
    },
  ]);
});

test('names foreign and missing customers alike', () => {
  const words = [
    { index: 0, ...word() },
    { index: 1, ...word({ customerId: 'foreign' }) },
  ];
  const screened = screenCoverageByCustomer(words, new Map([['contoso', {}]]));
  expect(screened.kept).toEqual([words[0]]);
  expect(screened.rejected).toEqual([
    {
      index: 1,
      code: 'unknown_customer',
      message: 'There is no customer "foreign" in your portfolio. Check the id.',
    },
  ]);
});

test.each([
  [['contoso', 'ada', 'teams', '2026-03-01'], false],
  [['contoso', 'ada', 'onedrive', '2026-02-01'], false],
  [['contoso', 'ada', 'teams', '2026-03-02'], true],
  [['contoso', 'ada', 'exchange', '2026-03-01'], true],
  [['fabrikam', 'ada', 'teams', '2026-03-01'], true],
] as const)('asks whether a word holds while %j is not stored: %s', (event, holds) => {
  expect(wordsWithout([{ index: 0, ...word() }], usersOf(event))).toHaveLength(holds ? 1 : 0);
});

test('carries each workload through the newest of its events and words, by customer', () => {
  const users = usersOf(
    ['contoso', 'ada', 'teams', '2026-02-20'],
    ['contoso', 'bob', 'teams', '2026-03-02'],
    ['contoso', 'bob', 'onedrive', '2026-02-10'],
    ['fabrikam', 'ada', 'exchange', '2026-02-28'],
  );
  const words = [
    { index: 0, ...word() },
    { index: 1, ...word({ customerId: 'adatum', workloads: ['yammer'], from: '2026-02-25' }) },
  ];
  expect(addedCoverageOf(users, words)).toEqual([
    {
      customerId: 'contoso',
      activity: { teams: '2026-03-02', onedrive: '2026-03-01' },
      heardFrom: { teams: '2026-02-20', onedrive: '2026-02-10' },
      users: [users[0], users[1]],
      words: [words[0]],
    },
    {
      customerId: 'fabrikam',
      activity: { exchange: '2026-02-28' },
      heardFrom: { exchange: '2026-02-28' },
      users: [users[2]],
      words: [],
    },
    {
      customerId: 'adatum',
      activity: { yammer: '2026-03-01' },
      heardFrom: { yammer: '2026-02-25' },
      users: [],
      words: [words[1]],
    },
  ]);
});
