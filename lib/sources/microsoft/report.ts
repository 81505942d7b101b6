import { traitsOf } from '../../imports/formats/kinds/kinds.ts';
import type { Call, OutboundAnswer } from '../../outbound/call.ts';
import type { Budget, FetchContext, FetchItem } from '../collector.ts';
import type { AuthorizedCall } from './authorized-call.ts';
import { lookIntoReport } from './look-into-report.ts';
import { putOff, refuse, SECONDS_TO_TRY_AGAIN } from './obstacles.ts';
import { singleDayOf } from './plan.ts';
import { putContent } from './put-content.ts';
import { retryAfterSeconds } from './retry-after.ts';
import { hostsOf, type MicrosoftCredentials, type MicrosoftSettings } from './settings.ts';
import { GRAPH_REPORTS, REPORTS_PERMISSION, type ReportKind } from './what-is-asked.ts';

/** Graph, service-specific throttling limits, reports as CSV: for each application and tenant. */
const reportBudget = (tenantId: string): Budget => ({
  key: `microsoft-reports#${tenantId}`,
  calls: 14,
  seconds: 600,
});

const REDIRECTS = [301, 302, 303, 307, 308];
const NOT_MODIFIED = 304;
/** From one place of the storage to another; each is checked like the first. */
const MOST_REDIRECTS = 3;

/** A tag that can be sent back as a header. */
const TAG = /^[\x20-\x7e]{1,500}$/u;

interface Calls {
  readonly call: Call;
  readonly authorized: AuthorizedCall;
}

/**
 * Fetches a report: Graph answers with the address of a file that needs no token, or with the file itself. The token goes to
 * Graph alone. Throws Stopped, CallFailed, AddressRefused.
 */
export const fetchReport = async (
  { call, authorized }: Calls,
  item: FetchItem & { readonly kind: ReportKind },
  context: FetchContext<MicrosoftSettings, MicrosoftCredentials>,
): Promise<{ readonly outcome: 'fetched' } | { readonly outcome: 'unchanged' }> => {
  const { graph } = hostsOf(context.settings);
  const { tenantId, tag } = context;
  const day = singleDayOf(item);
  const { path, period, mayBeEmpty = false } = GRAPH_REPORTS[item.kind];
  const what = `${path}(${day === undefined ? period : `date=${day}`})`;
  const mostBytes = traitsOf(item.kind).largestBytes;
  const answer = await authorized(context, {
    url: `${graph}/v1.0/${what}`,
    audience: { resource: graph, tenantId },
    headers: tag !== undefined && TAG.test(tag) ? { 'if-none-match': tag } : {},
    mostBytes,
    permission: REPORTS_PERMISSION,
    what,
    budget: reportBudget(tenantId),
    expects: [...REDIRECTS, NOT_MODIFIED],
  });
  if (answer.status === NOT_MODIFIED) {
    answer.discard();
    return { outcome: 'unchanged' };
  }
  const file = answer.status === 200 ? answer : await download(call, answer, context, { mostBytes, what });
  const content = await lookIntoReport(file.body, item.kind, what);
  if (!content) {
    if (mayBeEmpty) return { outcome: 'unchanged' };
    throw refuse('report_empty', what);
  }
  const tagOfFile = answer.headers.etag ?? file.headers.etag;
  return putContent(context, { item, content, ...(tagOfFile !== undefined && { tag: tagOfFile }) });
};

/** Follows where Graph's answer leads, with nothing of it but the address. */
const download = async (
  call: Call,
  first: OutboundAnswer,
  { now, signal }: Pick<FetchContext<MicrosoftSettings, MicrosoftCredentials>, 'now' | 'signal'>,
  { mostBytes, what }: { readonly mostBytes: number; readonly what: string },
): Promise<OutboundAnswer> => {
  let answer = first;
  for (let followed = 0; REDIRECTS.includes(answer.status); followed += 1) {
    answer.discard();
    const { location } = answer.headers;
    if (location === undefined || followed === MOST_REDIRECTS)
      throw refuse('answer_unusable', `${what}: redirected to ${location === undefined ? 'nowhere' : 'and fro'}`);
    answer = await call({ url: location, mostBytes, signal });
  }
  const { status, headers } = answer;
  if (status === 200) return answer;
  answer.discard();
  if (status === 429 || status >= 500) throw putOff('throttled', retryAfterSeconds(headers['retry-after'], now()));
  // The address works for some minutes: Graph gives another one.
  if ([403, 404, 410].includes(status)) throw putOff('unavailable', SECONDS_TO_TRY_AGAIN);
  throw refuse('answer_unusable', `${what}: HTTP ${status} where it is downloaded`);
};
