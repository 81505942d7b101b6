import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ASSETS = join(import.meta.dirname, '..', '..', '.build', 'functions', 'dashboard', 'assets');

test('the pages’ script stays small, and reaches no other place than the page says', () => {
  const script = readFileSync(join(ASSETS, 'app.js'), 'utf8');
  expect(Buffer.byteLength(script)).toBeLessThan(6_000);
  expect(script).not.toMatch(/https?:|eval\(|innerHTML/u);
});

test('the style sheet loads nothing', () => {
  expect(readFileSync(join(ASSETS, 'styles.css'), 'utf8')).not.toMatch(/@import|url\(/u);
});
