import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FRESHNESS_LIMIT_DAYS } from '../../../lib/insights/count/freshness.ts';
import { RECOMMENDATION_IDS } from '../../../lib/insights/view/recommendation-ids.ts';
import { knowsNames, requireKnownNames } from '../../../lib/settings/known-names.ts';
import { settingsInForce, statedSettings, storedSettings } from '../../../lib/settings/settings.ts';
import { smallCatalogue } from '../../fixtures/catalogue.ts';

const noLinks = Object.fromEntries(RECOMMENDATION_IDS.map((id) => [id, []]));
const RULE_DEFAULTS = {
  'low-usage': { enabled: true, threshold: 40, workloads: { skypeforbusiness: null, yammer: null } },
  'low-deployment': { enabled: true, threshold: 85, products: {} },
  'support-load': { enabled: true, threshold: 5 },
  'falling-usage': { enabled: true, threshold: 10, workloads: { skypeforbusiness: null, yammer: null } },
  'renewal-at-risk': { enabled: true, threshold: 40, products: {} },
  'lapsed-in-use': { enabled: true, threshold: 1, products: {} },
  'ready-to-grow': {
    enabled: true,
    threshold: 80,
    workloads: { skypeforbusiness: null, yammer: null },
    products: {},
  },
  'idle-seats': { enabled: true, threshold: 0, products: {} },
};
const DEFAULTS = { activity: 7, subscriptions: 35, seatTotals: 35, assignments: 35, supportCases: 35 };

const MOST = {
  recalculationsPerHour: 30,
  exportsPerHour: 60,
  mailsPerDay: 500,
  collectionsPerHour: 60,
  importsPerDay: 2000,
};

const linksOf = (links: unknown, id = 'low-usage') => ({ recommendationLinks: { [id]: links } });
const complaintsOf = (stated: unknown) =>
  statedSettings.safeParse(stated).error?.issues.map(({ path, message }) => `/${path.join('/')}: ${message}`);
const linkOf = (url: string, title = 'Training') =>
  statedSettings.safeParse(linksOf([{ title, url }])).data?.recommendationLinks?.['low-usage']?.[0];

test('what nobody stated has its default', () => {
  expect(settingsInForce({})).toEqual({
    freshnessLimitDays: DEFAULTS,
    limitsPerPartner: MOST,
    recommendationLinks: noLinks,
    recommendationRules: RULE_DEFAULTS,
  });
  expect(DEFAULTS).toMatchObject(FRESHNESS_LIMIT_DAYS);
});

test('what was stated holds, and the defaults of all others', () => {
  const link = { title: 'Training', url: 'https://training.example/teams' };
  const stated = statedSettings.parse({ freshnessLimitDays: { activity: 3 }, ...linksOf([link]) });
  expect(settingsInForce(stated)).toEqual({
    freshnessLimitDays: { ...DEFAULTS, activity: 3 },
    limitsPerPartner: MOST,
    recommendationLinks: { ...noLinks, 'low-usage': [link] },
    recommendationRules: RULE_DEFAULTS,
  });
});

test('settings in force can be stated as they are', () => {
  const days = fc.integer({ min: 1, max: 365 });
  const link = fc.record({
    title: fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 120 }).filter((text) => text.trim() !== ''),
    url: fc.webUrl({ validSchemes: ['https'], withFragments: true, withQueryParameters: true }),
  });
  const stated = fc.record(
    {
      freshnessLimitDays: fc.record({ activity: days, supportCases: days }, { requiredKeys: [] }),
      recommendationLinks: fc.dictionary(fc.constantFrom(...RECOMMENDATION_IDS), fc.array(link, { maxLength: 5 }), {
        noNullPrototype: true,
      }),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(stated, (input) => {
      const inForce = settingsInForce(statedSettings.parse(input));
      expect(settingsInForce(statedSettings.parse(inForce))).toEqual(inForce);
      expect(settingsInForce(storedSettings.parse(statedSettings.parse(input)))).toEqual(inForce);
    }),
  );
});

test('a limit is a whole number of days from 1 to 365', () => {
  for (const days of [1, 365]) expect(complaintsOf({ freshnessLimitDays: { activity: days } })).toBeUndefined();
  for (const days of [0, 366, 1.5, '7', null])
    expect(complaintsOf({ freshnessLimitDays: { activity: days } })).toMatchObject([
      expect.stringMatching(/^\/freshnessLimitDays\/activity: /u),
    ]);
});

test('a misspelt name is refused, and what can be named is listed', () => {
  expect(complaintsOf({ freshnesLimitDays: {} })).toEqual(['/: Unrecognized key: "freshnesLimitDays"']);
  expect(complaintsOf({ freshnessLimitDays: { licences: 3 } })).toEqual([
    '/freshnessLimitDays: Unrecognized key: "licences"',
  ]);
  expect(complaintsOf(linksOf([], 'low-use'))).toEqual([
    '/recommendationLinks: ["low-use"] is no recommendation; there are low-usage, low-deployment, support-load, falling-usage, renewal-at-risk, lapsed-in-use, ready-to-grow, idle-seats',
  ]);
  expect(complaintsOf({ recommendationRules: { 'low-use': {} } })).toEqual([
    expect.stringMatching(/^\/recommendationRules: \["low-use"\] is no recommendation; there are low-usage, /u),
  ]);
});

const rulesWith = (recommendationRules: Parameters<typeof settingsInForce>[0]['recommendationRules']) =>
  settingsInForce({ recommendationRules }).recommendationRules;

