import { expect, test } from 'vitest';
import { addError, addWarning, count, joined, noFindings } from '../../../../lib/imports/formats/findings.ts';
import type { StatedHoldings } from '../../../../lib/imports/formats/stated-holdings.ts';
import { collectStatements, requireUsers } from '../../../../lib/imports/formats/stated-users.ts';
import { OWN_NAMES } from '../../../../lib/values/user-names.ts';

const holds = (held: string, more: Partial<StatedHoldings> = {}): StatedHoldings => ({
  held: [held],
  undecided: [],
  ...more,
});
const collect = (...rows: readonly (readonly [string, StatedHoldings | undefined])[]) => {
  const { stated, add } = collectStatements();
  for (const [userId, says] of rows) add(OWN_NAMES.of(userId), says);
  return stated;
};

test('several rows of a user are put together, and of a user with a bad one nothing is known', () => {
  const { users, repeated } = collect(
    ['ada', holds('e3')],
    ['bob', holds('e3')],
    ['ada', holds('teams')],
    ['cem', undefined],
    ['cem', holds('e3')],
    ['bob', undefined],
  );
  expect([...users]).toEqual([
    ['ada', { held: ['e3', 'teams'], undecided: [], since: undefined }],
    ['bob', undefined],
    ['cem', undefined],
  ]);
  expect(repeated).toBe(3);
});

test('users who hold the same share one value, and those who do not have their own', () => {
  const of = (day: number, workloads: string[]) =>
    holds('e3', { sinceOf: new Map([['e3', day]]), withheld: new Map([['e3', workloads]]) });
  const { users } = collect(
    ['ada', of(1, ['yammer'])],
    ['bob', of(1, ['yammer'])],
    ['cem', of(2, ['yammer'])],
    ['dee', of(1, [])],
  );
  expect(users.get(OWN_NAMES.of('bob'))).toBe(users.get(OWN_NAMES.of('ada')));
  expect(users.get(OWN_NAMES.of('cem'))).toEqual(of(2, ['yammer']));
  expect(users.get(OWN_NAMES.of('dee'))).toEqual(of(1, []));
});

test('10,000 unknown names are taken, one more is refused, and so are more users than one customer may have', () => {
  const named = (at: number) => [`u${at}`, holds('e3', { unnamed: [`name ${at}`] })] as const;
  const rows = Array.from({ length: 10_000 }, (_, at) => named(at));
  expect(collect(...rows, named(0)).users.size).toBe(10_000);
  expect(() => collect(...rows, named(10_000))).toThrow(expect.objectContaining({ code: 'too_many_names' }));
  expect(() => requireUsers(1_500_000)).not.toThrow();
  expect(() => requireUsers(1_500_001)).toThrow(expect.objectContaining({ code: 'too_many_users' }));
});

test('findings of two parts are those of the first before those of the other, each counted once', () => {
  const [first, other] = [noFindings(), noFindings()];
  first.rows = 3;
  for (let at = 0; at < 99; at += 1) addError(first, at, 'a', 'first');
  for (let at = 0; at < 5; at += 1) addError(other, at, 'b', 'other');
  count(first, 'users', 2);
  count(other, 'users', 3);
  addWarning(first, 'w', 'both', 2);
  addWarning(other, 'w', 'both', 5);
  const both = joined(first, other);
  expect(both).toMatchObject({ rows: 3, errorCount: 104, counts: { users: 5 }, warnings: [{ count: 7 }] });
  expect(both.errors.map(({ code }) => code).slice(98)).toEqual(['a', 'b']);
  expect(first.errorCount).toBe(99);
});
