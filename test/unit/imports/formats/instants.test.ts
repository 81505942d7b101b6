import { expect, test } from 'vitest';
import { instantDay, renewalDay } from '../../../../lib/imports/formats/instants.ts';
import { formatDay, parseDay } from '../../../../lib/time/day.ts';

test.each([
  ['2026-03-01T23:59:59Z', '2026-03-01'],
  ['2026-03-01T23:59:59.9999999Z', '2026-03-01'],
  ['2026-03-01T23:30:00-02:00', '2026-03-02'],
  ['2026-03-01T23:59:59', '2026-03-01'],
  ['2026-03-01', '2026-03-01'],
  ['/Date(1772409599000)/', '2026-03-01'],
  ['/Date(1772409600000+0100)/', '2026-03-02'],
])('reads %s as of %s', (text, day) => {
  expect(formatDay(instantDay.parse(text))).toBe(day);
});

test.each([['2026-02-30T00:00:00Z'], ['01.03.2026'], [''], [17]])('does not take %j for an instant', (text) => {
  expect(instantDay.safeParse(text).success).toBe(false);
});

test.each<[string | undefined, string | undefined]>([
  ['2026-10-31T00:00:00Z', '2026-10-31'],
  ['2026-02-27T00:00:00Z', '2026-02-27'],
  ['9999-12-14T00:00:00Z', undefined],
  ['0001-01-01T00:00:00', undefined],
  [undefined, undefined],
])('what ends %s renews on %s', (text, day) => {
  expect(renewalDay(text === undefined ? null : instantDay.parse(text), parseDay('2026-03-01'))).toBe(day);
});
