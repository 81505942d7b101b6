import { type Day, dayText } from '../day.ts';
import { type CopilotPart, lastUse, lastUseOfPart, promptsOn } from '../tenants/activity.ts';
import { type Person, peopleOf } from '../tenants/people.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { daysUsed } from './activity-reports.ts';
import { namesOf, optionalDay } from './office365-active-users.ts';
import type { ReportFile, Row } from './report.ts';

/** Columns of the last activity in the parts of Copilot, in the report's first version. */
const PARTS_V1: Readonly<Record<string, readonly CopilotPart[]>> = {
  'Microsoft Teams Copilot Last Activity Date': ['teams'],
  'Word Copilot Last Activity Date': ['word'],
  'Excel Copilot Last Activity Date': ['excel'],
  'PowerPoint Copilot Last Activity Date': ['powerpoint'],
  'Outlook Copilot Last Activity Date': ['outlook'],
  'OneNote Copilot Last Activity Date': ['onenote'],
  'Loop Copilot Last Activity Date': ['loop'],
  'Copilot Chat Last Activity Date': ['chatWork', 'chatWeb'],
};

/** Those that its second version adds. */
const PARTS_V2: Readonly<Record<string, readonly CopilotPart[]>> = {
  'Copilot Chat (work) Last Activity Date': ['chatWork'],
  'Copilot Chat (web) Last Activity Date': ['chatWeb'],
  'Microsoft 365 Copilot Last Activity Date': ['app'],
  'Edge Last Activity Date': ['edge'],
  'Copilot Agent Last Activity Date': ['agent'],
};

const COUNTS_V2 = [
  'Prompts submitted for all apps',
  'Prompts submitted for Copilot Chat (work)',
  'Prompts submitted for Copilot Chat (web)',
  'Active Usage Days for all apps',
];

const COLUMNS_V1 = [
  'Report Refresh Date',
  'Report Period',
  'User Principal Name',
  'Display Name',
  'Last Activity Date',
  ...Object.keys(PARTS_V1),
];

export type CopilotVersion = 'v1' | 'v2';

/** The periods in days that the versions take, besides ALL. */
export const COPILOT_PERIODS: Readonly<Record<CopilotVersion, readonly number[]>> = {
  v1: [7, 30, 90, 180],
  v2: [7, 28, 90, 180],
};

/** `getMicrosoft365CopilotUsageUserDetail`: a row per account with a licence of Copilot, and per period. */
export const copilotUsage = (version: CopilotVersion): ReportFile => ({
  columns: version === 'v1' ? COLUMNS_V1 : [...COLUMNS_V1, ...COUNTS_V2, ...Object.keys(PARTS_V2)],
  *rows(tenant, span, asOf) {
    const periods = span.kind === 'period' ? [span.days] : COPILOT_PERIODS[version];
    for (const person of peopleOf(tenant))
      if (person.plans.some(({ workloads }) => workloads.has('copilot')))
        for (const period of periods) yield rowOf(tenant, person, period, asOf);
  },
});

const rowOf = (tenant: Tenant, person: Person, period: number, asOf: Day): Row => {
  const lastOf = (parts: readonly CopilotPart[]): string => {
    const days = parts.flatMap((part) => lastUseOfPart(tenant, person, part, asOf) ?? []);
    return days.length === 0 ? '' : dayText(Math.max(...days));
  };
  const promptsTo = (parts: readonly CopilotPart[]): number => {
    let sum = 0;
    for (let day = asOf - period + 1; day <= asOf; day += 1)
      for (const part of parts) sum += promptsOn(tenant, person, part, day);
    return sum;
  };
  const parts = { ...PARTS_V1, ...PARTS_V2 };
  const all = [...new Set(Object.values(parts).flat())];
  return {
    'Report Refresh Date': dayText(asOf),
    'Report Period': String(period),
    ...namesOf(tenant, person),
    'Last Activity Date': optionalDay(lastUse(tenant, person, 'copilot', asOf)),
    ...Object.fromEntries(Object.entries(parts).map(([column, some]) => [column, lastOf(some)])),
    'Prompts submitted for all apps': String(promptsTo(all)),
    'Prompts submitted for Copilot Chat (work)': String(promptsTo(['chatWork'])),
    'Prompts submitted for Copilot Chat (web)': String(promptsTo(['chatWeb'])),
    'Active Usage Days for all apps': String(daysUsed(tenant, person, 'copilot', asOf, period)),
  };
};
