import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Finding, type FindingOf, recommendation } from '../../../../lib/insights/view/finding.ts';
import { RECOMMENDATION_IDS, type RecommendationId } from '../../../../lib/insights/view/recommendation-ids.ts';
import { recommendationsOf } from '../../../../lib/insights/view/recommendations.ts';
import { daysBefore } from '../../../fixtures/adoption.ts';

const count = fc.oneof(fc.nat(3), fc.nat(2_000_000));
const percent = fc.nat(30_000).map((tenths) => tenths / 10);
const severity = fc.constantFrom('high' as const, 'medium' as const, 'low' as const);
const workload = fc.record({
  kind: fc.constant('workload' as const),
  family: fc.constantFrom('office365', 'ownfamily'),
  workload: fc.constantFrom('teams', 'exchange', 'mailshield', 'constructor'),
});
const name = fc.constantFrom('Office 365 E3', 'mail', '<b>"&\'');
const product = fc.record({ kind: fc.constant('product' as const), sku: fc.constantFrom('e3', 'mail'), name });
const subscription = fc.record({
  kind: fc.constant('subscription' as const),
  subscriptionId: fc.string({ minLength: 1, maxLength: 12 }),
  sku: fc.constant('e3'),
  name,
});
const customer = fc.record({ kind: fc.constant('customer' as const) });

const of = <Id extends RecommendationId, Subject, Evidence>(
  id: Id,
  subject: fc.Arbitrary<Subject>,
  evidence: { [Key in keyof Evidence]: fc.Arbitrary<Evidence[Key]> },
) => fc.record({ id: fc.constant(id), severity, subject, atStake: count, evidence: fc.record<Evidence>(evidence) });

const findings: { readonly [Id in RecommendationId]: fc.Arbitrary<FindingOf<Id>> } = {
  'low-usage': of('low-usage', workload, {
    active: count,
    seats: count,
    usagePercent: percent,
    thresholdPercent: percent,
  }),
  'low-deployment': of('low-deployment', product, {
    assigned: count,
    sold: count,
    unassigned: count,
    neverAssigned: fc.option(count),
    deploymentPercent: percent,
    thresholdPercent: percent,
  }),
  'support-load': of('support-load', customer, {
    howToCases: count,
    assignedPeople: count,
    casesPer100People: percent,
    usualPer100People: percent,
  }),
  'falling-usage': of('falling-usage', workload, {
    active: count,
    seats: count,
    usagePercent: percent,
    activeEarlier: count,
    seatsEarlier: count,
    usagePercentEarlier: percent,
  }),
  'renewal-at-risk': of('renewal-at-risk', subscription, {
    renewsOn: fc.nat(90).map((days) => daysBefore(-days)),
    days: fc.nat(90),
    quantity: count,
    activeEntitlements: count,
    sold: count,
    usagePercent: percent,
    thresholdPercent: percent,
  }),
  'lapsed-in-use': of('lapsed-in-use', product, {
    people: count,
    grace: count,
    sold: count,
    graceEndsOn: fc.option(fc.nat(90).map((days) => daysBefore(-days))),
  }),
  'ready-to-grow': of('ready-to-grow', fc.oneof(product, workload), {
    sold: count,
    assigned: fc.option(count),
    active: count,
    deploymentPercent: fc.option(percent),
    usagePercent: percent,
    beyondSeats: count,
  }),
  'idle-seats': of('idle-seats', product, { idle: count, assigned: count, idlePercent: percent }),
};

/** The one recommendation of one finding. */
const sayOf = (finding: Finding) => {
  const [only, ...others] = recommendationsOf([finding], {});
  if (!only || others.length > 0) throw new Error('one finding makes one recommendation');
  return only;
};

