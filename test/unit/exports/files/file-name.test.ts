import { expect, test } from 'vitest';
import { downloadHeaders, fileName } from '../../../../lib/exports/files/file-name.ts';
import { exportOfContoso } from '../contoso.ts';

test('names a file after the partner, the report and the day', () => {
  expect(fileName(exportOfContoso(), 'deployment')).toBe('seatpulse-contoso-deployment-2026-03-09.csv');
});

test('names a file of one customer after the customer too', () => {
  expect(fileName(exportOfContoso({ customerId: 'fabrikam' }), 'usage')).toBe(
    'seatpulse-contoso-fabrikam-usage-2026-03-09.csv',
  );
});

test("names the operator's file without a partner", () => {
  expect(fileName(exportOfContoso({ portfolio: '~operator' }), 'usage')).toBe('seatpulse-all-usage-2026-03-09.csv');
});

test('tells browsers to save the file under its name', () => {
  expect(downloadHeaders('a.csv')).toEqual({
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="a.csv"',
  });
});
