import type { ExportReport } from '../../lib/exports/job/export-job.ts';

/** The reports of the measured export. */
export const REPORTS: readonly ExportReport[] = ['deployment', 'usage', 'recommendations'];
