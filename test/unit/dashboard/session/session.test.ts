import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { createSealer } from '../../../../functions/dashboard/session/sealed.ts';
import {
  holdsFormToken,
  newSession,
  readSession,
  sessionCookie,
  signOutOf,
  wasEnded,
} from '../../../../functions/dashboard/session/session.ts';
import { ownPath } from '../../../../functions/dashboard/session/sign-in.ts';
import { fixedKeys } from '../../../fixtures/session-keys.ts';

const NOW = new Date('2026-03-10T09:00:00Z');
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const FIRST = { id: 'version-1', secret: 'a secret of at least thirty-two characters' };
const SECOND = { id: 'version-2', secret: 'another secret of at least thirty-two characters' };
const sealer = createSealer(fixedKeys(FIRST));

const cookieOf = async () => {
  const header = await sessionCookie(sealer, newSession('ana', NOW), NOW);
  return { header, cookie: header.split('; ')[0] ?? '' };
};

test('a session comes back from its own cookie, until ten hours have passed', async () => {
  const { header, cookie } = await cookieOf();
  expect(header).toMatch(/^__Host-seatpulse-session=[\w.-]+; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=36000$/);
  expect(await readSession(sealer, ['other=1', cookie], after(35_999))).toMatchObject({ subject: 'ana' });
  expect(await readSession(sealer, [cookie], after(36_000))).toBeUndefined();
});

test('the cookie tells nothing of who is signed in, and is far below what a gateway takes', async () => {
  const { cookie } = await cookieOf();
  expect(cookie).not.toContain('ana');
  expect(Buffer.from(cookie.split('.').at(1) ?? '', 'base64url').toString()).not.toContain('ana');
  expect(cookie.length).toBeLessThan(1000);
});

test('a cookie that was changed, or sealed with another secret, is nobody', async () => {
  const { cookie } = await cookieOf();
  await fc.assert(
    fc.asyncProperty(fc.nat(cookie.length - 30), async (place) => {
      const at = place + 26;
      const changed = `${cookie.slice(0, at)}${cookie[at] === 'A' ? 'B' : 'A'}${cookie.slice(at + 1)}`;
      const read = await readSession(sealer, [changed], NOW);
      // The last character of a part may hold bits that base64 does not use.
      if (read !== undefined) expect(read).toEqual(await readSession(sealer, [cookie], NOW));
    }),
    { numRuns: 200 },
  );
  for (const other of [SECOND, { ...SECOND, id: FIRST.id }])
    expect(await readSession(createSealer(fixedKeys(other)), [cookie], NOW)).toBeUndefined();
});

test('a rotation signs nobody out: the version before opens what it sealed, and the new one seals', async () => {
  const { cookie } = await cookieOf();
  const rotated = createSealer(fixedKeys(SECOND, FIRST));
  expect(await readSession(rotated, [cookie], NOW)).toMatchObject({ subject: 'ana' });
  const anew = (await sessionCookie(rotated, newSession('ana', NOW), NOW)).split('; ')[0] ?? '';
  const header: unknown = JSON.parse(Buffer.from(anew.split(/[=.]/u)[1] ?? '', 'base64url').toString());
  expect(header).toEqual({ alg: 'dir', enc: 'A256GCM', kid: 'version-2' });
  expect(await readSession(sealer, [anew], NOW), 'of an unknown version').toBeUndefined();
});

test('a cookie of before versions had names, and what is no cookie at all, are nobody', async () => {
  const header = Buffer.from('{"alg":"dir","enc":"A256GCM"}').toString('base64url');
  for (const value of [`${header}..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA`, 'x', 'a.b.c', 'a.b.c.d.e', '....'])
    expect(await readSession(sealer, [`__Host-seatpulse-session=${value}`], NOW)).toBeUndefined();
});

test('a sign-out ends what was issued up to its millisecond, and nothing that was issued after', () => {
  const issued = (milliseconds: number) => newSession('ana', new Date(NOW.getTime() + milliseconds));
  const { at, until } = signOutOf(issued(0), new Date(NOW.getTime() + 250));
  expect([0, 249, 250, 251, 999].filter((moment) => wasEnded(issued(moment), at))).toEqual([0, 249, 250]);
  expect(until.getTime() - at.getTime()).toBe(36_000_000);
  expect(wasEnded(issued(0), undefined)).toBe(false);
});

test('a session ends by its own sign-out also where a gateway with a clock behind took that', () => {
  const session = newSession('ana', NOW);
  expect(wasEnded(session, signOutOf(session, new Date(NOW.getTime() - 5)).at)).toBe(true);
});

test('acting as a partner keeps when the session was issued, so that a sign-out ends it too', async () => {
  const session = newSession('olga', NOW);
  const acting = (await sessionCookie(sealer, { ...session, actingAs: 'northwind' }, after(60))).split('; ')[0] ?? '';
  const read = await readSession(sealer, [acting], after(60));
  expect(read && wasEnded(read, after(30))).toBe(true);
});

test('what is sealed for one purpose is not taken for another', async () => {
  const sealed = await sealer.seal('sign-in', { subject: 'eve' }, { now: NOW, until: after(60) });
  expect(await sealer.open('session', sealed, z.object({ subject: z.string() }), NOW)).toBeUndefined();
  expect(await sealer.open('sign-in', sealed, z.object({ subject: z.string() }), NOW)).toEqual({ subject: 'eve' });
});

test('a form is taken only with the token of its own session', () => {
  const one = newSession('ana', NOW);
  expect(holdsFormToken(one, one.formToken)).toBe(true);
  expect(holdsFormToken(one, newSession('ana', NOW).formToken)).toBe(false);
  expect(holdsFormToken(one, '')).toBe(false);
});

test.each([
  ['/customers/contoso?asOf=2026-03-09', '/customers/contoso?asOf=2026-03-09'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example/', '/'],
  ['/a\nb', '/'],
  [undefined, '/'],
])('after the sign-in %s leads to %s', (wanted, to) => {
  expect(ownPath(wanted)).toBe(to);
});
