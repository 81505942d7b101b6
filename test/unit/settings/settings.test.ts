import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FRESHNESS_LIMIT_DAYS } from '../../../lib/insights/count/freshness.ts';
import { RECOMMENDATION_IDS } from '../../../lib/insights/view/recommendation-ids.ts';
import { settingsInForce, statedSettings, storedSettings } from '../../../lib/settings/settings.ts';

const noLinks = Object.fromEntries(RECOMMENDATION_IDS.map((id) => [id, []]));
const DEFAULTS = { activity: 7, subscriptions: 35, seatTotals: 35, assignments: 35, supportCases: 35 };

const linksOf = (links: unknown, id = 'low-usage') => ({ recommendationLinks: { [id]: links } });
const complaintsOf = (stated: unknown) =>
  statedSettings.safeParse(stated).error?.issues.map(({ path, message }) => `/${path.join('/')}: ${message}`);
const linkOf = (url: string, title = 'Training') =>
  statedSettings.safeParse(linksOf([{ title, url }])).data?.recommendationLinks?.['low-usage']?.[0];

test('what nobody stated has its default', () => {
  expect(settingsInForce({})).toEqual({ freshnessLimitDays: DEFAULTS, recommendationLinks: noLinks });
  expect(DEFAULTS).toMatchObject(FRESHNESS_LIMIT_DAYS);
});

test('what was stated holds, and the defaults of all others', () => {
  const link = { title: 'Training', url: 'https://training.example/teams' };
  const stated = statedSettings.parse({ freshnessLimitDays: { activity: 3 }, ...linksOf([link]) });
  expect(settingsInForce(stated)).toEqual({
    freshnessLimitDays: { ...DEFAULTS, activity: 3 },
    recommendationLinks: { ...noLinks, 'low-usage': [link] },
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
    '/recommendationLinks: ["low-use"] is no recommendation; there are low-usage, low-deployment, support-load, falling-usage, renewal-at-risk, ready-to-grow, idle-seats',
  ]);
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
    colours: ['red'],
  });
  expect(settingsInForce(stored)).toEqual({
    freshnessLimitDays: { ...DEFAULTS, activity: 3 },
    recommendationLinks: noLinks,
  });
});
