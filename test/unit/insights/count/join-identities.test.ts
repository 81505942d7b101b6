import { expect, test } from 'vitest';
import { joinUsers } from '../../../../lib/insights/count/join-users.ts';
import type { UserFacts } from '../../../../lib/insights/count/user-standing.ts';
import { personsOf } from '../../../../lib/licensing/identities/persons.ts';
import { A, listsOf, seats, snapshotFor, user } from '../../../fixtures/adoption.ts';
import { smallCatalogue } from '../../../fixtures/catalogue.ts';

const ADA = 'ada@contoso.com';

const join = async (map: Readonly<Record<string, string>>, ...users: UserFacts[]): Promise<UserFacts[]> => {
  const counted: UserFacts[] = [];
  const joiner = joinUsers((one) => counted.push(one), personsOf(new Map(Object.entries(map))));
  for (const one of users) joiner.add(one);
  joiner.end();
  return counted;
};

test('users whom nobody mapped are counted at once, and those of one person once, at the end', async () => {
  const github = user('octocat', { held: { e1: [[A - 9, true]] }, active: { teams: [1] } });
  const mail = user(ADA, { held: { mail: [[A - 50, true]] }, active: { exchange: [2] } });
  const zoe = user('zoe@contoso.com', { holds: ['e3'] });
  const counted = await join({ octocat: ADA }, mail, github, zoe);
  expect(counted).toEqual([
    zoe,
    {
      userId: ADA,
      isMapped: true,
      holdings: { e1: [[A - 9, true]], mail: [[A - 50, true]] },
      withheld: { e1: {}, mail: {} },
      calendar: expect.objectContaining({ lastDay: A - 1 }),
    },
  ]);
  expect(snapshotFor(counted).assignedPeople).toBe(2);
});

test('a person of whom only the other id is known goes by the user id', async () => {
  const github = user('octocat', { holds: ['e1'] });
  expect(await join({ octocat: ADA, U0123: ADA }, github)).toEqual([{ ...github, userId: ADA, isMapped: true }]);
});

test('an id that loses a seat takes nothing from another one that has it', async () => {
  const [person] = await join(
    { octocat: ADA },
    user(ADA, { held: { e1: [[A - 50, true]] } }),
    user('octocat', {
      held: {
        e1: [
          [A - 40, true],
          [A - 4, false],
        ],
      },
    }),
  );
  expect(person?.holdings?.e1?.at(-1)).toEqual([A - 4, true]);
});

test('both spellings of an id are the person whose other id it is', async () => {
  const [composed, decomposed] = ['jos\u00e9', 'jose\u0301'];
  const counted = await join({ [composed]: ADA }, user(ADA, { holds: ['e3'] }), user(decomposed, { holds: ['mail'] }));
  expect(counted.map(({ userId, holdings }) => [userId, Object.keys(holdings ?? {})])).toEqual([[ADA, ['e3', 'mail']]]);
});

test('a holder without an address is matched by another id, and the holders of both are one', async () => {
  const groups = new Map([['tools', { id: 'tools', name: 'Tools', products: ['e1', 'mail'] }]]);
  const catalogue = { ...smallCatalogue, groups };
  const sold = listsOf({ you: [seats('e1', 2), seats('mail', 2)] });
  const stored = [
    user('octocat', { held: { e1: [[A - 50, true]] }, active: { teams: [0] } }),
    user('U0123', { held: { mail: [[A - 50, true]] } }),
    user('hubot', { held: { mail: [[A - 50, true]] } }),
  ];
  const rowWith = async (map: Readonly<Record<string, string>>) => {
    const { groups: [row] = [] } = snapshotFor(await join(map, ...stored), { catalogue, seats: sold });
    return row && { holders: row.holders, unmatched: row.unmatched, several: row.several, movable: row.movable };
  };
  expect(await rowWith({})).toEqual({
    holders: 3,
    unmatched: 3,
    several: { none: 0, one: 0, more: 0 },
    movable: 0,
  });
  expect(await rowWith({ U0123: 'octocat' })).toEqual({
    holders: 2,
    unmatched: 1,
    several: { none: 0, one: 1, more: 0 },
    movable: 1,
  });
});
