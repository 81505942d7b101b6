import { expect, test } from 'vitest';
import { bundledCatalogue } from '../../../../../lib/catalogue/bundled-catalogue.ts';
import { figureOf } from '../../../../../lib/catalogue/product.ts';
import { openCopilotUsers } from '../../../../../lib/imports/formats/readers/graph-copilot-users.ts';
import { formatDay, parseDay } from '../../../../../lib/time/day.ts';
import { COPILOT_HEADERS, type CopilotRow, copilotFields } from '../../../../fixtures/imports/copilot-users.ts';

const read = (header: readonly string[], row: CopilotRow, name = 'Ada') =>
  openCopilotUsers(header).readRow(copilotFields(header, name, row));

/** The last day of each workload, in the order of their names. */
const daysIn = (header: readonly string[], row: CopilotRow): string[] => {
  const reading = read(header, row);
  if (!('row' in reading)) throw new Error(reading.bad.message);
  return reading.row.lastActive.map(({ workload, day }) => `${workload} ${formatDay(day)}`).sort();
};

test('reads the last day in each app of the first version', () => {
  expect(
    read(COPILOT_HEADERS.v1, {
      'Last Activity Date': '2026-02-27',
      'Microsoft Teams Copilot Last Activity Date': '2026-02-27',
      'Loop Copilot Last Activity Date': '2025-12-01',
    }),
  ).toEqual({
    row: {
      refreshDay: parseDay('2026-03-01'),
      userId: 'ada@contoso.com',
      deleted: false,
      lastActive: [
        { workload: 'copilot', day: parseDay('2026-02-27') },
        { workload: 'copilotteams', day: parseDay('2026-02-27') },
        { workload: 'copilotloop', day: parseDay('2025-12-01') },
      ],
      periodFrom: parseDay('2026-02-02'),
    },
  });
});

test('reads the apps that the second version adds, and Copilot Chat of work and web as one', () => {
  expect(
    daysIn(COPILOT_HEADERS.v2, {
      'Last Activity Date': '2026-02-27',
      'Copilot Chat Last Activity Date': '2026-02-27',
      'Copilot Chat (work) Last Activity Date': '2026-02-27',
      'Copilot Chat (web) Last Activity Date': '2026-02-20',
      'Microsoft 365 Copilot Last Activity Date': '2026-02-19',
      'Edge Last Activity Date': '2026-02-18',
      'Copilot Agent Last Activity Date': '2026-02-17',
      'Prompts submitted for all apps': '12',
    }),
  ).toEqual([
    'copilot 2026-02-27',
    'copilotagent 2026-02-17',
    'copilotapp 2026-02-19',
    'copilotchat 2026-02-20',
    'copilotchat 2026-02-27',
    'copilotedge 2026-02-18',
  ]);
});

test('reads the names of the admin centre', () => {
  expect(
    daysIn(COPILOT_HEADERS.adminCentre, {
      'Last activity date (UTC)': '2026-02-27',
      'Last activity date of Teams Copilot (UTC)': '2026-02-26',
      'Last activity date of PowerPoint Copilot (UTC)': '2026-02-25',
      'Last activity date of Copilot Chat (UTC)': '2026-02-24',
    }),
  ).toEqual([
    'copilot 2026-02-27',
    'copilotchat 2026-02-24',
    'copilotpowerpoint 2026-02-25',
    'copilotteams 2026-02-26',
  ]);
});

test('finds columns in any case and order, without those of prompts', () => {
  const header = COPILOT_HEADERS.v2.filter((name) => !name.startsWith('Prompts')).map((name) => name.toUpperCase());
  const fields = copilotFields(header.reverse(), 'ada', {
    'REPORT REFRESH DATE': '2026-03-01',
    'USER PRINCIPAL NAME': '77E5979DD60BA6EAA53E814DBEEEFA5F',
    'WORD COPILOT LAST ACTIVITY DATE': '2026-02-27',
  });
  expect(openCopilotUsers(header).readRow(fields)).toMatchObject({
    row: {
      userId: '77e5979dd60ba6eaa53e814dbeeefa5f',
      lastActive: [{ workload: 'copilotword', day: parseDay('2026-02-27') }],
    },
  });
});

test('every part that it tells of counts as Copilot', () => {
  const { workloads } = openCopilotUsers(COPILOT_HEADERS.v1);
  expect(workloads).toHaveLength(12);
  expect(new Set(workloads.map((workload) => figureOf(bundledCatalogue, workload)))).toEqual(new Set(['copilot']));
});

test('refuses a file of all periods, in which each user has several rows', () => {
  const { readRow } = openCopilotUsers(COPILOT_HEADERS.v2);
  const of = (period: string) => copilotFields(COPILOT_HEADERS.v2, 'ada', { 'Report Period': period });
  expect(readRow(of('7'))).toMatchObject({ row: { periodFrom: parseDay('2026-02-23') } });
  expect(() => readRow(of('28'))).toThrow(expect.objectContaining({ code: 'several_periods' }));
});

test('refuses activity after the refresh date, and a file of another report', () => {
  const late = read(COPILOT_HEADERS.v1, { 'Word Copilot Last Activity Date': '2026-03-02' });
  expect(late).toMatchObject({ bad: { code: 'date_after_refresh', userId: 'ada@contoso.com' } });
  expect(() => openCopilotUsers(['Report Refresh Date', 'Last Activity Date'])).toThrow(
    expect.objectContaining({ code: 'wrong_file', message: expect.stringContaining('"User Principal Name"') }),
  );
});
