import { expect, test } from 'vitest';
import { reportedOn, supportCasesOn } from '../../../../lib/insights/count/posted-records.ts';
import { parseDay } from '../../../../lib/time/day.ts';
import { smallCatalogue } from '../../../fixtures/catalogue.ts';

const A = parseDay('2026-03-09');
const row = (month: string, sku = 'sales') => ({
  sku,
  month,
  availableSeats: 10,
  assignedSeats: 8,
  activeSeats: null,
});

test('shows the three newest months of each poster, up to the month of the as-of day', () => {
  const months = ['2026-04', '2026-03', '2026-02', '2026-01', '2025-12'];
  const shown = reportedOn({ p1: months.map((month) => row(month)), p2: [row('2025-11')] }, smallCatalogue, A);
  expect(shown.p1?.map(({ month }) => month)).toEqual(['2026-03', '2026-02', '2026-01']);
  expect(shown.p2).toEqual([row('2025-11')]);
});

test('leaves out free and unknown products, and a poster of whom nothing is left', () => {
  const rows = [row('2026-02', 'free'), row('2026-02', 'gone')];
  expect(reportedOn({ p1: rows, p2: [...rows, row('2026-02')] }, smallCatalogue, A)).toEqual({
    p2: [row('2026-02')],
  });
});

test('counts the support cases of the 28 days up to the as-of day, and says how far each poster spoke', () => {
  const days = {
    '2026-02-09': { 'how-to': 100 },
    '2026-02-10': { 'how-to': 2, billing: 1 },
    '2026-03-09': { 'how-to': 3 },
    '2026-03-10': { incident: 50 },
  };
  expect(supportCasesOn({ p1: { days }, p2: { days: {} } }, A)).toEqual({
    p1: { counts: { 'how-to': 5, incident: 0, billing: 1, other: 0 }, through: '2026-03-10' },
  });
});