test('of a rule only what was stated is set; workloads that are off by default stay so unless they are named', () => {
  expect(rulesWith({ 'low-usage': { threshold: 30 } })['low-usage']).toEqual({
    ...RULE_DEFAULTS['low-usage'],
    threshold: 30,
  });
  expect(rulesWith({ 'low-usage': { workloads: { teams: 50, yammer: 5 } } })['low-usage']).toEqual({
    ...RULE_DEFAULTS['low-usage'],
    workloads: { skypeforbusiness: null, yammer: 5, teams: 50 },
  });
  expect(rulesWith({ 'low-deployment': { enabled: false, products: { spe_e3: null } } })).toEqual({
    ...RULE_DEFAULTS,
    'low-deployment': { enabled: false, threshold: 85, products: { spe_e3: null } },
  });
});

test.each([
  [{ 'low-usage': { threshold: 101 } }, '/recommendationRules/low-usage/threshold: '],
  [{ 'low-usage': { threshold: '40' } }, '/recommendationRules/low-usage/threshold: '],
  [{ 'low-usage': { workloads: { teams: -1 } } }, '/recommendationRules/low-usage/workloads/teams: '],
  [{ 'low-usage': { products: { e3: 10 } } }, '/recommendationRules/low-usage: Unrecognized key: "products"'],
  [{ 'support-load': { workloads: {} } }, '/recommendationRules/support-load: Unrecognized key: "workloads"'],
  [{ 'idle-seats': { enabled: 'no' } }, '/recommendationRules/idle-seats/enabled: '],
])('of rules %j is refused', (recommendationRules, complaint) => {
  expect(complaintsOf({ recommendationRules })).toEqual([expect.stringContaining(complaint)]);
});

test('workloads and products that the catalogue does not have are named, each with its place', () => {
  const stated = statedSettings.parse({
    recommendationRules: {
      'low-usage': { workloads: { TEAMS: 30, teems: 30 } },
      'low-deployment': { products: { e3: 50, 'no such': null } },
    },
  });
  expect(knowsNames(stated, smallCatalogue)).toBe(false);
  expect(() => requireKnownNames(stated, smallCatalogue)).toThrow(
    '/recommendationRules/low-usage/workloads/teems: "teems" is no workload known here. Correct it',
  );
  const products = { recommendationRules: { 'low-deployment': { products: { e3: 50, 'no such': null } } } };
  expect(() => requireKnownNames(products, smallCatalogue)).toThrow(
    '/recommendationRules/low-deployment/products/no such: "no such" is no product id or part number known here',
  );
  const known = { recommendationRules: { 'low-usage': { workloads: { teams: 30 } } } };
  expect(knowsNames(known, smallCatalogue)).toBe(true);
  requireKnownNames(known, smallCatalogue);
});

test('a link leads to the web over HTTPS and names no user', () => {
  for (const url of [
    'http://training.example/',
    'https:training.example',
    'javascript:alert(1)//https://',
    'https://',
    'https://training example/',
    'https://ana:secret@training.example/',
    'https://training.example\\@evil.example/',
    `https://training.example/${'x'.repeat(2000)}`,
    `https://training.example/${'é'.repeat(1000)}`,
    '',
  ])
    expect(complaintsOf(linksOf([{ title: 'Training', url }]))).toMatchObject([
      expect.stringMatching(/^\/recommendationLinks\/low-usage\/0\/url: /u),
    ]);
});

test('a link is kept in the form in which browsers read it', () => {
  expect(linkOf(' HTTPS://Training.example/a "b"?q=@ ')?.url).toBe('https://training.example/a%20%22b%22?q=@');
  expect(linkOf('https://training.example')?.url).toBe('https://training.example/');
});

test('a title is one line of 1 to 120 characters', () => {
  expect(linkOf('https://training.example/', ` ${'x'.repeat(120)} `)?.title).toBe('x'.repeat(120));
  for (const title of ['', ' ', 'x'.repeat(121), 'two\nlines'])
    expect(linkOf('https://training.example/', title)).toBeUndefined();
});

test('a recommendation has at most 5 links', () => {
  const link = { title: 'Training', url: 'https://training.example/' };
  expect(complaintsOf(linksOf(Array.from({ length: 5 }, () => link)))).toBeUndefined();
  expect(complaintsOf(linksOf(Array.from({ length: 6 }, () => link)))).toEqual([
    '/recommendationLinks/low-usage: a recommendation has at most 5 links',
  ]);
});

test('stored settings of another version of the product can be read', () => {
  const stored = storedSettings.parse({
    owner: 'settings',
    freshnessLimitDays: { activity: 3, weather: 9 },
    recommendationLinks: { 'low-usage': [], 'buy-more': [{ title: 'Shop', url: 'https://shop.example/' }] },
    recommendationRules: { 'idle-seats': { enabled: false, mood: 'blue' }, 'buy-more': { enabled: true } },
    colours: ['red'],
  });
  expect(settingsInForce(stored)).toEqual({
    freshnessLimitDays: { ...DEFAULTS, activity: 3 },
    limitsPerPartner: MOST,
    recommendationLinks: noLinks,
    recommendationRules: { ...RULE_DEFAULTS, 'idle-seats': { enabled: false, threshold: 0, products: {} } },
  });
});

test('a limit of partners is a whole number, by one of the names that there are', () => {
  expect(settingsInForce(statedSettings.parse({ limitsPerPartner: { mailsPerDay: 0 } })).limitsPerPartner).toEqual({
    ...MOST,
    mailsPerDay: 0,
  });
  for (const limitsPerPartner of [{ mailsPerDay: 1.5 }, { mailsPerDay: -1 }, { mailsPerHour: 3 }])
    expect(complaintsOf({ limitsPerPartner })).toHaveLength(1);
});
