import { dayOf } from '../../time/day.ts';
import { csvBatches, FILE_START } from '../formats/csv-records.ts';
import { FileRefused } from '../formats/findings.ts';
import { requireFormat } from '../formats/readers/sniff-format.ts';
import type { OpenReport, ReportReader, ReportRow } from '../formats/report-row.ts';
import type { ReportState } from '../formats/report-state.ts';
import type { ImportStep } from './import-step.ts';
import { readUpload } from './uploaded-file.ts';

/**
 * Opens a report: what its rows are read with, and where its reading stands. `readNamesakes` is asked once, at the
 * start, for what decides between products of one name. Throws FileRefused for another kind of file.
 */
export const openReport = async <Row extends ReportRow>(
  step: ImportStep,
  open: OpenReport<Row>,
  readNamesakes: () => Promise<string[]> = async () => [],
): Promise<{ state: ReportState; reader: ReportReader<Row> }> => {
  const state = step.job.report ? structuredClone(step.job.report) : await startReport(step, readNamesakes);
  return { state, reader: open(state.columns) };
};

const startReport = async (
  { file, start, now }: ImportStep,
  readNamesakes: () => Promise<string[]>,
): Promise<ReportState> => {
  requireFormat(start, 'CSV');
  for await (const [header] of csvBatches(await readUpload(file, 0), FILE_START, 1)) {
    if (!header) break;
    return {
      phase: 'check',
      at: header.end,
      columns: [...header.fields],
      rowsAt: header.end,
      today: dayOf(now),
      soldNamesakes: await readNamesakes(),
      modes: { readable: 0, concealed: 0 },
    };
  }
  throw new FileRefused('empty_file', 'The file has no header and no rows. Export it again.');
};