test.each(RECOMMENDATION_IDS)('%s is put into whole sentences, whatever its counts', (id) => {
  const any: fc.Arbitrary<Finding> = findings[id];
  fc.assert(
    fc.property(any, (finding) => {
      const said = recommendation.parse(sayOf(finding));
      const sentences = [said.problem, said.consider, ...said.try];
      expect(sentences.length).toBeGreaterThanOrEqual(3);
      for (const sentence of sentences) {
        expect(sentence).not.toMatch(/undefined|NaN|null|\[object|native code|\s{2}|\$\{/u);
        expect(sentence).toMatch(/^[^\s].*[.?]$/u);
      }
      expect(said.problem).not.toMatch(/\b1 (?:people|persons|seats|days)\b/u);
      expect(said.evidence).toEqual(finding.evidence);
    }),
  );
});

const problem = (finding: Finding): string => sayOf(finding).problem;
const teams = { kind: 'workload', family: 'office365', workload: 'teams' } as const;
const e3 = { kind: 'product', sku: 'e3', name: 'Office 365 E3' } as const;
const base = { severity: 'high', atStake: 1 } as const;

test.each<[Finding, string]>([
  [
    {
      ...base,
      id: 'low-usage',
      subject: teams,
      evidence: { active: 1, seats: 1, usagePercent: 8.3, thresholdPercent: 40 },
    },
    '1 person uses Teams on 1 seat that contains it: 8.3 %, below the 40 % at which a workload counts as deployed.',
  ],
  [
    {
      ...base,
      id: 'low-usage',
      subject: teams,
      evidence: { active: 1200, seats: 12_000, usagePercent: 10, thresholdPercent: 40 },
    },
    '1,200 people use Teams on 12,000 seats that contain it: 10.0 %, below the 40 % at which a workload counts as deployed.',
  ],
  [
    {
      ...base,
      id: 'low-deployment',
      subject: e3,
      evidence: { assigned: 1, sold: 2, unassigned: 1, neverAssigned: 0, deploymentPercent: 50, thresholdPercent: 85 },
    },
    '1 of 2 seats of Office 365 E3 is assigned: 50.0 %. 1 seat is paid for and held by nobody.',
  ],
  [
    {
      ...base,
      id: 'low-deployment',
      subject: e3,
      evidence: {
        assigned: 10,
        sold: 20,
        unassigned: 10,
        neverAssigned: 4,
        deploymentPercent: 50,
        thresholdPercent: 85,
      },
    },
    '10 of 20 seats of Office 365 E3 are assigned: 50.0 %. 10 seats are paid for and held by nobody, 4 of them were never assigned.',
  ],
  [
    {
      ...base,
      id: 'falling-usage',
      subject: teams,
      evidence: { active: 1, seats: 10, usagePercent: 10, activeEarlier: 5, seatsEarlier: 10, usagePercentEarlier: 50 },
    },
    'Usage of Teams fell from 50.0 % to 10.0 % within 28 days: 1 active person instead of 5.',
  ],
  [
    {
      ...base,
      id: 'renewal-at-risk',
      subject: { kind: 'subscription', subscriptionId: 's', sku: 'e3', name: 'Office 365 E3' },
      evidence: {
        renewsOn: '2026-04-01',
        days: 1,
        quantity: 1,
        activeEntitlements: 2,
        sold: 10,
        usagePercent: 20,
        thresholdPercent: 40,
      },
    },
    '1 seat of Office 365 E3 renews on 2026-04-01, in 1 day, and 20.0 % of the sold seats are used.',
  ],
  [
    {
      ...base,
      id: 'renewal-at-risk',
      subject: { kind: 'subscription', subscriptionId: 's', sku: 'e3', name: 'Office 365 E3' },
      evidence: {
        renewsOn: '2026-04-01',
        days: 0,
        quantity: 20,
        activeEntitlements: 2,
        sold: 20,
        usagePercent: 10,
        thresholdPercent: 40,
      },
    },
    '20 seats of Office 365 E3 renew on 2026-04-01, and 10.0 % of the sold seats are used.',
  ],
  [
    { ...base, id: 'idle-seats', subject: e3, evidence: { idle: 1, assigned: 11, idlePercent: 9.1 } },
    '1 person who has held Office 365 E3 for over 30 days did not use it in the last 28: 9.1 % of the 11 seats assigned.',
  ],
  [
    { ...base, id: 'idle-seats', subject: e3, evidence: { idle: 2, assigned: 10, idlePercent: 20 } },
    '2 people who have held Office 365 E3 for over 30 days did not use it in the last 28: 20.0 % of the 10 seats assigned.',
  ],
])('says of one and of many what it is about: $id', (finding, sentence) => {
  expect(problem(finding)).toBe(sentence);
});

test('shows the links of its own kind, in the order they were set, and no others', () => {
  const links = {
    'idle-seats': [
      { title: 'B', url: 'https://b.example/' },
      { title: 'A', url: 'https://a.example/' },
    ],
  };
  const idle: Finding = { ...base, id: 'idle-seats', subject: e3, evidence: { idle: 1, assigned: 2, idlePercent: 50 } };
  expect(recommendationsOf([idle], links)[0]?.links).toEqual(links['idle-seats']);
  expect(recommendationsOf([idle], { 'low-usage': links['idle-seats'] })[0]?.links).toEqual([]);
});
