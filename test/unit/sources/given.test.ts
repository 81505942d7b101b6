import { expect, test } from 'vitest';
import { settleItem } from '../../../lib/sources/collecting/settle-item.ts';
import { type CollectedItem, type Collection, givenIn, newCollection } from '../../../lib/sources/store/collection.ts';

const NOW = new Date('2026-03-02T10:00:00Z');
const REPORT = { id: 'graph.office365ActiveUserDetail', kind: 'graph.office365ActiveUserDetail' } as const;
const TENANT = { customerId: 'contoso', portfolio: 'alpine', name: 'microsoft', tenantId: 't-1' };
const DAYS = ['2026-02-28', '2026-02-27'].map((day) => ({ ...REPORT, id: `${REPORT.id}@${day}` }));

const begun = (items: readonly Pick<CollectedItem, 'id' | 'kind'>[], last?: Collection): Collection => ({
  ...newCollection(TENANT, last, NOW.toISOString(), NOW),
  items: items.map((item) => ({ ...item, outcome: 'open' })),
});
const settle = (collection: Collection, id: string, fetched: Parameters<typeof settleItem>[2]['fetched']) =>
  settleItem(collection, id, { importId: 'i', fetched }, NOW);
const CONCEALED = { outcome: 'refused', state: 'names_concealed', detail: REPORT.id } as const;

test('a report is given once its days are too, so that days that were not reached are asked for again', () => {
  const [newest, oldest] = DAYS;
  const first = settle(begun([REPORT, ...DAYS]), REPORT.id, { outcome: 'fetched' });
  const second = settle(first, newest?.id ?? '', { outcome: 'fetched' });
  expect([givenIn(first), givenIn(second)]).toEqual([[], []]);
  const empty = { outcome: 'refused', state: 'report_empty', detail: 'date=2026-02-27' } as const;
  expect(givenIn(settle(second, oldest?.id ?? '', empty))).toEqual([REPORT.id]);
});

test('days are not asked for of a report that is refused, and one that conceals names again counts as not given', () => {
  const before = settle(begun([REPORT]), REPORT.id, { outcome: 'fetched' });
  expect(givenIn(before)).toEqual([REPORT.id]);
  const concealed = settle(begun([REPORT, ...DAYS], before), REPORT.id, CONCEALED);
  expect(concealed.items?.map(({ id }) => id)).toEqual([REPORT.id]);
  expect([givenIn(concealed), newCollection(TENANT, concealed, 'next', NOW).given]).toEqual([[], []]);
});

test('of what an earlier version stored, that counts as given which its newest collection got', () => {
  const { given: _, ...earlier } = settle(begun([REPORT]), REPORT.id, { outcome: 'fetched' });
  const { given: __, ...hidden } = settle(begun([REPORT]), REPORT.id, CONCEALED);
  expect([givenIn(earlier), givenIn(hidden)]).toEqual([[REPORT.id], []]);
});
