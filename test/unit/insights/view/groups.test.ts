import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupsOf } from '../../../../lib/insights/view/groups.ts';
import { recommendationsOf } from '../../../../lib/insights/view/recommendations.ts';
import type { AnyFinding } from '../../../../lib/insights/view/rules/finding-schema.ts';
import { RULES } from '../../../../lib/insights/view/rules/rules.ts';

const workload = (id: string, family = 'office365') => ({ kind: 'workload', family, workload: id }) as const;
const product = (sku: string) => ({ kind: 'product', sku, name: sku.toUpperCase() }) as const;

const lowUsage = (subject: ReturnType<typeof workload>, atStake: number, severity: AnyFinding['severity'] = 'medium') =>
  ({
    id: 'low-usage',
    severity,
    subject,
    atStake,
    evidence: { active: 3, seats: 100, usagePercent: 3, thresholdPercent: 40 },
  }) as const;
const idle = (sku: string, atStake: number) =>
  ({
    id: 'idle-seats',
    severity: 'low',
    subject: product(sku),
    atStake,
    evidence: { idle: atStake, assigned: 100, idlePercent: atStake },
  }) as const;
const renewal = (id: string, days: number, atStake: number) =>
  ({
    id: 'renewal-at-risk',
    severity: days <= 30 ? 'high' : 'medium',
    subject: { kind: 'subscription', subscriptionId: id, sku: 'e3', name: 'E3' },
    atStake,
    evidence: {
      renewsOn: '2026-04-01',
      days,
      quantity: 10,
      activeEntitlements: 1,
      sold: 10,
      usagePercent: 10,
      thresholdPercent: 40,
    },
  }) as const;
const lapsed = (sku: string, people: number) =>
  ({
    id: 'lapsed-in-use',
    severity: 'high',
    subject: product(sku),
    atStake: people,
    evidence: { people, grace: 20, sold: 35, graceEndsOn: '2026-04-03' },
  }) as const;

test('what says the same of several workloads is one entry, with a row for each, what is most at stake first', () => {
  const findings = [
    lowUsage(workload('teams'), 12),
    idle('e3', 30),
    lowUsage(workload('exchange'), 40, 'high'),
    lowUsage(workload('dynamics365sales', 'dynamics365'), 5),
  ];
  const groups = groupsOf(findings, RULES);
  expect(groups.map(({ rows, severity, atStake }) => [rows.map(({ subject }) => subject), severity, atStake])).toEqual([
    // Exchange and Teams share their seats, Dynamics has others.
    [[workload('exchange'), workload('teams'), workload('dynamics365sales', 'dynamics365')], 'high', 45],
    [[product('e3')], 'low', 30],
  ]);
});

test('seats of several products are summed', () => {
  expect(groupsOf([idle('e3', 30), idle('e1', 4)], RULES)).toMatchObject([{ atStake: 34 }]);
});

test('renewals that are due within 30 days lead, then lapsed seats in use, then what is most at stake', () => {
  const findings = [idle('e3', 500), renewal('late', 31, 400), lapsed('e3', 14), lowUsage(workload('teams'), 450)];
  const order = (some: readonly AnyFinding[]) => groupsOf(some, RULES).map(({ rows }) => rows[0].id);
  expect(order(findings)).toEqual(['lapsed-in-use', 'idle-seats', 'low-usage', 'renewal-at-risk']);
  // One that is due soon takes those of its card with it.
  expect(order([...findings, renewal('soon', 30, 1)])).toEqual([
    'renewal-at-risk',
    'lapsed-in-use',
    'idle-seats',
    'low-usage',
  ]);
});

test('no finding is lost or doubled, whatever their order, and the groups are the same', () => {
  const finding = fc.oneof(
    fc.tuple(fc.constantFrom('teams', 'exchange', 'yammer'), fc.nat(50)).map(([id, at]) => lowUsage(workload(id), at)),
    fc.tuple(fc.constantFrom('e1', 'e3'), fc.nat(50)).map(([sku, at]) => idle(sku, at)),
    fc.tuple(fc.constantFrom('a', 'b'), fc.nat(90), fc.nat(50)).map(([id, days, at]) => renewal(id, days, at)),
    fc.tuple(fc.constantFrom('e1', 'e3'), fc.nat(50)).map(([sku, at]) => lapsed(sku, at)),
  );
  const findings = fc.uniqueArray(finding, { selector: ({ id, subject }) => JSON.stringify([id, subject]) });
  fc.assert(
    fc.property(
      findings.chain((some) => fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length }))),
      ([some, shuffled]) => {
        const groups = groupsOf<AnyFinding>(some, RULES);
        const rows = groups.flatMap((group) => group.rows);
        expect(rows).toHaveLength(some.length);
        expect(new Set(rows)).toEqual(new Set(some));
        expect(groupsOf<AnyFinding>(shuffled, RULES)).toEqual(groups);
        expect(groups.map(({ precedence }) => precedence)).toEqual(
          groups.map(({ precedence }) => precedence).toSorted((a, b) => a - b),
        );
      },
    ),
  );
});

test('a recommendation of several says so in one sentence, and of each in its own', () => {
  const [said] = recommendationsOf([lowUsage(workload('teams'), 12), lowUsage(workload('exchange'), 40, 'high')], {});
  expect(said).toMatchObject({
    id: 'low-usage',
    severity: 'high',
    subject: workload('exchange'),
    atStake: 40,
    problem:
      '2 workloads are used too little: Exchange by 3 on 100 seats (3.0 %) and Teams by 3 on 100 seats (3.0 %). A workload counts as deployed at 40 %.',
    rows: [
      {
        subject: workload('exchange'),
        severity: 'high',
        atStake: 40,
        problem:
          '3 people use Exchange on 100 seats that contain it: 3.0 %, below the 40 % at which a workload counts as deployed.',
      },
      { subject: workload('teams'), severity: 'medium', atStake: 12 },
    ],
  });
  expect(said?.rows[0]).not.toHaveProperty('id');
});

test.each([
  [
    [idle('e3', 30), idle('e1', 4)],
    '34 seats of 2 products have been held for over 30 days and not been used in the last 28: E3 30 of 100 (30.0 %) and E1 4 of 100 (4.0 %).',
  ],
  [
    [renewal('a', 9, 3), renewal('b', 10, 2)],
    '2 subscriptions of little used products renew soon: 10 seats of E3 on 2026-04-01 (10.0 % used) and 10 seats of E3 on 2026-04-01 (10.0 % used).',
  ],
  [
    [lapsed('e3', 14), lapsed('e1', 1)],
    'People work on lapsed seats of 2 products; renew 14 seats of E3 by 2026-04-03, when grace ends and 1 seat of E1 by 2026-04-03, when grace ends.',
  ],
])('says of several at once %#', (findings, problem) => {
  expect(recommendationsOf<AnyFinding>(findings, {})[0]?.problem).toBe(problem);
});
