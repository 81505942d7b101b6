import { expect, test } from 'vitest';
import { A, daysBefore, figuresFor, listsOf, seats, snapshotFor } from '../../../../fixtures/adoption.ts';
import { firesOf, heldFor, mailCustomer, mailSeats, mailUsers, people } from '../../rule-customers.ts';

test.each([
  { assigned: 84, sold: 100, shown: 84, fires: true },
  { assigned: 85, sold: 100, shown: 85, fires: false },
  { assigned: 1699, sold: 2000, shown: 85, fires: true },
  { assigned: 1700, sold: 2000, shown: 85, fires: false },
  { assigned: 0, sold: 10, shown: 0, fires: true },
  { assigned: 12, sold: 10, shown: 120, fires: false },
])('low-deployment at $assigned of $sold seats, shown as $shown %: $fires', ({ assigned, sold, shown, fires }) => {
  const found = firesOf('low-deployment', mailCustomer({ sold, assigned, active: 0 }));
  expect(found.map(({ subject, evidence }) => ({ subject, evidence }))).toEqual(
    fires
      ? [
          {
            subject: { kind: 'product', sku: 'mail', name: 'Exchange Online (Plan 1)' },
            evidence: {
              assigned,
              sold,
              unassigned: sold - assigned,
              neverAssigned: null,
              deploymentPercent: shown,
              thresholdPercent: 85,
            },
          },
        ]
      : [],
  );
});

test.each([
  { assigned: 425, severity: 'medium', atStake: 425 },
  { assigned: 424, severity: 'high', atStake: 426 },
])('low-deployment of $assigned of 1000 seats is $severity', ({ assigned, severity, atStake }) => {
  expect(firesOf('low-deployment', mailCustomer({ sold: 1000, assigned, active: 0 }))).toMatchObject([
    { severity, atStake },
  ]);
});

test.each([
  { days: 28, neverAssigned: 30 },
  { days: 27, neverAssigned: null },
])(
  'of the seats that nobody holds, low-deployment tells those that nobody held in $days days: $neverAssigned',
  (one) => {
    const previous = mailCustomer({ sold: 100, assigned: 70, active: 0 }, { asOf: A - one.days });
    const snapshot = mailCustomer({ sold: 100, assigned: 40, active: 0 }, { previous });
    const [found] = firesOf('low-deployment', snapshot);
    expect(found?.evidence).toMatchObject({ unassigned: 60, neverAssigned: one.neverAssigned });
    // What is known of the first days is a figure all the same; only no words are made of it.
    expect(figuresFor(snapshot, 'p1').deployment).toMatchObject({ neverAssigned: 30 });
  },
);

test('how far the daily figures reach back is remembered from day to day', () => {
  const first = mailCustomer({ sold: 100, assigned: 70, active: 0 }, { asOf: A - 30 });
  const second = mailCustomer({ sold: 100, assigned: 40, active: 0 }, { asOf: A - 29, previous: first });
  const third = mailCustomer({ sold: 100, assigned: 40, active: 0 }, { previous: second });
  expect([first, second, third].map(({ products }) => products[0]?.peakSince)).toEqual(
    [30, 30, 30].map((days) => daysBefore(days)),
  );
  const { peakSince: _, ...before } = first.products[0] ?? { peakSince: undefined };
  const old = { ...first, products: [before] } as typeof first;
  const after = mailCustomer({ sold: 100, assigned: 40, active: 0 }, { previous: old });
  expect(after.products[0]?.peakSince).toBe(daysBefore(30));
});

test.each([
  { sold: 100, assigned: 95, active: 80, fires: true },
  { sold: 100, assigned: 94, active: 80, fires: false },
  { sold: 100, assigned: 95, active: 79, fires: false },
  { sold: 2000, assigned: 1899, active: 1700, fires: false },
  { sold: 2000, assigned: 1900, active: 1599, fires: false },
  { sold: 10, assigned: 10, active: 8, fires: true },
])('ready-to-grow with $assigned of $sold seats assigned and $active used: $fires', ({ fires, ...counts }) => {
  const found = firesOf('ready-to-grow', mailCustomer(counts));
  const { sold, assigned, active } = counts;
  expect(found.map(({ evidence }) => evidence)).toEqual(
    fires
      ? [
          {
            sold,
            assigned,
            active,
            deploymentPercent: (100 * assigned) / sold,
            usagePercent: (100 * active) / sold,
            beyondSeats: 0,
          },
        ]
      : [],
  );
});

test.each([
  { days: 30, idle: [] },
  { days: 31, idle: [10] },
])('seats held for $days days without activity are idle: $idle', ({ days, idle }) => {
  const snapshot = snapshotFor(people('new', 10, { held: heldFor('mail', days) }), { seats: mailSeats(10) });
  expect(firesOf('idle-seats', snapshot).map(({ evidence }) => evidence.idle)).toEqual(idle);
});

