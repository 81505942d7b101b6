import { expect, test } from 'vitest';
import type { Product } from '../../../../lib/catalogue/product.ts';
import {
  A,
  daysBefore,
  figuresFor,
  fullCoverage,
  listsOf,
  seats,
  snapshotFor,
  user,
} from '../../../fixtures/adoption.ts';
import { smallCatalogue } from '../../../fixtures/catalogue.ts';

const theProduct = (sku: string): Product => {
  const found = smallCatalogue.products.get(sku);
  if (!found) throw new Error(`The small catalogue has no ${sku}`);
  return found;
};
const row = (snapshot: ReturnType<typeof snapshotFor>, workload: string, family = 'office365') =>
  snapshot.workloads.find((one) => one.workload === workload && one.family === family);
const product = (snapshot: ReturnType<typeof snapshotFor>, sku: string) =>
  snapshot.products.find((one) => one.sku === sku);

test('counts a user active on the first and on the last day of the window, and not the day before it', () => {
  const active = (ago: number) =>
    row(snapshotFor([user('ada', { holds: ['e3'], active: { teams: [ago] } })]), 'teams')?.active;
  expect(active(0)).toBe(1);
  expect(active(27)).toBe(1);
  expect(active(28)).toBe(0);
});

test('does not count activity after the as-of day', () => {
  const snapshot = snapshotFor([user('ada', { holds: ['e3'], active: { teams: [-1] } })]);
  expect(row(snapshot, 'teams')).toMatchObject({ active: 0, active7: 0, active1: 0 });
});

test('counts 7-day and 1-day actives from the same days', () => {
  const snapshot = snapshotFor([
    user('a', { active: { teams: [0] } }),
    user('b', { active: { teams: [1] } }),
    user('c', { active: { teams: [6] } }),
    user('d', { active: { teams: [7] } }),
  ]);
  expect(row(snapshot, 'teams')).toMatchObject({ active: 4, active7: 3, active1: 1 });
});

test('an entitlement is active when its holder used at least one workload of the product', () => {
  const snapshot = snapshotFor(
    [
      user('a', { holds: ['e3'], active: { teams: [3], exchange: [2] } }),
      user('b', { holds: ['e3'], active: { yammer: [3] } }),
      user('c', { holds: ['e3', 'mail'], active: { exchange: [5] } }),
    ],
    { seats: listsOf({ p1: [seats('e3', 4), seats('mail', 2)] }) },
  );
  expect(product(snapshot, 'e3')).toMatchObject({ sold: 4, assigned: 3, activeEntitlements: 2 });
  expect(product(snapshot, 'mail')).toMatchObject({ sold: 2, assigned: 1, activeEntitlements: 1 });
});

test('a user of two products is one person in a workload and in a family', () => {
  const snapshot = snapshotFor([user('a', { holds: ['e3', 'mail'], active: { exchange: [1], teams: [9] } })]);
  expect(row(snapshot, 'exchange')?.active).toBe(1);
  expect(snapshot.families).toEqual([{ family: 'office365', people: 1, people7: 1, people1: 0 }]);
});

test('OneDrive counts as SharePoint and has no row of its own', () => {
  const snapshot = snapshotFor([
    user('a', { holds: ['e3'], active: { onedrive: [0] } }),
    user('b', { holds: ['e3'], active: { sharepoint: [1], onedrive: [2] } }),
  ]);
  expect(row(snapshot, 'sharepoint')).toMatchObject({ active: 2, active1: 1 });
  expect(row(snapshot, 'onedrive')).toBeUndefined();
});

test('a retired workload has no row', () => {
  expect(row(snapshotFor([user('a', { active: { skypeforbusiness: [0] } })]), 'skypeforbusiness')).toBeUndefined();
});

test('holders count in the families they hold, others in the home family of the workload', () => {
  const snapshot = snapshotFor([
    user('both', { holds: ['e3', 'sales'], active: { sharepoint: [0] } }),
    user('crm', { holds: ['sales'], active: { sharepoint: [0] } }),
    user('nobody', { active: { sharepoint: [0] } }),
  ]);
  expect(row(snapshot, 'sharepoint', 'office365')?.active).toBe(2);
  expect(row(snapshot, 'sharepoint', 'dynamics365')?.active).toBe(2);
});

