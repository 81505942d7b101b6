import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { bundledCatalogue } from '../../../lib/catalogue/bundled-catalogue.ts';
import { checkRow, requireUsableReport } from '../../../lib/imports/formats/check-report.ts';
import { noFindings } from '../../../lib/imports/formats/findings.ts';
import { openDynamicsUsage } from '../../../lib/imports/formats/readers/partner-center-dynamics-usage.ts';
import { READERS } from '../../../lib/imports/formats/readers/readers.ts';
import type { ReportState } from '../../../lib/imports/formats/report-state.ts';
import { addUsageRow, type CollectedUsage } from '../../../lib/imports/usage/collect-usage.ts';
import { usageProductFinder } from '../../../lib/imports/usage/usage-products.ts';
import { usageOfCustomers } from '../../../lib/imports/usage/usage-statements.ts';
import { parseDay } from '../../../lib/time/day.ts';
import { BUSINESS_CENTRAL, CONTOSO_TENANT, SALES } from '../../fixtures/imports/dynamics-usage.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', '..', 'docs', 'examples');
const recordsOf = (file: string): { columns: string[]; records: string[][] } => {
  const [columns = [], ...records] = parse(readFileSync(join(EXAMPLES, file)), { bom: true });
  return { columns, records };
};

test.each([
  ['graph.office365ActiveUserDetail', 'ActiveUserDetail.csv', 6, { activeDays: 6, deletedUsers: 1 }],
  ['graph.teamsUserActivityUserDetail', 'TeamsUserActivityUserDetail.csv', 4, { activeDays: 2, deletedUsers: 1 }],
  ['graph.yammerActivityUserDetail', 'YammerActivityUserDetail.csv', 5, { activeDays: 2, deletedUsers: 1 }],
  ['graph.oneDriveActivityUserDetail', 'OneDriveActivityUserDetail.csv', 4, { activeDays: 2, deletedUsers: 1 }],
  ['graph.sharePointActivityUserDetail', 'SharePointActivityUserDetail.csv', 4, { activeDays: 1, deletedUsers: 1 }],
  ['graph.copilot-users', 'CopilotUsageUserDetail.csv', 3, { activeDays: 8 }],
] as const)('the example of %s is taken without a complaint', (kind, file, rows, counts) => {
  const { columns, records } = recordsOf(file);
  const reader = READERS[kind](columns);
  const start = { byte: 0, line: 1 };
  const state: ReportState = {
    phase: 'check',
    at: start,
    columns,
    rowsAt: start,
    today: parseDay('2026-03-10'),
    soldNamesakes: [],
    modes: { readable: 0, concealed: 0 },
  };
  const found = noFindings();
  for (const fields of records)
    checkRow({ fields, line: 2, end: start, last: false, terminated: true }, reader, state, found);
  requireUsableReport(state, found);
  expect(found).toMatchObject({ rows, counts, errors: [], warnings: [] });
  expect(state).toMatchObject({ day: parseDay('2026-03-09'), modes: { readable: rows, concealed: 0 } });
});

test('the example of partnerCenter.dynamicsUsage adds up to what a hand calculation gives', () => {
  const { columns, records } = recordsOf('DynamicsUsage.csv');
  const readRow = openDynamicsUsage(columns);
  const rules = { findProduct: usageProductFinder(bundledCatalogue), thisMonth: '2026-03' };
  const usage: CollectedUsage = new Map();
  const found = noFindings();
  for (const [at, fields] of records.entries())
    addUsageRow({ line: at + 2, last: false, terminated: true }, readRow(fields), rules, usage, found);
  const [contoso, ...others] = usageOfCustomers(usage, new Map([[CONTOSO_TENANT, ['contoso']]]), found);
  expect(others).toEqual([]);
  expect(Object.fromEntries(contoso?.months ?? [])).toEqual({
    '2026-01': [{ sku: SALES, availableSeats: 10, assignedSeats: 8, activeSeats: 5 }],
    '2026-02': [
      { sku: SALES, availableSeats: 15, assignedSeats: 14, activeSeats: 7 },
      { sku: BUSINESS_CENTRAL, availableSeats: 20, assignedSeats: 12, activeSeats: 11 },
    ],
  });
  expect(found).toMatchObject({
    rows: 7,
    counts: { duplicateRows: 1, freeRows: 1, customers: 1, productMonths: 3 },
    errors: [{ line: 8, code: 'unknown_customer' }],
    warnings: [],
  });
});
