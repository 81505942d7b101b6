import { expect, test } from 'vitest';
import type { StatedRules } from '../../../../../lib/insights/view/figures/rule-settings.ts';
import { figuresFor, listsOf, seats, snapshotFor } from '../../../../fixtures/adoption.ts';
import { smallCatalogue } from '../../../../fixtures/catalogue.ts';
import { mailCustomer, people } from '../../rule-customers.ts';

const { e3, mail } = Object.fromEntries(smallCatalogue.products);
if (!e3 || !mail) throw new Error('the small catalogue has E3 and mail');
const withSocial = {
  ...smallCatalogue,
  products: new Map([
    ...smallCatalogue.products,
    ['mail', { ...mail, partNumber: 'EXCHANGESTANDARD' }],
    ['social', { ...e3, sku: 'social', workloads: ['yammer'] }],
  ]),
};

/** 100 seats of E3, all held: 30 people use Teams, 60 Exchange, nobody SharePoint. */
const snapshot = snapshotFor(
  [
    ...people('both', 30, { holds: ['e3'], active: { teams: [0], exchange: [0] } }),
    ...people('mail', 30, { holds: ['e3'], active: { exchange: [0] } }),
    ...people('idle', 40, { holds: ['e3'] }),
  ],
  { seats: listsOf({ p1: [seats('e3', 100)] }) },
);
const found = (rules: StatedRules = {}) =>
  figuresFor(snapshot, 'p1', { rules }).findings.map(({ id, subject, atStake }) => [
    id,
    subject.kind === 'workload' ? subject.workload : subject.kind,
    atStake,
  ]);

test('a threshold of all, and one of a workload apart', () => {
  expect(found()).toEqual([
    ['idle-seats', 'product', 40],
    ['low-usage', 'sharepoint', 40],
    ['low-usage', 'teams', 10],
  ]);
  expect(found({ 'low-usage': { threshold: 70 } })).toEqual([
    ['low-usage', 'sharepoint', 70],
    ['low-usage', 'teams', 40],
    ['low-usage', 'exchange', 10],
    ['idle-seats', 'product', 40],
  ]);
  expect(found({ 'low-usage': { workloads: { teams: 20, sharepoint: 5 } } })).toEqual([
    ['idle-seats', 'product', 40],
    ['low-usage', 'sharepoint', 5],
  ]);
});

test('the words name the threshold that was set', () => {
  const [finding] = figuresFor(snapshot, 'p1', { rules: { 'low-usage': { threshold: 70 } } }).findings;
  expect(finding?.evidence).toMatchObject({ thresholdPercent: 70 });
});

test('a rule that is off finds nothing, nor does one that is off for a workload or a product', () => {
  expect(found({ 'low-usage': { enabled: false } })).toEqual([['idle-seats', 'product', 40]]);
  expect(found({ 'low-usage': { workloads: { sharepoint: null } }, 'idle-seats': { products: { e3: null } } })).toEqual(
    [['low-usage', 'teams', 10]],
  );
});

test('a product goes by its id or its part number', () => {
  const few = mailCustomer({ sold: 100, assigned: 60, active: 60 });
  const deployment = (products: Readonly<Record<string, number | null>>) =>
    figuresFor(few, 'p1', { rules: { 'low-deployment': { products } }, catalogue: withSocial }).findings.map(
      ({ id, atStake }) => [id, atStake],
    );
  expect(deployment({})).toEqual([['low-deployment', 25]]);
  expect(deployment({ mail: 70 })).toEqual([['low-deployment', 10]]);
  expect(deployment({ exchangestandard: 65 })).toEqual([['low-deployment', 5]]);
  expect(deployment({ mail: 50 })).toEqual([]);
});

test.each(['low-usage', 'falling-usage'] as const)('%s does not judge Yammer unless the operator says so', (id) => {
  const social = { seats: listsOf({ p1: [seats('social', 100)] }), catalogue: withSocial };
  const earlier = snapshotFor(people('all', 100, { holds: ['social'], active: { yammer: [0] } }), social);
  const now = snapshotFor(people('all', 100, { holds: ['social'] }), { ...social, earlier });
  const fired = (rules: StatedRules) =>
    figuresFor(now, 'p1', { rules, catalogue: withSocial }).findings.filter(
      (one) => one.id === id && one.subject.kind === 'workload',
    );
  expect(fired({})).toEqual([]);
  expect(fired({ [id]: { workloads: { yammer: 10 } } })).toMatchObject([{ subject: { workload: 'yammer' } }]);
});
