import { expect, test } from 'vitest';
import { formatsOf } from '../../../../functions/dashboard/parts/formats.ts';

test('numbers and days read in the viewer’s language', () => {
  const [english, german] = [formatsOf('en-GB'), formatsOf('de-DE')];
  expect([english.count(12_345), german.count(12_345)]).toEqual(['12,345', '12.345']);
  expect([english.percent(66.7), german.percent(66.7)]).toEqual(['66.7%', '66,7\u00a0%']);
  expect([english.day('2026-03-09'), german.day('2026-03-09')]).toEqual(['9 March 2026', '9. März 2026']);
  expect([english.change(3), english.change(0), english.points(-1.5)]).toEqual(['+3', '0', '-1.5']);
  expect([english.bytes(999), english.bytes(412_345)]).toEqual(['999 byte', '412.3 kB']);
});

test('what is not known is a dash, never 0', () => {
  const { count, percent } = formatsOf('en-GB');
  expect([count(null), percent(null), count(0), percent(0)]).toEqual(['–', '–', '0', '0.0%']);
});
