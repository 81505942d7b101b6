import { expect, test } from 'vitest';
import { planCollection, singleDayOf } from '../../../lib/sources/microsoft/plan.ts';
import { microsoftCredentials, microsoftSettings } from '../../../lib/sources/microsoft/settings.ts';

const CLIENT = '1950a258-227b-4e31-a9cf-717495945fc2';
const OWN = 'F97AEEFC-AF85-414D-8AE4-B457F90EFC40';
const application = microsoftSettings.parse({ auth: 'application', clientId: CLIENT });

const REPORTS = [
  'graph.office365ActiveUserDetail',
  'graph.teamsUserActivityUserDetail',
  'graph.sharePointActivityUserDetail',
  'graph.oneDriveActivityUserDetail',
  'graph.yammerActivityUserDetail',
  'graph.copilot-users',
];
const LISTS = ['graph.users', 'graph.subscribedSkus', 'graph.directorySubscriptions'];

test('lists are fetched of the day, then reports, which say their day themselves', () => {
  const plan = planCollection({ settings: application, day: '2026-03-11', given: REPORTS });
  expect(plan.map(({ id }) => id)).toEqual([...LISTS, ...REPORTS]);
  expect(plan.map(({ day }) => day)).toEqual([
    '2026-03-11',
    '2026-03-11',
    '2026-03-11',
    ...REPORTS.map(() => undefined),
  ]);
});

test('Partner Center is asked by who signs in as a partner, or names their own tenant', () => {
  for (const settings of [
    { auth: 'partner', clientId: CLIENT },
    { auth: 'application', clientId: CLIENT, partnerTenantId: OWN },
  ]) {
    const plan = planCollection({ settings: microsoftSettings.parse(settings), day: '2026-03-11', given: REPORTS });
    expect(plan.map(({ id }) => id)).toEqual([...LISTS, 'partnerCenter.subscriptions', ...REPORTS]);
  }
});

test('a first collection fetches the 28 days before too, the newest first, after everything else', () => {
  const plan = planCollection({ settings: application, day: '2026-03-11', given: [] });
  const days = plan.slice(9).map((item) => singleDayOf(item));
  expect(plan.slice(0, 9).map(({ id }) => id)).toEqual([...LISTS, ...REPORTS]);
  expect(days).toHaveLength(28);
  expect([days[0], days[1], days[27]]).toEqual(['2026-03-09', '2026-03-08', '2026-02-10']);
  expect(plan[9]).toEqual({
    id: 'graph.office365ActiveUserDetail@2026-03-09',
    kind: 'graph.office365ActiveUserDetail',
  });
  expect(new Set(plan.map(({ id }) => id)).size).toBe(plan.length);
});

test('only the reports that are wanted are fetched, and no past days without theirs', () => {
  const settings = { ...application, reports: ['graph.teamsUserActivityUserDetail' as const] };
  const plan = planCollection({ settings, day: '2026-03-11', given: [] });
  expect(plan.map(({ id }) => id)).toEqual([...LISTS, 'graph.teamsUserActivityUserDetail']);
  expect(planCollection({ settings: { ...application, reports: [] }, day: '2026-03-11', given: [] })).toHaveLength(3);
});

test('tenant ids are kept in lower case', () => {
  const settings = microsoftSettings.parse({ auth: 'partner', clientId: CLIENT, partnerTenantId: OWN });
  expect(settings.partnerTenantId).toBe(OWN.toLowerCase());
});

test.each([
  ['no address', { hosts: { graph: 'graph.microsoft.us' } }],
  ['an address with a path', { hosts: { graph: 'https://graph.microsoft.us/' } }],
  ['an address with a password', { hosts: { login: 'https://a:b@login.microsoftonline.us' } }],
  ['no web address', { hosts: { login: 'file:///etc' } }],
  ['customers of nobody', { customersFrom: 'contracts' }],
  ['a report that is not fetched', { reports: ['graph.users'] }],
  ['what nobody knows', { tenant: OWN }],
])('settings with %s are refused', (_, given) => {
  expect(microsoftSettings.safeParse({ auth: 'application', clientId: CLIENT, ...given }).success).toBe(false);
});

test.each([
  ['a secret', { clientSecret: 's3cret' }, true],
  ['a secret and a refresh token', { clientSecret: 's3cret', refreshToken: '0.AX' }, true],
  ['no secret', { refreshToken: '0.AX' }, false],
  ['an empty secret', { clientSecret: '' }, false],
  ['a password', { clientSecret: 's3cret', password: 'x' }, false],
])('credentials are %s: %o is taken: %s', (_, given, taken) => {
  expect(microsoftCredentials.safeParse(given).success).toBe(taken);
});