test.each([
  { used: 27, idle: [] },
  { used: 28, idle: [10] },
])('seats last used $used days ago are idle: $idle', ({ used, idle }) => {
  const snapshot = snapshotFor(people('old', 10, { holds: ['mail'], active: { exchange: [used] } }), {
    seats: mailSeats(10),
  });
  expect(firesOf('idle-seats', snapshot).map(({ evidence }) => evidence.idle)).toEqual(idle);
});

test.each([
  { assigned: 10, idle: 1, severity: 'medium', idlePercent: 10 },
  { assigned: 11, idle: 1, severity: 'low', idlePercent: 9.1 },
])('$idle of $assigned seats idle is $severity', ({ assigned, idle, severity, idlePercent }) => {
  const snapshot = snapshotFor(mailUsers(assigned, assigned - idle), { seats: mailSeats(11) });
  expect(firesOf('idle-seats', snapshot)).toMatchObject([
    { severity, atStake: idle, evidence: { idle, assigned, idlePercent } },
  ]);
});

test('seats of a product that no list of seats names fire nothing', () => {
  const snapshot = snapshotFor(people('idle', 20, { holds: ['mail'] }), { seats: listsOf({ p1: [seats('e3', 10)] }) });
  const findings = figuresFor(snapshot, 'p1').findings.filter(({ subject }) =>
    JSON.stringify(subject).includes('mail'),
  );
  expect(findings).toEqual([]);
});

/** So many days after the day on which figures are processed, the one after the as-of day. */
const fromToday = (days: number): string => daysBefore(-(days + 1));

const renewing = (inDays: number, active: number, quantity = 10) =>
  snapshotFor(mailUsers(10, active), {
    seats: listsOf({ p1: [seats('mail', quantity, { renewsOn: fromToday(inDays) })] }),
  });

test.each([
  { inDays: 90, fires: true, severity: 'medium' },
  { inDays: 91, fires: false },
  { inDays: 31, fires: true, severity: 'medium' },
  { inDays: 30, fires: true, severity: 'high' },
  { inDays: 0, fires: true, severity: 'high' },
  { inDays: -1, fires: false },
])('renewal-at-risk of a subscription that renews in $inDays days: $fires $severity', ({ inDays, fires, severity }) => {
  const found = firesOf('renewal-at-risk', renewing(inDays, 3));
  expect(found).toHaveLength(fires ? 1 : 0);
  if (!fires) return;
  expect(found[0]).toEqual({
    id: 'renewal-at-risk',
    severity,
    subject: { kind: 'subscription', subscriptionId: 'mail-1', sku: 'mail', name: 'Exchange Online (Plan 1)' },
    atStake: 1,
    evidence: {
      renewsOn: fromToday(inDays),
      days: inDays,
      quantity: 10,
      activeEntitlements: 3,
      sold: 10,
      usagePercent: 30,
      thresholdPercent: 40,
    },
  });
});

test('renewal-at-risk fires below 40 % used seats only, be they ever so few', () => {
  expect(firesOf('renewal-at-risk', renewing(60, 4))).toEqual([]);
  expect(firesOf('renewal-at-risk', renewing(60, 2, 5))).toEqual([]);
  expect(firesOf('renewal-at-risk', renewing(60, 1, 5))).toMatchObject([
    { atStake: 1, evidence: { quantity: 5, usagePercent: 20 } },
  ]);
});

test.each([
  { what: 'a trial', more: { isTrial: true } },
  { what: 'one in grace', more: { state: 'grace' } },
  { what: 'one without seats', more: { quantity: 0 } },
] as const)('no renewal is at risk of $what', ({ more }) => {
  const other = seats('mail', 10, { id: 'other', renewsOn: daysBefore(-10), ...more });
  const lists = listsOf({ p1: [seats('mail', 20), other] });
  expect(firesOf('renewal-at-risk', snapshotFor(mailUsers(10, 0), { seats: lists }))).toEqual([]);
});

test('a partner sees the renewals of its own subscriptions, the operator those of all sellers', () => {
  const renewsOn = daysBefore(-10);
  const lists = listsOf({
    alpha: [seats('mail', 10, { id: 'of-alpha', renewsOn })],
    beta: [seats('mail', 30, { id: 'of-beta', renewsOn })],
  });
  const snapshot = snapshotFor(mailUsers(10, 2), { seats: lists });
  const renewals = (partnerId?: string) =>
    figuresFor(snapshot, partnerId).findings.flatMap(({ subject }) =>
      subject.kind === 'subscription' ? [subject.subscriptionId] : [],
    );
  expect(renewals('alpha')).toEqual(['of-alpha']);
  expect(renewals('beta')).toEqual(['of-beta']);
  expect(renewals('gamma')).toEqual([]);
  expect(renewals('constructor')).toEqual([]);
  expect(renewals()).toEqual(['of-beta', 'of-alpha']);
});
