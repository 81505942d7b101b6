import { OPERATOR_PORTFOLIO } from '../../access/caller.ts';
import type { ExportJob, ExportReport } from '../job/export-job.ts';

/** What a file is called once it is downloaded: `seatpulse-contoso-deployment-2026-03-09.csv`. ASCII, as ids are. */
export const fileName = (
  { portfolio, customerId, generation }: Pick<ExportJob, 'portfolio' | 'customerId' | 'generation'>,
  report: ExportReport,
): string => {
  const owner = portfolio === OPERATOR_PORTFOLIO ? 'all' : portfolio;
  return `${['seatpulse', owner, customerId, report, generation.asOf].filter((part) => part !== undefined).join('-')}.csv`;
};

/** The headers that make a browser save a file under its name (RFC 6266). */
export const downloadHeaders = (name: string) => ({
  'content-type': 'text/csv; charset=utf-8',
  'content-disposition': `attachment; filename="${name}"`,
});
