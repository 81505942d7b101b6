import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SESSION_HOURS } from '../../../../functions/dashboard/session/session.ts';
import {
  KEPT_MINUTES,
  keepSessionKeys,
  type SessionKey,
} from '../../../../functions/dashboard/session/session-keys.ts';
import * as operate from '../../../../infra/operate/session-times.ts';

const START = Date.parse('2026-03-10T09:00:00Z');
const at = (seconds: number) => new Date(START + seconds * 1000);
const KEPT_SECONDS = KEPT_MINUTES * 60;

const idOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const key = (number: number): SessionKey => ({ id: idOf(number), secret: `secret ${number}` });

/** A secret that can be rotated, and how often it was read. */
const rotating = () => {
  let version = 1;
  let reads = 0;
  return {
    rotate: () => {
      version += 1;
    },
    reads: () => reads,
    keys: keepSessionKeys(async () => {
      reads += 1;
      return version === 1 ? [key(1)] : [key(version), key(version - 1)];
    }),
  };
};

test('what was read is kept for five minutes', async () => {
  const secret = rotating();
  expect((await secret.keys.current(at(0))).id).toBe(idOf(1));
  secret.rotate();
  expect((await secret.keys.current(at(KEPT_SECONDS - 1))).id).toBe(idOf(1));
  expect(await secret.keys.named(idOf(1), at(KEPT_SECONDS - 1))).toEqual(key(1));
  expect(secret.reads()).toBe(1);
  expect((await secret.keys.current(at(KEPT_SECONDS))).id).toBe(idOf(2));
  expect(await secret.keys.named(idOf(1), at(KEPT_SECONDS))).toEqual(key(1));
  expect(secret.reads()).toBe(2);
});

test('a version that another instance sealed with is read at once', async () => {
  const secret = rotating();
  await secret.keys.current(at(0));
  secret.rotate();
  expect(await secret.keys.named(idOf(2), at(60))).toEqual(key(2));
  expect((await secret.keys.current(at(61))).id).toBe(idOf(2));
  expect(secret.reads()).toBe(2);
});

test('an unknown version is read for once, and then refused for ten seconds without a call', async () => {
  const secret = rotating();
  await secret.keys.current(at(0));
  for (const second of [20, 21, 25, 29]) expect(await secret.keys.named(idOf(99), at(second))).toBeUndefined();
  expect(secret.reads()).toBe(2);
  expect(await secret.keys.named(idOf(99), at(30))).toBeUndefined();
  expect(secret.reads()).toBe(3);
});

test('a new instance that meets an unknown version reads once', async () => {
  const secret = rotating();
  expect(await secret.keys.named(idOf(99), at(0))).toBeUndefined();
  expect(secret.reads()).toBe(1);
});

test.each(['', 'short', 'x'.repeat(65), `${'a'.repeat(32)}!`])(
  '%j is no version, and nothing is read for it',
  async (id) => {
    const secret = rotating();
    expect(await secret.keys.named(id, at(0))).toBeUndefined();
    expect(secret.reads()).toBe(0);
  },
);

test('after two rotations the first version is refused once the five minutes are over', async () => {
  const secret = rotating();
  await secret.keys.current(at(0));
  secret.rotate();
  secret.rotate();
  expect(await secret.keys.named(idOf(1), at(KEPT_SECONDS - 1))).toEqual(key(1));
  expect(await secret.keys.named(idOf(1), at(KEPT_SECONDS))).toBeUndefined();
});

test('however many cookies name unknown versions, there is no more than a read in ten seconds', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 600 }), { minLength: 1, maxLength: 60 }), async (seconds) => {
      const secret = rotating();
      const sorted = seconds.toSorted((one, other) => one - other);
      for (const second of sorted) await secret.keys.named(idOf(1000 + second), at(second));
      const span = (sorted.at(-1) ?? 0) - (sorted[0] ?? 0);
      expect(secret.reads()).toBeLessThanOrEqual(1 + Math.floor(span / 10));
    }),
  );
});

test('a read that fails is told to whoever asked; what was known stays good for its time', async () => {
  let fails = false;
  const keys = keepSessionKeys(async () => {
    if (fails) throw new Error('throttled');
    return [key(1)];
  });
  await keys.current(at(0));
  fails = true;
  await expect(keys.named(idOf(2), at(30))).rejects.toThrow('throttled');
  expect(await keys.named(idOf(2), at(31))).toBeUndefined(); // not asked again
  expect(await keys.named(idOf(1), at(31))).toEqual(key(1));
  await expect(keys.current(at(KEPT_SECONDS))).rejects.toThrow('throttled');
  fails = false;
  expect(await keys.current(at(KEPT_SECONDS + 1))).toEqual(key(1));
});

test('the commands that rotate know how long sessions live, and how long versions are kept', () => {
  expect(operate).toMatchObject({ SESSION_HOURS, KEPT_MINUTES });
});
