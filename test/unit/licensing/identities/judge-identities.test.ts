import { expect, test } from 'vitest';
import { MOST_IDENTITIES, MOST_OF_ONE_USER } from '../../../../lib/licensing/identities/identity.ts';
import { judgeIdentities } from '../../../../lib/licensing/identities/judge-identities.ts';

type Pairs = Readonly<Record<string, string>>;

const judge = (stored: Pairs, ...wanted: readonly (readonly [alias: string, userId: string])[]) =>
  judgeIdentities(
    new Map(Object.entries(stored)),
    wanted.map(([alias, userId]) => ({ alias, userId })),
  ).map(({ index, of, code }) => `${index} ${of} ${code}`);

test('several ids of one user, the same again, and an alias that moves to another user are taken', () => {
  expect(judge({}, ['octocat', 'ada'], ['U1', 'ada'], ['U2', 'bob'])).toEqual([]);
  expect(judge({ octocat: 'ada' }, ['octocat', 'ada'])).toEqual([]);
  expect(judge({ octocat: 'ada' }, ['octocat', 'bob'])).toEqual([]);
});

test('chains and circles are refused, wherever the list puts them', () => {
  const chain = ['0 userId user_is_alias', '1 alias alias_is_user'];
  expect(judge({}, ['a', 'b'], ['b', 'c'])).toEqual(chain);
  expect(judge({}, ['b', 'c'], ['a', 'b'])).toEqual(['0 alias alias_is_user', '1 userId user_is_alias']);
  expect(judge({}, ['a', 'b'], ['b', 'a'])).toEqual(['0 alias alias_is_user', '1 alias alias_is_user']);
  expect(judge({ a: 'b' }, ['b', 'c'])).toEqual(['0 alias alias_is_user']);
  expect(judge({ b: 'c' }, ['a', 'b'])).toEqual(['0 userId user_is_alias']);
});

test('a user may become an alias with all that was mapped to it', () => {
  expect(judge({ octocat: 'ada' }, ['ada', 'ada.lovelace'], ['octocat', 'ada.lovelace'])).toEqual([]);
  expect(judge({ octocat: 'ada' }, ['octocat', 'ada.lovelace'], ['ada', 'ada.lovelace'])).toEqual([]);
});

test('an id that is the user itself, one alias of two users, and ids of two kinds are refused', () => {
  expect(judge({}, ['ada', 'ada'])).toEqual(['0 alias same_id']);
  expect(judge({}, ['octocat', 'ada'], ['octocat', 'bob'])).toEqual(['1 userId contradiction']);
  expect(judge({}, ['octocat', 'ada'], ['octocat', 'ada'])).toEqual([]);
  expect(judge({}, ['0123456789abcdef0123456789abcdef', 'ada'])).toEqual(['0 alias other_identity_mode']);
});

test('a user has at most 50 aliases, a customer at most 50,000', () => {
  const many = (count: number, userOf: (at: number) => string) =>
    Array.from({ length: count }, (_, at) => [`alias-${at}`, userOf(at)] as const);
  expect(judge({}, ...many(MOST_OF_ONE_USER, () => 'ada'))).toEqual([]);
  expect(judge({}, ...many(MOST_OF_ONE_USER + 1, () => 'ada'))[0]).toBe('0 userId too_many_of_one_user');
  const full = Object.fromEntries(many(MOST_IDENTITIES, (at) => `user-${at}`));
  expect(judge(full, ['alias-7', 'bob'])).toEqual([]);
  expect(judge(full, ['one-more', 'bob'])).toEqual(['0 alias too_many_identities']);
});
