import { readSeatTotals } from '../licensing/seat-totals-table.ts';
import { readSubscriptions } from '../licensing/subscriptions-table.ts';
import { dayOf } from '../time/day.ts';
import type { RowReaders } from './check-report.ts';
import { csvBatches, FILE_START } from './csv-records.ts';
import { FileRefused } from './findings.ts';
import type { ImportStep } from './import-step.ts';
import type { UserReportKind } from './kinds.ts';
import { productReader, soldNamesakes } from './product-choice.ts';
import { productNames } from './product-names.ts';
import type { ReportState } from './report-state.ts';
import { requireFormat } from './sniff-format.ts';
import { readUpload } from './uploaded-file.ts';

/** Opens a report: what its rows are read with, and where its reading stands. Throws FileRefused for another kind of file. */
export const openReport = async (
  step: ImportStep,
  kind: UserReportKind,
): Promise<{ state: ReportState; rows: RowReaders }> => {
  const state = step.job.report ? structuredClone(step.job.report) : await startReport(step);
  const readProducts = productReader(productNames(step.catalogue), state.soldNamesakes);
  const rows = { reader: kind.open(state.columns), readProducts };
  return { state, rows };
};

const startReport = async ({ file, start, job, licensing, catalogue, now }: ImportStep): Promise<ReportState> => {
  requireFormat(start, 'CSV');
  for await (const [header] of csvBatches(await readUpload(file, 0), FILE_START, 1)) {
    if (!header) break;
    const subscriptions = await readSubscriptions(licensing, job.customerId);
    const totals = await readSeatTotals(licensing, job.customerId);
    return {
      phase: 'check',
      at: header.end,
      columns: [...header.fields],
      rowsAt: header.end,
      today: dayOf(now),
      soldNamesakes: soldNamesakes(productNames(catalogue), subscriptions, totals),
      modes: { readable: 0, concealed: 0 },
    };
  }
  throw new FileRefused('empty_file', 'The file has no header and no rows. Export it again.');
};
