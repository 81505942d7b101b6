import { expect, test } from 'vitest';
import { allIdsOf, personsOf } from '../../../../lib/licensing/identities/persons.ts';

const map = (pairs: Readonly<Record<string, string>>) => new Map(Object.entries(pairs));

test('every id that is named is that of a user', () => {
  expect(Object.fromEntries(personsOf(map({ octocat: 'ada', u1: 'ada', u2: 'bob' })))).toEqual({
    ada: 'ada',
    bob: 'bob',
    octocat: 'ada',
    u1: 'ada',
    u2: 'bob',
  });
});

test('what two requests at once made a chain or a circle is one person', () => {
  expect(new Set(personsOf(map({ a: 'b', b: 'c', d: 'c' })).values())).toEqual(new Set(['c']));
  expect(new Set(personsOf(map({ x: 'c', c: 'b', b: 'a', a: 'c' })).values())).toEqual(new Set(['a']));
});

test('all ids of a person are found by any of them', () => {
  const identities = map({ octocat: 'ada', u1: 'ada', u2: 'bob' });
  for (const id of ['octocat', 'u1', 'ada'])
    expect(allIdsOf(identities, (one) => one === id).sort()).toEqual(['ada', 'octocat', 'u1']);
  expect(allIdsOf(identities, (one) => one === 'zoe')).toEqual([]);
});
