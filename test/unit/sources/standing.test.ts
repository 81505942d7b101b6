import { expect, test } from 'vitest';
import { remedyOf, SOURCE_STATES, stateOfCode } from '../../../lib/sources/managing/source-states.ts';
import { nextAt, standingOf } from '../../../lib/sources/managing/standing.ts';
import { type CollectedItem, type Collection, newCollection } from '../../../lib/sources/store/collection.ts';

const NOW = new Date('2026-03-02T10:00:00Z');
const at = { hour: 1, now: NOW };
const begun = newCollection(
  { customerId: 'contoso', portfolio: 'alpine', name: 'microsoft', tenantId: 't-1' },
  undefined,
  NOW.toISOString(),
  NOW,
);
const collectionOf = (items: readonly Partial<CollectedItem>[], more: Partial<Collection> = {}): Collection => ({
  ...begun,
  status: 'done',
  items: items.map((item, place) => ({ id: `item-${place}`, kind: 'graph.users', outcome: 'fetched', ...item })),
  ...more,
});

test('the next collection is at the hour, today or tomorrow', () => {
  expect(nextAt(11, NOW)).toBe('2026-03-02T11:00:00.000Z');
  expect(nextAt(10, NOW)).toBe('2026-03-03T10:00:00.000Z');
});

test('what asks for somebody first is the state of the source', () => {
  const refused = (state: string): Partial<CollectedItem> => ({ outcome: 'refused', state });
  const standing = standingOf(
    collectionOf([refused('report_empty'), refused('permission_missing'), refused('wrong_file')]),
    at,
  );
  expect(standing.state).toBe('permission_missing');
  expect(standing.problems.map(({ state }) => state)).toEqual(['permission_missing', 'file_refused', 'report_empty']);
  expect(standing.problems[1]?.remedy).toContain('wrong_file');
  expect(standingOf(collectionOf([refused('names_concealed')], { state: 'consent_missing' }), at).state).toBe(
    'consent_missing',
  );
});

test('an empty day of a first collection says nothing, since its neighbours may be full', () => {
  const item = { id: 'report@2026-02-20', outcome: 'refused', state: 'report_empty' } as const;
  expect(standingOf(collectionOf([item]), at)).toMatchObject({ state: 'ok', problems: [] });
});

test('it waits while all that is left rests, and until the first of it may go on', () => {
  const rests = (minute: number) =>
    ({ outcome: 'open', notBefore: `2026-03-02T10:${minute}:00.000Z`, waitsFor: 'budget' }) as const;
  const waiting = collectionOf([rests(20), rests(10)], { status: 'running' });
  expect(standingOf(waiting, at)).toMatchObject({ state: 'waiting', nextCollectionAt: '2026-03-02T10:10:00.000Z' });
  const going = collectionOf([rests(20), { outcome: 'open' }], { status: 'running' });
  expect(standingOf(going, at).state).toBe('collecting');
  const standing = standingOf(waiting, { hour: 1, now: new Date('2026-03-03T07:00:00Z') });
  expect(standing.state).toBe('failed'); // nobody goes on with it any more
});

test('for a while after a consent it waits for that, and then for what the service says', () => {
  const rests = { status: 'running', notBefore: '2026-03-02T10:01:00.000Z', waitsFor: 'unavailable' } as const;
  const consented = collectionOf([{ outcome: 'open' }], { ...rests, consentKnownBy: '2026-03-02T10:15:00.000Z' });
  expect(standingOf(consented, at).remedy).toContain('was let into the tenant');
  const later = collectionOf([{ outcome: 'open' }], { ...rests, consentKnownBy: '2026-03-02T09:15:00.000Z' });
  expect(standingOf(later, at).remedy).toContain('The service did not answer');
});

test('what another tenant gave counts for nothing, and what an earlier version stored of the same one for all of it', () => {
  const before: Collection = {
    ...begun,
    items: [{ id: 'graph.users', kind: 'graph.users', outcome: 'fetched' }],
    lastCollectedAt: NOW.toISOString(),
    tags: { 'graph.users': 'tag' },
  };
  const next = (tenantId: string, last: Collection) =>
    newCollection({ ...begun, tenantId }, last, '2026-03-03T10:00:00.000Z', NOW);
  expect(next('t-2', { ...before, given: ['graph.users'] })).toMatchObject({ first: true, given: [], tags: {} });
  const { tenantId: _, given: __, ...earlier } = before;
  expect(next('t-1', earlier)).toMatchObject({ first: false, given: ['graph.users'], tags: before.tags });
});

test('every state has words of what is to be done, which name what is missing', () => {
  for (const state of SOURCE_STATES) expect(remedyOf(state).length).toBeGreaterThan(20);
  expect(remedyOf('permission_missing', { detail: 'Reports.Read.All' })).toContain('(Reports.Read.All)');
  expect([stateOfCode('shrinks_too_much'), stateOfCode('mixed_refresh_dates')]).toEqual([
    'shrinks_too_much',
    'file_refused',
  ]);
});
