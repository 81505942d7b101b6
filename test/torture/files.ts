import { E3 } from '../fixtures/imports/subscribed-skus.ts';
import { assignment, graphUser, usersAnswer } from '../fixtures/imports/users.ts';
import type { Seeded } from './seeded.ts';

/** A list of some users who hold a product, as Graph answers it. */
export const usersFile = (random: Seeded): string => {
  const users = Array.from({ length: 1 + Math.floor(random.next() * 30) }, (_, index) =>
    graphUser(`user${index}`, [assignment({ skuId: E3 })]),
  );
  return JSON.stringify(usersAnswer(users));
};

/** A file that means harm: nothing but brackets, one huge text, a list that never ends, or no text at all. */
export const hostileFile = (random: Seeded): string | Uint8Array<ArrayBuffer> =>
  random.oneOf([
    () => '['.repeat(200_000),
    () => `{"value":[{"userPrincipalName":"${'x'.repeat(2_000_000)}"}]}`,
    () => `{"value":[${'{},'.repeat(100_000)}`,
    () => new Uint8Array(100_000).fill(0xff),
  ])();
