import fc from 'fast-check';
import { expect, test } from 'vitest';
import { joinByUser } from '../../../../lib/insights/count/user-facts.ts';
import { compareUserIds } from '../../../../lib/values/user-id.ts';

async function* stream<Item>(items: readonly Item[]) {
  yield* items;
}

test('yields every user of either stream once, in byte order, with what each stream knows', async () => {
  const userIds = fc.uniqueArray(fc.string({ minLength: 1, unit: 'binary' }), { maxLength: 30 });
  await fc.assert(
    fc.asyncProperty(userIds, userIds, async (active, assigned) => {
      const calendars = active.sort(compareUserIds).map((userId) => ({ userId, calendar: { lastDay: 1, words: {} } }));
      const holdings = assigned.sort(compareUserIds).map((userId) => ({ userId, holdings: {} }));
      const joined = await Array.fromAsync(joinByUser(stream(calendars), stream(holdings)));
      expect(joined.map(({ userId }) => userId)).toEqual([...new Set([...active, ...assigned])].sort(compareUserIds));
      for (const { userId, calendar, holdings: held } of joined) {
        expect(calendar !== undefined).toBe(active.includes(userId));
        expect(held !== undefined).toBe(assigned.includes(userId));
      }
    }),
  );
});