test('a user whose seat went to somebody else inside the window still counts in its family', () => {
  const lost = user('lost', {
    held: {
      sales: [
        [A - 90, true],
        [A - 5, false],
      ],
    },
    active: { sharepoint: [6] },
  });
  const snapshot = snapshotFor([lost]);
  expect(row(snapshot, 'sharepoint', 'dynamics365')?.active).toBe(1);
  expect(product(snapshot, 'sales')).toBeUndefined();
});

test('a user who holds only free products with the workload is active on free', () => {
  const snapshot = snapshotFor([
    user('guest', { holds: ['free'], active: { teams: [0] } }),
    user('staff', { holds: ['free', 'e3'], active: { teams: [0] } }),
  ]);
  expect(row(snapshot, 'teams')).toMatchObject({ active: 1, activeOnFree: 1 });
});

test.each(['free', 'excluded'] as const)('a pool of a million %s seats moves nothing', (offer) => {
  const pool = { ...theProduct('e3'), sku: 'pool', partNumber: 'POOL', offer };
  const catalogue = { ...smallCatalogue, products: new Map([...smallCatalogue.products, [pool.sku, pool]]) };
  const users = (...holds: string[]) => [
    user('active', { holds: ['e3', ...holds], active: { teams: [0] } }),
    user('idle', { holds: ['e3', ...holds] }),
  ];
  const without = snapshotFor(users(), { catalogue, seats: listsOf({ p1: [seats('e3', 10)] }) });
  const lists = listsOf({ p1: [seats('e3', 10), seats('pool', 1_000_000)], p2: [seats('pool', 1_000_000)] });
  expect(snapshotFor(users('pool'), { catalogue, seats: lists })).toEqual({
    ...without,
    sources: { ...without.sources, lists: { p1: daysBefore(0), p2: daysBefore(0) } },
    products: without.products.map((one) => ({ ...one, soldBySeller: { p1: 10, p2: 0 } })),
  });
});

test('trial seats are beside the sold ones while the activity counts', () => {
  const snapshot = snapshotFor([user('a', { holds: ['e3', 'explore'], active: { teams: [0] } })], {
    seats: listsOf({ p1: [seats('e3', 10), seats('e3', 25, { id: 'try', isTrial: true }), seats('explore', 5)] }),
  });
  expect(product(snapshot, 'e3')).toMatchObject({ sold: 10, trial: 25, activeEntitlements: 1 });
  expect(product(snapshot, 'explore')).toMatchObject({ sold: 0, trial: 5, assigned: 1, activeEntitlements: 1 });
  expect(row(snapshot, 'teams')).toMatchObject({ qualified: 10, active: 1 });
});

test('a workload not covered inside the window is unknown, not idle', () => {
  const { exchange: _, ...activity } = fullCoverage.activity;
  const snapshot = snapshotFor([user('a', { holds: ['mail'], active: { exchange: [3] } })], {
    coverage: { ...fullCoverage, activity: { ...activity, teams: daysBefore(28) } },
    seats: listsOf({ p1: [seats('e3', 10), seats('mail', 5)] }),
  });
  expect(row(snapshot, 'exchange')).toMatchObject({ qualified: 15, active: null, active7: null, activeOnFree: null });
  expect(row(snapshot, 'teams')).toMatchObject({ active: null });
  expect(product(snapshot, 'mail')).toMatchObject({ assigned: 1, activeEntitlements: null });
});

test('a covered workload that nobody used is 0', () => {
  const snapshot = snapshotFor([user('a', { holds: ['e3'] })]);
  expect(row(snapshot, 'teams')).toMatchObject({ active: 0, active7: 0, active1: 0 });
  expect(product(snapshot, 'e3')).toMatchObject({ activeEntitlements: 0 });
});

test('actives of the last days are unknown when the data ends before the as-of day', () => {
  const snapshot = snapshotFor([user('a', { holds: ['e3'], active: { teams: [2] } })], {
    coverage: { ...fullCoverage, activity: { ...fullCoverage.activity, teams: daysBefore(1) } },
  });
  expect(row(snapshot, 'teams')).toMatchObject({ active: 1, active7: null, active1: null });
  expect(snapshot.families[0]).toMatchObject({ people: 1, people7: null, people1: null });
});

