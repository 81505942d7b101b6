import type { ExportFile } from '../job/export-job.ts';
import type { Headline } from '../job/headline.ts';

/** All that the mail about an export says. */
export interface ExportEmail {
  /** Whose figures: the partner's name, or the customer's when the export is of one customer. */
  readonly about: string;
  readonly ofOneCustomer: boolean;
  readonly partnerName: string;
  /** `YYYY-MM-DD`. */
  readonly asOf: string;
  /** Left out when the customer is not in the generation. */
  readonly headline: Headline | undefined;
  /** Customers that were not recalculated yet. */
  readonly pending: number;
  readonly files: readonly (Pick<ExportFile, 'report' | 'name' | 'rows' | 'bytes'> & { readonly url: string })[];
  readonly validUntil: Date;
  readonly requestedBy: string;
}
