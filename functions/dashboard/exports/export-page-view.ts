import type { ExportDownload } from '../../../lib/exports/job/export-download-table.ts';
import type { ExportJob } from '../../../lib/exports/job/export-job.ts';
import type { ExportView } from '../../../lib/exports/job/export-view.ts';
import type { ExportLinkView } from '../../../lib/exports/mail/export-links.ts';

/** What the page of one export shows. */
export interface ExportPageView {
  /** As the API tells of it; its files' addresses are those of the site. */
  readonly shown: ExportView;
  readonly job: Pick<ExportJob, 'requestedBy'>;
  /** The name of the only customer in it, or of whose portfolio it is; `undefined` for all customers. */
  readonly about: string | undefined;
  readonly links: readonly ExportLinkView[];
  readonly downloads: readonly ExportDownload[];
  /** Recipients who have not been mailed; `undefined` where the caller cannot mail anybody. */
  readonly recipientsLeft: readonly string[] | undefined;
  /** Recipients whose mail the caller may have sent again. */
  readonly againTo: readonly string[];
  /** Whether the files are kept for as long as new links would work. */
  readonly outlivesLinks: boolean;
}