test('a figure of two raw workloads speaks only as far as the one behind', () => {
  const snapshot = snapshotFor([user('a', { holds: ['e3'], active: { sharepoint: [0] } })], {
    coverage: { ...fullCoverage, activity: { ...fullCoverage.activity, onedrive: daysBefore(3) } },
  });
  expect(row(snapshot, 'sharepoint')).toMatchObject({ active: 1, active7: null });
});

test('assignments known only from a later day leave the assigned count to the seat source', () => {
  const totals = [
    {
      source: 'graph.subscribedSkus' as const,
      day: daysBefore(0),
      totals: [{ sku: 'e3', active: 25, grace: 0, trial: null, suspended: 0, lockedOut: 0, assigned: 14 }],
    },
  ];
  const late = { ...fullCoverage, assignments: { from: daysBefore(-1), through: daysBefore(-1) } };
  const snapshot = snapshotFor([], { seats: { lists: {}, totals }, coverage: late });
  expect(product(snapshot, 'e3')).toMatchObject({ sold: 25, trial: null, assigned: 14, activeEntitlements: null });
});

test('assigned is unknown when nothing speaks of assignments', () => {
  const { assignments: _, ...coverage } = fullCoverage;
  expect(product(snapshotFor([], { coverage }), 'e3')).toMatchObject({ assigned: null, activeEntitlements: null });
});

test('a product that nobody was ever given has 0 assigned when assignments are known', () => {
  expect(product(snapshotFor([]), 'e3')).toMatchObject({ assigned: 0, activeEntitlements: 0 });
});

test('several sellers make one total and keep their own shares', () => {
  const snapshot = snapshotFor([], { seats: listsOf({ p1: [seats('e3', 10)], p2: [seats('e3', 15)], p3: [] }) });
  expect(product(snapshot, 'e3')).toMatchObject({ sold: 25, soldBySeller: { p1: 10, p2: 15, p3: 0 } });
});

test('a workload of a product whose seats nobody knows has no qualified count', () => {
  const snapshot = snapshotFor([user('a', { holds: ['mail'], active: { exchange: [0] } })]);
  expect(product(snapshot, 'mail')).toMatchObject({ sold: null, seatSource: null });
  expect(row(snapshot, 'exchange')).toMatchObject({ qualified: null, active: 1 });
  expect(row(snapshot, 'teams')).toMatchObject({ qualified: 10 });
});

test('a raw workload that stopped before the window leaves the figure a lower bound, and of the last days nothing', () => {
  const snapshot = snapshotFor([user('a', { holds: ['e3'], active: { sharepoint: [0] } })], {
    coverage: { ...fullCoverage, activity: { ...fullCoverage.activity, onedrive: daysBefore(60) } },
  });
  expect(row(snapshot, 'sharepoint')).toMatchObject({ active: 1, active7: null, active1: null, heardDays: 0 });
});

test.each([
  ['from the first day of the window on', { teams: daysBefore(27) }, 0, 28],
  ['from before the window on', { teams: daysBefore(90) }, 0, 28],
  ['from yesterday on', { teams: daysBefore(1) }, 0, 2],
  ['from nobody knows when on', {}, 0, 28],
  ['from the first day of the window through four days ago', { teams: daysBefore(27) }, 4, 24],
])('a workload is heard %s', (_, heardFrom, through, heardDays) => {
  const activity = { ...fullCoverage.activity, teams: daysBefore(through) };
  const snapshot = snapshotFor([user('a', { holds: ['e3'] })], { coverage: { ...fullCoverage, activity, heardFrom } });
  expect(row(snapshot, 'teams')).toMatchObject({ active: 0, heardDays });
});

test('a workload that nobody tells of is not heard, and of several sources the least heard counts', () => {
  const { teams: _, ...activity } = fullCoverage.activity;
  const heardFrom = { sharepoint: daysBefore(27), onedrive: daysBefore(9) };
  const snapshot = snapshotFor([user('a', { holds: ['e3'] })], { coverage: { ...fullCoverage, activity, heardFrom } });
  expect(row(snapshot, 'teams')).toMatchObject({ active: null, heardDays: null });
  expect(row(snapshot, 'sharepoint')).toMatchObject({ active: 0, heardDays: 10 });
});

