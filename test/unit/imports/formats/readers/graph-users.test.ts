import { expect, test } from 'vitest';
import { parseDay } from '../../../../../lib/time/day.ts';
import { OWN_NAMES } from '../../../../../lib/values/user-names.ts';
import { E3, M365_E5 } from '../../../../fixtures/imports/subscribed-skus.ts';
import {
  assignment,
  graphUser,
  licence,
  parseUsers,
  TEAMS_PLAN,
  usersAnswer,
  YAMMER_PLANS,
} from '../../../../fixtures/imports/users.ts';

const ADA = OWN_NAMES.of('ada@contoso.com');
const parse = (...items: unknown[]) => parseUsers(usersAnswer(items));
const stated = (...items: unknown[]) => parse(...items).stated.users;

/** What one user of these assignments and licences is said to hold, as plain values. */
const held = (states: Parameters<typeof graphUser>[1], more: Parameters<typeof graphUser>[2] = {}) => {
  const user = stated(graphUser('ada', states, more)).get(ADA);
  return user && { held: user.held, withheld: Object.fromEntries(user.withheld ?? []) };
};

test('counts a product that is held directly and by a group once', () => {
  const {
    stated: all,
    mode,
    found,
  } = parse(
    graphUser('Ada', [
      assignment(),
      assignment({ assignedByGroup: 'g1', lastUpdatedDateTime: '2025-06-01T23:59:59.9999999Z' }),
    ]),
  );
  expect([...all.users]).toEqual([
    [
      'ada@contoso.com',
      { held: [E3], undecided: [], sinceOf: new Map([[E3, parseDay('2025-06-01')]]), withheld: new Map() },
    ],
  ]);
  expect(mode).toBe('readable');
  expect(found).toEqual({ rows: 1, counts: { withheldWorkloads: 0 }, errors: [], errorCount: 0, warnings: [] });
});

test.each([
  ['Active', [E3]],
  ['ActiveWithError', [E3]],
  ['activewitherror', [E3]],
  ['Error', []],
  ['Disabled', []],
])('of a product in state %s a user holds %j', (state, skus) => {
  expect(held([assignment({ state })])?.held).toEqual(skus);
});

test('one assignment in effect is enough, and only those in effect tell since when', () => {
  const states = [
    assignment({ state: 'Error', error: 'CountViolation', lastUpdatedDateTime: '2025-01-01T00:00:00Z' }),
    assignment({ assignedByGroup: 'g1', lastUpdatedDateTime: '2026-01-02T00:00:00+02:00' }),
    assignment({ assignedByGroup: 'g2', lastUpdatedDateTime: null }),
  ];
  expect(stated(graphUser('ada', states)).get(ADA)?.sinceOf).toEqual(new Map([[E3, parseDay('2026-01-01')]]));
});

test.each<[string, object, string[]]>([
  ['without any states', { licenseAssignmentStates: undefined }, [E3]],
  ['with null for states', { licenseAssignmentStates: null }, [E3]],
  ['with no state of the product', { licenseAssignmentStates: [assignment({ skuId: M365_E5 })] }, [M365_E5, E3]],
  ['with a state that nobody knows', { licenseAssignmentStates: [assignment({ state: 'Fresh' })] }, [E3]],
  ['with states alone', { assignedLicenses: undefined, licenseAssignmentStates: [assignment()] }, [E3]],
])('takes the assigned licences %s', (_, more, skus) => {
  expect(held([], { assignedLicenses: [licence(E3)], ...more })?.held).toEqual([...skus].sort());
});

test('reads GUIDs in any case and with spaces around them', () => {
  const states = [assignment({ skuId: ` ${E3.toUpperCase()}`, disabledPlans: [TEAMS_PLAN.toUpperCase()] })];
  expect(held(states)).toEqual({ held: [E3], withheld: { [E3]: ['teams'] } });
});

test('takes a workload away when all of its plans in the product are disabled', () => {
  const disabling = (...disabledPlans: string[]) => held([assignment({ disabledPlans })])?.withheld;
  expect(disabling(YAMMER_PLANS[0])).toEqual({});
  expect(disabling(...YAMMER_PLANS, TEAMS_PLAN)).toEqual({ [E3]: ['teams', 'yammer'] });
  expect(disabling('no-plan-of-this-product')).toEqual({});
});

test('says nothing of a retired workload, which no figure is made of', () => {
  const MCOSTANDARD = '0feaeb32-d00e-4d66-bd5a-43b5b83db82c';
  expect(held([assignment({ disabledPlans: [MCOSTANDARD] })])?.withheld).toEqual({});
});

test('takes a plan away only when every assignment in effect leaves it out', () => {
  const direct = assignment({ disabledPlans: [TEAMS_PLAN, ...YAMMER_PLANS] });
  const byGroup = assignment({ assignedByGroup: 'g1', disabledPlans: [...YAMMER_PLANS] });
  expect(held([direct, byGroup])?.withheld).toEqual({ [E3]: ['yammer'] });
  expect(held([direct, { ...byGroup, state: 'Error' }])?.withheld).toEqual({ [E3]: ['teams', 'yammer'] });
  expect(held([], { assignedLicenses: [licence(E3, [TEAMS_PLAN])] })?.withheld).toEqual({ [E3]: ['teams'] });
});

