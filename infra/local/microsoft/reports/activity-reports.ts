import { type Day, dayText } from '../day.ts';
import { lastUse, usedOn } from '../tenants/activity.ts';
import { type Person, peopleOf } from '../tenants/people.ts';
import type { Workload } from '../tenants/plans.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { namesOf, optionalDay, productsOf } from './office365-active-users.ts';
import type { ReportFile, ReportSpan, Row } from './report.ts';

/** The columns of the reports on one workload each (Graph, v1.0, in the order of its reference). */
const COLUMNS = {
  teams:
    'Report Refresh Date,Tenant Display Name,Shared Channel Tenant Display Names,User Id,User Principal Name,Last Activity Date,Is Deleted,Deleted Date,Assigned Products,Team Chat Message Count,Private Chat Message Count,Call Count,Meeting Count,Post Messages,Reply Messages,Urgent Messages,Meetings Organized Count,Meetings Attended Count,Ad Hoc Meetings Organized Count,Ad Hoc Meetings Attended Count,Scheduled One-time Meetings Organized Count,Scheduled One-time Meetings Attended Count,Scheduled Recurring Meetings Organized Count,Scheduled Recurring Meetings Attended Count,Audio Duration,Video Duration,Screen Share Duration,Audio Duration In Seconds,Video Duration In Seconds,Screen Share Duration In Seconds,Has Other Action,Is Licensed,Report Period',
  yammer:
    'Report Refresh Date,User Principal Name,Display Name,User State,State Change Date,Last Activity Date,Posted Count,Read Count,Liked Count,Assigned Products,Report Period',
  onedrive:
    'Report Refresh Date,User Principal Name,Is Deleted,Deleted Date,Last Activity Date,Viewed Or Edited File Count,Synced File Count,Shared Internally File Count,Shared Externally File Count,Assigned Products,Report Period',
  sharepoint:
    'Report Refresh Date,User Principal Name,Is Deleted,Deleted Date,Last Activity Date,Viewed Or Edited File Count,Synced File Count,Shared Internally File Count,Shared Externally File Count,Visited Page Count,Assigned Products,Report Period',
} as const;

/** The column that counts what was done, on as many days as there was anything. */
const COUNTED = {
  teams: 'Team Chat Message Count',
  yammer: 'Read Count',
  onedrive: 'Viewed Or Edited File Count',
  sharepoint: 'Visited Page Count',
} as const;

/** The report on the users of one workload: a row per account that has it; for a single day, per account that used it. */
export const activityReport = (workload: keyof typeof COLUMNS): ReportFile => ({
  columns: COLUMNS[workload].split(','),
  *rows(tenant, span, asOf) {
    for (const person of peopleOf(tenant)) {
      if (!person.plans.some(({ workloads }) => workloads.has(workload))) continue;
      if (span.kind === 'date' && !usedOn(tenant, person, workload, asOf)) continue;
      yield rowOf(workload, tenant, person, span, asOf);
    }
  },
});

const NOBODYS_ID = '00000000-0000-0000-0000-000000000000';

const rowOf = (workload: keyof typeof COLUMNS, tenant: Tenant, person: Person, span: ReportSpan, asOf: Day): Row => {
  const days = span.kind === 'period' ? span.days : 1;
  return {
    'Report Refresh Date': dayText(asOf),
    ...namesOf(tenant, person),
    'User Id': NOBODYS_ID,
    'Is Deleted': 'False',
    'User State': 'active',
    'Last Activity Date': optionalDay(lastUse(tenant, person, workload, asOf)),
    [COUNTED[workload]]: String(daysUsed(tenant, person, workload, asOf, days)),
    'Assigned Products': productsOf(person),
    'Has Other Action': 'No',
    'Is Licensed': 'Yes',
    'Report Period': String(days),
  };
};

/** On how many of the `days` up to `asOf` somebody used a workload. */
export const daysUsed = (tenant: Tenant, person: Person, workload: Workload, asOf: Day, days: number): number =>
  Array.from({ length: days }, (_, at) => usedOn(tenant, person, workload, asOf - at)).filter(Boolean).length;
