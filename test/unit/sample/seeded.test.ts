import { expect, test } from 'vitest';
import { drawn, guidOf, seedOf } from '../../../infra/local/sample/seeded.ts';

test('the same name and number always draw the same, on every machine', () => {
  expect(seedOf('contoso')).toBe(seedOf('contoso'));
  expect(seedOf('')).toBe(0x811c9dc5);
  expect(seedOf('foobar')).toBe(0xbf9cf968); // from the test vectors of FNV-1a, draft-eastlake-fnv
  expect(drawn(seedOf('contoso'), 7)).toBe(drawn(seedOf('contoso'), 7));
});

test('numbers are spread evenly between 0 and 1, also those of neighbouring seeds', () => {
  for (const draw of [(n: number) => drawn(seedOf('a'), n), (n: number) => drawn(seedOf('a') + n, 3)]) {
    const numbers = Array.from({ length: 10_000 }, (_, n) => draw(n));
    const tenths = Map.groupBy(numbers, (number) => Math.floor(number * 10));
    expect(new Set(tenths.keys())).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]));
    for (const tenth of tenths.values()) expect(Math.abs(tenth.length - 1_000)).toBeLessThan(150);
  }
});

test('a name has one GUID, of version 8', () => {
  expect(guidOf('contoso')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(guidOf('contoso')).not.toBe(guidOf('fabrikam'));
});
