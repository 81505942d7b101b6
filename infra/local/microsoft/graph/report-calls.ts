import { createHash } from 'node:crypto';
import { type Day, dayOf, dayText, readDay } from '../day.ts';
import type { Answer } from '../http/answer.ts';
import type { Call } from '../http/call.ts';
import { COPILOT_PERIODS, type CopilotVersion } from '../reports/copilot-usage.ts';
import { type ReportTicket, reportAnswer, TICKET_SECONDS } from '../reports/downloads-origin.ts';
import type { ReportSpan } from '../reports/report.ts';
import { COPILOT_REPORT, REPORT_FILES } from '../reports/reports.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { World } from '../world.ts';
import { graphError } from './graph-error.ts';

/** A call of a report, as its path says it. */
export interface ReportCall {
  readonly name: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const PATH = /^\/(?:v1\.0|beta)\/(?:copilot\/)?reports\/(\w+)\(([^)]*)\)$/u;
const PARAMETER = /(\w+)=(?:'([^']*)'|([^,']*))/gu;

/** Reads `/v1.0/reports/getX(period='D7')` and its likes; undefined for a path of anything else. */
export const readReportCall = (path: string): ReportCall | undefined => {
  const [, name, text = ''] = PATH.exec(path) ?? [];
  if (name === undefined || !(name === COPILOT_REPORT || name in REPORT_FILES)) return undefined;
  const parameters = [...text.matchAll(PARAMETER)].map(([, key, quoted, bare]) => [key, quoted ?? bare ?? '']);
  return { name, parameters: Object.fromEntries(parameters) };
};

/** Usage reports on a single day go back so far. */
const DATES_WITHIN_DAYS = 30;
const PERIODS: readonly number[] = [7, 30, 90, 180];

/** Leads to the file of a report, or tells that it is the one that the caller has. */
export const answerReport = (world: World, tenant: Tenant, report: ReportCall, { headers }: Call): Answer => {
  const now = world.now();
  const refreshed = dayOf(now) - tenant.reportDelayDays;
  const file = fileOf(report);
  const span = file && spanOf(report, dayOf(now));
  if (!span) return graphError(400, 'InvalidArgument', `Invalid parameters of ${report.name}.`, now);
  const empty = span.kind === 'date' && (span.day > refreshed || tenant.emptyDays.includes(dayText(span.day)));
  const ticket: ReportTicket = {
    tenantId: tenant.tenantId,
    report: report.name,
    file,
    span,
    asOf: span.kind === 'date' ? span.day : refreshed,
    empty,
    expires: now.getTime() + TICKET_SECONDS * 1_000,
  };
  const etag = etagOf(tenant, ticket);
  if (headers['if-none-match'] === etag) return { status: 304, headers: { etag } };
  if (report.name === COPILOT_REPORT && tenant.copilotAnswer === 'inline') return reportAnswer(tenant, ticket, etag);
  const location = new URL(`/usage/${report.name}.csv`, world.urlOf('downloads'));
  location.searchParams.set('ticket', world.sealer.seal({ ...ticket, etag }));
  return { status: 302, headers: { location: location.href, etag, 'content-type': 'text/plain' } };
};

/** The version of Copilot's report, and its name among the files. */
const fileOf = ({ name, parameters: { version = 'v1' } }: ReportCall): string | undefined => {
  if (name !== COPILOT_REPORT) return name;
  return version === 'v1' || version === 'v2' ? `${name} ${version}` : undefined;
};

const spanOf = ({ name, parameters }: ReportCall, today: Day): ReportSpan | undefined => {
  const { period, date, version = 'v1' } = parameters;
  if (date !== undefined) {
    const day = name === COPILOT_REPORT ? undefined : readDay(date);
    return day !== undefined && day <= today && day > today - DATES_WITHIN_DAYS ? { kind: 'date', day } : undefined;
  }
  if (name === COPILOT_REPORT && period === 'ALL') return { kind: 'all' };
  const days = Number(/^D(\d+)$/u.exec(period ?? '')?.[1]);
  // A version of another name was refused before.
  const known = name === COPILOT_REPORT ? COPILOT_PERIODS[version as CopilotVersion] : PERIODS;
  return known.includes(days) ? { kind: 'period', days } : undefined;
};

/** The same for the same file: it changes with the day of the data, and with the tenant. */
const etagOf = (tenant: Tenant, { file, span, asOf, empty }: ReportTicket): string =>
  `"${createHash('sha256')
    .update(JSON.stringify([tenant, file, span, asOf, empty]))
    .digest('hex')
    .slice(0, 16)}"`;
