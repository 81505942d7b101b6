import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readMonth } from '../../../../../lib/imports/formats/readers/partner-center-dynamics-usage.ts';

test.each([
  '2026-02',
  '2026-02-01',
  '2026-02-28',
  '2026-02-01T00:00:00Z',
  '2026-02-01 00:00:00.000',
  '2/1/2026',
  '02/01/2026',
  '2/1/2026 12:00:00 AM',
  'February 2026',
  'FEBRUARY  2026',
  'Feb 2026',
  'Feb-2026',
  ' 2026-02 ',
])('%j is February of 2026', (text) => {
  expect(readMonth(text)).toBe('2026-02');
});

test.each([
  '',
  '2026',
  '2026-13',
  '2026-00',
  '2/7/2026',
  '13/1/2026',
  '0/1/2026',
  'Février 2026',
  'Junk 2026',
  'February',
  '202602',
])('%j is not a month', (text) => {
  expect(readMonth(text)).toBeUndefined();
});

test.each([
  ['January 2026', '2026-01'],
  ['May 2025', '2025-05'],
  ['Sep 2025', '2025-09'],
  ['12/1/2025', '2025-12'],
  ['1/1/2026', '2026-01'],
])('%j is %s', (text, month) => {
  expect(readMonth(text)).toBe(month);
});

test('never throws, and answers months only', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9/ -]{1,12}$/u)), (text) => {
      expect(readMonth(text) ?? '2026-02').toMatch(/^\d{4}-(0[1-9]|1[0-2])$/u);
    }),
  );
});
