import fc from 'fast-check';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { createSealer } from '../../../../functions/dashboard/session/sealed.ts';
import {
  holdsFormToken,
  newSession,
  readSession,
  sessionCookie,
} from '../../../../functions/dashboard/session/session.ts';
import { ownPath } from '../../../../functions/dashboard/session/sign-in.ts';

const NOW = new Date('2026-03-10T09:00:00Z');
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1000);
const sealer = createSealer('a secret of at least thirty-two characters');

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
  const other = createSealer('another secret of at least thirty-two characters');
  expect(await readSession(other, [cookie], NOW)).toBeUndefined();
});

test('what is sealed for one purpose is not taken for another', async () => {
  const sealed = await sealer.seal('sign-in', { subject: 'eve' }, after(60));
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
