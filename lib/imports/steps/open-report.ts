import { dayOf } from '../../time/day.ts';
import { FileRefused } from '../formats/findings.ts';
import { type NamedReader, namedBy, type OpenReport, type ReportRow } from '../formats/report-row.ts';
import type { ReportState } from '../formats/report-state.ts';
import type { ImportStep } from './import-step.ts';
import { readHeader } from './read-rows.ts';

/**
 * Opens a report: what its rows are read with, and where its reading stands. `readNamesakes` is asked once, at the
 * start, for what decides between products of one name. Throws FileRefused for another kind of file.
 */
export const openReport = async <Row extends ReportRow>(
  step: ImportStep,
  open: OpenReport<Row>,
  readNamesakes: () => Promise<string[]> = async () => [],
): Promise<{ state: ReportState; reader: NamedReader<Row> }> => {
  const state = step.job.report ? structuredClone(step.job.report) : await startReport(step, readNamesakes);
  return { state, reader: namedBy(open(state.columns), step.names) };
};

const startReport = async (step: ImportStep, readNamesakes: () => Promise<string[]>): Promise<ReportState> => {
  const header = await readHeader(step);
  if (!header) throw new FileRefused('empty_file', 'The file has no header and no rows. Export it again.');
  return {
    phase: 'check',
    at: header.end,
    columns: [...header.fields],
    rowsAt: header.end,
    today: dayOf(step.now),
    soldNamesakes: await readNamesakes(),
    modes: { readable: 0, concealed: 0, pseudonymous: 0 },
  };
};
