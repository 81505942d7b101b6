import { expect, test } from 'vitest';
import { userHasher } from '../../../lib/erasure/job/user-hash.ts';

const hashOf = userHasher('a key of at least 32 characters, for tests');

test('all spellings of a user id have one hash', () => {
  const spellings = ['josé@contoso.com', ' José@Contoso.com ', 'JOSÉ@CONTOSO.COM'.normalize('NFD')];
  expect(new Set(spellings.map((one) => hashOf('contoso', one))).size).toBe(1);
});

test('another user, customer or key has another hash', () => {
  const hashes = [
    hashOf('contoso', 'ada@contoso.com'),
    hashOf('contoso', 'bob@contoso.com'),
    hashOf('fabrikam', 'ada@contoso.com'),
    userHasher('another key of at least 32 characters')('contoso', 'ada@contoso.com'),
  ];
  expect(new Set(hashes).size).toBe(4);
  expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/u);
});