test('a file of today alone says nothing yet of the as-of day, nor how far it speaks', () => {
  const coverage = {
    ...fullCoverage,
    activity: { ...fullCoverage.activity, teams: daysBefore(-1) },
    lastActivity: { teams: [daysBefore(-1)] },
  };
  const figures = figuresFor(snapshotFor([user('a', { holds: ['e3'] })], { coverage }));
  expect(figures.usage.workloads.find(({ workload }) => workload === 'teams')).toMatchObject({
    active: null,
    heardDays: null,
    dataThrough: null,
    stale: false,
  });
});

test('a file of today takes nothing away from what was fed through the as-of day', () => {
  const coverage = {
    ...fullCoverage,
    activity: { ...fullCoverage.activity, teams: daysBefore(-1) },
    fedThrough: { teams: daysBefore(0) },
    lastActivity: { teams: [daysBefore(-1)] },
  };
  const snapshot = snapshotFor([user('a', { holds: ['e3'], active: { teams: [3] } })], { coverage });
  expect(row(snapshot, 'teams')).toMatchObject({ active: 1, active7: 1, heardDays: 28 });
});

test('a file of last activities says nothing of days before its own', () => {
  const hidden = user('busy', { holds: ['e3'], active: { teams: [-1] } });
  const refreshed = (...days: number[]) => ({
    ...fullCoverage,
    activity: { ...fullCoverage.activity, teams: daysBefore(Math.min(...days)) },
    lastActivity: { teams: days.map(daysBefore).sort() },
  });
  expect(row(snapshotFor([hidden], { coverage: refreshed(-1) }), 'teams')).toMatchObject({ active: null, basis: null });
  expect(row(snapshotFor([hidden], { coverage: refreshed(-1, 0) }), 'teams')).toMatchObject({ active: 0, active1: 0 });
  expect(row(snapshotFor([hidden], { coverage: refreshed(-1, 3) }), 'teams')).toMatchObject({
    active: 0,
    active7: null,
  });
  const feed = { ...refreshed(3), activity: { ...fullCoverage.activity, teams: daysBefore(0) } };
  expect(row(snapshotFor([hidden], { coverage: feed }), 'teams')).toMatchObject({ active: 0, active1: 0 });
});

test('single changes leave products that they never mentioned unknown, and so does a list that left them undecided', () => {
  const { assignmentList: _, ...changesOnly } = fullCoverage;
  const lists = { seats: listsOf({ p1: [seats('e3', 10), seats('mail', 5)] }) };
  const users = [user('a', { holds: ['e3'] })];
  const mail = (coverage: typeof fullCoverage) => product(snapshotFor(users, { ...lists, coverage }), 'mail');
  expect(mail(changesOnly)).toMatchObject({ assigned: null, activeEntitlements: null, idle: null });
  const undecided = {
    ...fullCoverage,
    assignmentList: { firstDay: daysBefore(60), day: daysBefore(0), undecided: ['mail'] },
  };
  expect(mail(undecided)).toMatchObject({ assigned: null });
  expect(mail(fullCoverage)).toMatchObject({ assigned: 0, activeEntitlements: 0 });
});

test('a seat that the first list of all found has lain idle for nobody knows how long, and counts as idle at once', () => {
  const coverage = {
    ...fullCoverage,
    assignments: { from: daysBefore(3), through: daysBefore(0) },
    assignmentList: { firstDay: daysBefore(3), day: daysBefore(0), undecided: [] },
  };
  const snapshot = snapshotFor(
    [
      user('found', { held: { e3: [[A - 3, true]] } }),
      user('given since', { held: { e3: [[A - 2, true]] } }),
      user('active', { held: { e3: [[A - 3, true]] }, active: { teams: [1] } }),
    ],
    { coverage },
  );
  expect(product(snapshot, 'e3')).toMatchObject({ assigned: 3, idle: 1 });
});
