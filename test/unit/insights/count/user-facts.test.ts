import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinByUser } from '../../../../lib/insights/count/user-facts.ts';
import { compareUserIds } from '../../../../lib/values/user-id.ts';

/** Pages of so many items each, one after the other and again and again; a page may be empty. */
async function* pages<Item>(items: readonly Item[], sizes: readonly number[]) {
  for (let at = 0, page = 0; at < items.length; page += 1) {
    const size = sizes[page % sizes.length] ?? 1;
    yield items.slice(at, at + size);
    at += size;
  }
}

test('yields every user of either stream once, in byte order, with what each stream knows', async () => {
  const userIds = fc.uniqueArray(fc.string({ minLength: 1, unit: 'binary' }), { maxLength: 30 });
  const sizes = fc.array(fc.nat(4), { minLength: 1, maxLength: 4 }).map((some) => [...some, 1]);
  await fc.assert(
    fc.asyncProperty(userIds, userIds, sizes, sizes, async (active, assigned, some, others) => {
      const calendars = active.sort(compareUserIds).map((userId) => ({ userId, calendar: { lastDay: 1, words: {} } }));
      const holdings = assigned.sort(compareUserIds).map((userId) => ({ userId, holdings: {} }));
      const joined = (await Array.fromAsync(joinByUser(pages(calendars, some), pages(holdings, others)))).flat();
      expect(joined.map(({ userId }) => userId)).toEqual([...new Set([...active, ...assigned])].sort(compareUserIds));
      for (const { userId, calendar, holdings: held } of joined) {
        expect(calendar !== undefined).toBe(active.includes(userId));
        expect(held !== undefined).toBe(assigned.includes(userId));
      }
    }),
  );
});
