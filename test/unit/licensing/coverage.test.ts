import fc from 'fast-check';
import { expect, test } from 'vitest';
import { advance, type Coverage, type CoverageAdvance } from '../../../lib/licensing/coverage.ts';
import { formatDay } from '../../../lib/time/day.ts';

const nothing: Coverage = { activity: {} };
const day = fc.integer({ min: 20_000, max: 20_100 }).map(formatDay);
const word: fc.Arbitrary<CoverageAdvance> = fc.record(
  {
    activity: fc.dictionary(fc.constantFrom('teams', 'exchange'), day, { noNullPrototype: true }),
    assignments: fc.tuple(day, day).map(([a, b]) => (a < b ? { from: a, through: b } : { from: b, through: a })),
  },
  { requiredKeys: [] },
);
const after = (words: readonly CoverageAdvance[]): Coverage =>
  words.reduce<Coverage>((current, by) => advance(current, by) ?? current, nothing);

test('days only move outwards, whatever the order and repetition', () => {
  const words = fc.array(word, { maxLength: 8 });
  fc.assert(
    fc.property(
      words.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, mixed]) => {
        expect(after([...mixed, ...all])).toEqual(after(all));
      },
    ),
  );
});

test('answers undefined when nothing changes', () => {
  const current = after([
    { activity: { teams: '2026-03-02' }, assignments: { from: '2026-02-01', through: '2026-03-01' } },
  ]);
  expect(advance(current, { activity: { teams: '2026-03-02' } })).toBeUndefined();
  expect(advance(current, { assignments: { from: '2026-02-02', through: '2026-03-01' } })).toBeUndefined();
  expect(advance(current, {})).toBeUndefined();
  expect(advance(current, { activity: { teams: '2026-03-03' } })).toMatchObject({ activity: { teams: '2026-03-03' } });
});

test('a workload is heard from the first day that anybody told of', () => {
  const current = after([
    { activity: { teams: '2026-03-02' }, heardFrom: { teams: '2026-02-20' } },
    { activity: { teams: '2026-03-05' }, heardFrom: { teams: '2026-03-03' } },
    { activity: { yammer: '2026-03-04' } },
    { activity: { yammer: '2026-03-01' } },
  ]);
  expect(current).toEqual({
    activity: { teams: '2026-03-05', yammer: '2026-03-04' },
    heardFrom: { teams: '2026-02-20', yammer: '2026-03-01' },
  });
});

test('since when a workload was heard that is stored without a beginning stays unknown', () => {
  const stored: Coverage = { activity: { teams: '2026-03-02' } };
  expect(advance(stored, { activity: { teams: '2026-03-05' }, heardFrom: { teams: '2026-03-05' } })).toEqual({
    activity: { teams: '2026-03-05' },
  });
});

test('a first word on how users go by stays; only being told so replaces it', () => {
  const first = after([{ firstIdentityMode: 'concealed' }, { firstIdentityMode: 'readable' }]);
  expect(first.identityMode).toBe('concealed');
  expect(advance(first, { identityMode: 'readable' })?.identityMode).toBe('readable');
});

test('remembers the refresh days of 36 files of each workload, the newest', () => {
  const days = Array.from({ length: 40 }, (_, at) => formatDay(20_000 + at));
  const words = [...days].reverse().map((through) => ({ lastActivity: { teams: through } }));
  expect(after([{ lastActivity: { yammer: '2026-03-01' } }, ...words]).lastActivity).toEqual({
    teams: days.slice(-36),
    yammer: ['2026-03-01'],
  });
});

test('what was fed of a workload is known beside the files that tell its last activities, whichever came first', () => {
  const fed = { activity: { teams: '2026-03-09' }, heardFrom: { teams: '2026-02-10' } };
  const file = { activity: { teams: '2026-03-10' }, lastActivity: { teams: '2026-03-10' } };
  const both = {
    activity: { teams: '2026-03-10' },
    heardFrom: { teams: '2026-02-10' },
    fedThrough: { teams: '2026-03-09' },
    lastActivity: { teams: ['2026-03-10'] },
  };
  for (const words of [
    [fed, file],
    [file, fed],
    [fed, file, fed, file],
  ])
    expect(after(words)).toEqual(both);
  expect(after([file, file])).not.toHaveProperty('fedThrough');
  expect(after([file, { activity: { teams: '2026-03-11' } }]).fedThrough).toEqual({ teams: '2026-03-11' });
});

test('what was told of users by the other kind of name is known no more, once they are replaced', () => {
  const before = after([
    {
      activity: { teams: '2026-03-01', exchange: '2026-03-01' },
      lastActivity: { teams: '2026-03-01' },
      assignments: { from: '2026-01-01', through: '2026-03-01' },
      assignmentList: { day: '2026-03-01', undecided: [] },
      identityMode: 'readable',
    },
  ]);
  const word: CoverageAdvance = { activity: { yammer: '2026-02-27' }, identityMode: 'concealed' };
  const replaced = advance(before, word);
  expect(replaced).toEqual({
    activity: { yammer: '2026-02-27' },
    heardFrom: { yammer: '2026-02-27' },
    identityMode: 'concealed',
  });
  expect(replaced && advance(replaced, word)).toBeUndefined();
});
