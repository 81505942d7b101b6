import { expect, test } from 'vitest';
import { hashDownloadToken, newDownloadToken } from '../../../../lib/exports/links/download-token.ts';
import { linkEnd, type MailedLink, stateOfLink } from '../../../../lib/exports/links/mailed-link.ts';

const link: MailedLink = {
  ownerPortfolio: 'contoso',
  exportId: 'e',
  generationStartedAt: '2026-03-10T02:10:00.000Z',
  recipient: 'bo@contoso.example',
  key: 'exports/e/a/usage.csv',
  name: 'usage.csv',
  bytes: 12,
  createdAt: '2026-03-10T09:30:00.000Z',
  validUntil: '2026-03-17T09:30:00.000Z',
};

test('a token is 256 random bits in base64url and is stored as its SHA-256', () => {
  const tokens = new Set(Array.from({ length: 100 }, newDownloadToken));
  expect(tokens.size).toBe(100);
  for (const token of tokens) {
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(hashDownloadToken(token)).toMatch(/^[0-9a-f]{64}$/);
  }
  expect(hashDownloadToken('A'.repeat(43))).toBe('0f007385b6f9d4b7eeb2748605afe1a984a0a3bfa3f014d09e2a784ce9e5cd1a');
});

test('altering any character of a token gives another hash, the spare bits of the last one included', () => {
  const token = 'A'.repeat(43);
  const hashes = Array.from({ length: 43 }, (_, at) =>
    hashDownloadToken(`${token.slice(0, at)}B${token.slice(at + 1)}`),
  );
  expect(new Set([...hashes, hashDownloadToken(token)]).size).toBe(44);
});

test.each(['', 'short', 'A'.repeat(42), 'A'.repeat(44), `${'A'.repeat(42)}=`, `${'A'.repeat(42)}/`, '../'.repeat(15)])(
  'a text that cannot be a token has no hash: %j',
  (text) => {
    expect(hashDownloadToken(text)).toBeUndefined();
  },
);

test('a link works for seven days to the millisecond', () => {
  expect(linkEnd(new Date(link.createdAt)).toISOString()).toBe(link.validUntil);
  expect(stateOfLink(link, true, new Date('2026-03-17T09:29:59.999Z'))).toBe('usable');
  expect(stateOfLink(link, true, new Date('2026-03-17T09:30:00.000Z'))).toBe('expired');
});

test('a link that was taken back, or whose generation may not be read any more, is revoked at any time', () => {
  const now = new Date('2026-03-11T00:00:00Z');
  expect(stateOfLink({ ...link, revokedAt: '2026-03-10T10:00:00.000Z' }, true, now)).toBe('revoked');
  expect(stateOfLink(link, false, now)).toBe('revoked');
});
