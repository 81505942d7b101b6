import { type Day, dayText } from '../day.ts';
import { lastUse, usedOn } from '../tenants/activity.ts';
import { concealedName, type Person, peopleOf } from '../tenants/people.ts';
import type { Workload } from '../tenants/plans.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { ReportFile, Row } from './report.ts';

/** The words of the columns; nobody uses Skype for Business any more, and the report keeps its columns. */
const SERVICES: readonly (readonly [words: string, workload: Workload | undefined])[] = [
  ['Exchange', 'exchange'],
  ['OneDrive', 'onedrive'],
  ['SharePoint', 'sharepoint'],
  ['Skype For Business', undefined],
  ['Yammer', 'yammer'],
  ['Teams', 'teams'],
];
const REPORTED = SERVICES.flatMap(([, workload]) => workload ?? []);

const ofServices = (name: (words: string) => string): string[] => SERVICES.map(([words]) => name(words));

/**
 * `getOffice365ActiveUserDetail` (Graph, v1.0): a row per account that holds something; for a single day, per account
 * that did something on it.
 */
export const office365ActiveUsers: ReportFile = {
  columns: [
    'Report Refresh Date',
    'User Principal Name',
    'Display Name',
    'Is Deleted',
    'Deleted Date',
    ...ofServices((words) => `Has ${words} License`),
    ...ofServices((words) => `${words} Last Activity Date`),
    ...ofServices((words) => `${words} License Assign Date`),
    'Assigned Products',
  ],
  *rows(tenant, span, asOf) {
    for (const person of peopleOf(tenant)) {
      if (person.plans.length === 0) continue;
      if (span.kind === 'date' && !REPORTED.some((workload) => usedOn(tenant, person, workload, asOf))) continue;
      yield rowOf(tenant, person, asOf);
    }
  },
};

const rowOf = (tenant: Tenant, person: Person, asOf: Day): Row => {
  const row: Record<string, string> = {
    'Report Refresh Date': dayText(asOf),
    ...namesOf(tenant, person),
    'Is Deleted': 'False',
    'Assigned Products': productsOf(person),
  };
  for (const [words, workload] of SERVICES) {
    const has = workload !== undefined && person.plans.some(({ workloads }) => workloads.has(workload));
    row[`Has ${words} License`] = has ? 'True' : 'False';
    if (!has) continue;
    row[`${words} Last Activity Date`] = optionalDay(lastUse(tenant, person, workload, asOf));
    row[`${words} License Assign Date`] = dayText(person.assignedOn);
  }
  return row;
};

/** How a report names somebody: by stand-ins, where the tenant conceals names. */
export const namesOf = (
  { concealed }: Tenant,
  { userPrincipalName, displayName }: Person,
): Record<'User Principal Name' | 'Display Name', string> =>
  concealed
    ? {
        'User Principal Name': concealedName(userPrincipalName),
        'Display Name': concealedName(`display name of ${userPrincipalName}`),
      }
    : { 'User Principal Name': userPrincipalName, 'Display Name': displayName };

/** The products of somebody, as reports join them. */
export const productsOf = ({ plans }: Person): string => plans.map(({ name }) => name.toUpperCase()).join('+');

export const optionalDay = (day: Day | undefined): string => (day === undefined ? '' : dayText(day));
