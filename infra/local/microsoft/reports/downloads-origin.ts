import type { Day } from '../day.ts';
import type { Answer } from '../http/answer.ts';
import type { Origin } from '../http/call.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { World } from '../world.ts';
import { csvPieces } from './csv.ts';
import type { ReportSpan } from './report.ts';
import { REPORT_FILES } from './reports.ts';

/** The addresses of reports are good for minutes. */
export const TICKET_SECONDS = 300;

/** What the address of a download says, sealed. */
export interface ReportTicket {
  readonly tenantId: string;
  /** The report, and its file, which is of one version of it. */
  readonly report: string;
  readonly file: string;
  readonly span: ReportSpan;
  /** The day whose state the file tells. */
  readonly asOf: Day;
  /** Whether the file has a header alone. */
  readonly empty: boolean;
  /** Milliseconds since the epoch. */
  readonly expires: number;
}

/** The file of a report, made while it is sent. */
export const reportAnswer = (tenant: Tenant, { file, span, asOf, empty }: ReportTicket, etag: string): Answer => {
  const report = REPORT_FILES[file];
  if (!report) throw new Error(`There is no report ${file}`);
  return {
    status: 200,
    headers: { 'content-type': 'application/octet-stream', etag },
    body: csvPieces(report.columns, empty ? [] : report.rows(tenant, span, asOf)),
  };
};

/**
 * The store that reports are downloaded from, by addresses that are signed beforehand. A call that shows an
 * Authorization header besides is refused, and an address is good for minutes only.
 */
export const downloadsOrigin =
  (world: World): Origin =>
  ({ method, url, headers }) => {
    // Sealed by the report's own route.
    const ticket = world.sealer.open(url.searchParams.get('ticket') ?? '') as
      | (ReportTicket & { etag: string })
      | undefined;
    const answer = (): Answer => {
      if (headers.authorization !== undefined)
        return xmlError(400, 'InvalidAuthenticationInfo', 'An Authorization header beside a signed address.');
      const tenant = ticket && world.tenants.find(ticket.tenantId);
      if (!ticket || !tenant || method !== 'GET')
        return xmlError(404, 'ResourceNotFound', 'There is no such resource.');
      if (world.now().getTime() >= ticket.expires)
        return xmlError(403, 'AuthenticationFailed', 'The signature of the address has expired.');
      return reportAnswer(tenant, ticket, ticket.etag);
    };
    return { route: 'download', tenantId: ticket?.tenantId, report: ticket?.report, answer };
  };

const xmlError = (status: number, code: string, message: string): Answer => ({
  status,
  headers: { 'content-type': 'application/xml', 'x-ms-error-code': code },
  body: `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
});
