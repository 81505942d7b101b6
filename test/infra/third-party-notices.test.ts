import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const BUNDLES = join(import.meta.dirname, '..', '..', '.build', 'functions');
const noticesOf = (name: string): string => readFileSync(join(BUNDLES, name, 'THIRD-PARTY-NOTICES.txt'), 'utf8');

test('every bundle carries the licences of the packages in it, each text once', () => {
  for (const name of readdirSync(BUNDLES)) {
    const notices = noticesOf(name);
    expect(notices).toMatch(/^zod \d+\.\d+\.\d+ \(MIT\)$/mu);
    const texts = notices.split(`\n${'-'.repeat(80)}\n`).map((part) => part.trim());
    expect(new Set(texts).size).toBe(texts.length);
    for (const text of texts) expect(text).toMatch(/copyright|Permission|Licen[sc]e/iu);
  }
});

test('a bundle names no package that is not in it', () => {
  expect(noticesOf('dashboard')).toContain('preact ');
  expect(noticesOf('authorize')).not.toContain('preact ');
});
