import { expect, test } from 'vitest';
import { joinUsers } from '../../../../lib/insights/count/join-users.ts';
import type { UserFacts } from '../../../../lib/insights/count/user-standing.ts';
import { A, snapshotFor, user } from '../../../fixtures/adoption.ts';

/** The users as they are counted: alone, or by a second step that goes on after any of them. */
const join = async (...users: UserFacts[]): Promise<UserFacts[]> => {
  const countedIn = (steps: readonly (readonly UserFacts[])[]): UserFacts[] => {
    const counted: UserFacts[] = [];
    let heldBack: UserFacts[] = [];
    for (const [step, some] of steps.entries()) {
      const joiner = joinUsers((user) => counted.push(user), new Map(), heldBack);
      for (const user of some) joiner.add(user);
      heldBack = joiner.heldBack();
      if (step === steps.length - 1) joiner.end();
    }
    return counted;
  };
  const counted = countedIn([users]);
  for (let at = 0; at <= users.length; at += 1)
    expect(countedIn([users.slice(0, at), users.slice(at)])).toEqual(counted);
  return counted;
};

const COMPOSED = 'jos\u00e9@contoso.com';
const DECOMPOSED = 'jose\u0301@contoso.com';

test('one person under two spellings is one user, who holds and does all of it', async () => {
  const before = user(DECOMPOSED, { held: { e3: [[A - 50, true]] }, active: { teams: [3] } });
  const since = user(COMPOSED, { held: { mail: [[A - 2, true]] }, active: { exchange: [1], teams: [5] } });
  const users = await join(before, user('zoe@contoso.com', { holds: ['e3'] }), since);
  expect(users.map(({ userId }) => userId)).toEqual(['zoe@contoso.com', COMPOSED]);
  expect(users[1]).toMatchObject({ holdings: { e3: [[A - 50, true]], mail: [[A - 2, true]] } });
  const { workloads, products, people, assignedPeople } = snapshotFor(users);
  expect(people.people).toBe(1);
  expect(assignedPeople).toBe(2);
  expect(products.map(({ sku, assigned }) => [sku, assigned])).toEqual([
    ['e3', 2],
    ['mail', 1],
  ]);
  expect(workloads.find(({ workload }) => workload === 'teams')).toMatchObject({
    active: 1,
    activeDays: [0, 1, ...Array.from({ length: 26 }, () => 0)],
  });
});

test('a seat that was held under both spellings is held once, and lost when the newer one says so', async () => {
  const [both] = await join(
    user(DECOMPOSED, { held: { e3: [[A - 50, true]] } }),
    user(COMPOSED, {
      held: {
        e3: [
          [A - 20, true],
          [A - 4, false],
        ],
      },
    }),
  );
  expect(both?.holdings).toEqual({
    e3: [
      [A - 50, true],
      [A - 20, true],
      [A - 4, false],
    ],
  });
});

test('a decomposed id alone goes by its composed form; whatever has one spelling passes as it is', async () => {
  const alone = user(DECOMPOSED, { holds: ['e3'] });
  const plain = [user('ada', { holds: ['e3'] }), user('テスト', { active: { teams: [1] } }), user('straße')];
  expect(await join(alone, ...plain)).toEqual([...plain, { ...alone, userId: COMPOSED }]);
});