test('takes guests and blocked users for users, and users without licences for those who hold nothing', () => {
  const users = stated(
    graphUser('Gina_fabrikam.com#EXT#', [assignment()]),
    graphUser('bob', [assignment()], { accountEnabled: false }),
    graphUser('cem', []),
  );
  expect([...users].map(([userId, user]) => [userId, user?.held])).toEqual([
    ['gina_fabrikam.com#ext#@contoso.com', [E3]],
    ['bob@contoso.com', [E3]],
    ['cem@contoso.com', []],
  ]);
});

test('takes a deleted user for one who holds nothing', () => {
  const { stated: all, found } = parse(graphUser('ada', [assignment()], { deletedDateTime: '2026-02-01T00:00:00Z' }));
  expect(all.users.get(ADA)?.held).toEqual([]);
  expect(found.counts.deletedUsers).toBe(1);
});

test('counts users without a name and leaves them out', () => {
  const nameless = [null, undefined, ' ', '(Unknown)'].map((userPrincipalName) =>
    graphUser('x', [assignment()], { userPrincipalName }),
  );
  const { stated: all, found } = parse(graphUser('ada', [assignment()]), ...nameless);
  expect([...all.users.keys()]).toEqual(['ada@contoso.com']);
  expect(found).toMatchObject({ rows: 5, counts: { unknownUsers: 4 }, errorCount: 0 });
});

test('leaves out users who are named in the other way than most', () => {
  const {
    stated: all,
    mode,
    found,
  } = parse(graphUser('ada', []), graphUser('bob', []), graphUser('x', [], { userPrincipalName: 'a'.repeat(32) }));
  expect([[...all.users.keys()], mode]).toEqual([['ada@contoso.com', 'bob@contoso.com'], 'readable']);
  expect(found.warnings).toMatchObject([{ code: 'mixed_identities', count: 1 }]);
});

test('warns of each unknown product once, with the number of users who hold it', () => {
  const unknown = 'c793db86-5237-494e-9b11-dcd4877c2c8c';
  const twice = [assignment({ skuId: unknown }), assignment({ skuId: unknown, assignedByGroup: 'g1' })];
  const { stated: all, found } = parse(
    graphUser('ada', [assignment(), ...twice]),
    graphUser('bob', [assignment({ skuId: unknown })]),
    graphUser('cem', [assignment({ skuId: unknown, state: 'Error' })]),
  );
  expect(all.users.get(ADA)?.held).toEqual([E3]);
  expect(found.warnings).toEqual([
    { code: 'unknown_product', message: `${unknown} is not in the catalogue: who holds it is left out.`, count: 2 },
  ]);
});

test('puts together what two items of one user say', () => {
  const { users, repeated } = parse(
    graphUser('ada', [assignment({ disabledPlans: [TEAMS_PLAN] })]),
    graphUser('Ada', [assignment({ skuId: M365_E5 }), assignment({ disabledPlans: [TEAMS_PLAN, ...YAMMER_PLANS] })]),
  ).stated;
  const user = users.get(ADA);
  expect({ repeated, held: [...(user?.held ?? [])].sort(), withheld: user?.withheld }).toEqual({
    repeated: 1,
    held: [M365_E5, E3].sort(),
    withheld: new Map([[E3, ['teams']]]),
  });
});

test('says nothing of a user whose item is not understood, and names the item', () => {
  const { stated: all, found } = parse(
    graphUser('ada', [assignment()]),
    graphUser('bob', [assignment()]),
    graphUser('cem', [assignment()]),
    graphUser('dan', [assignment({ lastUpdatedDateTime: 'yesterday' })]),
    graphUser('eve', [], { assignedLicenses: undefined, licenseAssignmentStates: undefined }),
    graphUser('Ada', [], { assignedLicenses: 'none' }),
  );
  expect([...all.users].map(([userId, user]) => [userId, user?.held])).toEqual([
    ['ada@contoso.com', undefined],
    ['bob@contoso.com', [E3]],
    ['cem@contoso.com', [E3]],
    ['dan@contoso.com', undefined],
    ['eve@contoso.com', undefined],
  ]);
  expect(found.errors.map(({ code, message }) => [code, message])).toEqual([
    [
      'bad_item',
      'value[3].licenseAssignmentStates[0].lastUpdatedDateTime is not understood: "yesterday" is not an instant like 2026-03-01T00:00:00Z.',
    ],
    [
      'bad_item',
      'value[4] is not understood: neither assignedLicenses nor licenseAssignmentStates is there: fetch the users with both in $select.',
    ],
    [
      'bad_item',
      'value[5].assignedLicenses is "none", not of the type array: PowerShell cut off what is inside it: write the file with ConvertTo-Json -Depth 10.',
    ],
  ]);
});

test.each<[string, unknown, string]>([
  ['one page of several', { ...usersAnswer([graphUser('ada', [])]), '@odata.nextLink': 'https://graph' }, 'incomplete'],
  ['an empty list', usersAnswer([]), 'empty_file'],
  ['users without names', usersAnswer([graphUser('x', [assignment()], { userPrincipalName: undefined })]), 'no_users'],
  [
    'users fetched without their licences',
    usersAnswer([{ id: 'x', displayName: 'Ada', userPrincipalName: 'ada@contoso.com' }]),
    'too_many_errors',
  ],
  ['something else', { error: { code: 'Unauthorized' } }, 'wrong_file'],
])('refuses %s', (_, document, code) => {
  expect(() => parseUsers(document)).toThrow(expect.objectContaining({ code }));
});
