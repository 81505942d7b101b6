import { cutShort } from '../formats/check-report.ts';
import { addError, FileRefused, type Findings } from '../formats/findings.ts';
import { FieldProblem } from '../formats/report-fields.ts';
import type { PortfolioStep } from './import-step.ts';
import { readHeader, readRows } from './read-rows.ts';

/** A row that was understood, and the line on which it starts. */
export interface Line<Row> {
  readonly line: number;
  readonly row: Row;
}

type ReadRow<Row> = (fields: readonly string[], terminated?: boolean) => Row;

/**
 * Reads all rows of a CSV file into memory, at most `mostRows`, by the reader that `open` makes of its header. A row that is
 * not understood is an error of its line among the findings. Throws FileRefused.
 */
export const readLines = async <Row>(
  step: PortfolioStep,
  open: (columns: readonly string[]) => ReadRow<Row>,
  mostRows: number,
): Promise<Line<Row>[]> => {
  const { found } = step;
  const header = await readHeader(step);
  if (!header) throw emptyFile();
  const readRow = open(header.fields);
  const lines: Line<Row>[] = [];
  for await (const records of await readRows(step, header.end))
    for (const { fields, line, last, terminated } of records) {
      found.rows += 1;
      if (found.rows > mostRows) throw tooManyRows(mostRows, line);
      try {
        lines.push({ line, row: readRow(fields, terminated) });
      } catch (error) {
        if (!(error instanceof FieldProblem)) throw error;
        if (last && !terminated && error.code === 'too_few_columns') throw cutShort(line);
        addError(found, line, error.code, error.message);
      }
    }
  if (found.rows === 0) throw emptyFile();
  return lines;
};

/** Throws FileRefused where a line is not understood: a list with a gap is not applied. */
export const requireAllUnderstood = ({ errorCount, rows }: Findings): void => {
  if (errorCount === 0) return;
  throw new FileRefused(
    'bad_rows',
    `${errorCount} of ${rows} rows cannot be taken. Correct them, and hand the whole file in again. Nothing was stored.`,
  );
};

const emptyFile = (): FileRefused =>
  new FileRefused('empty_file', 'The file has no rows. A list is not emptied by a file without any.');

const tooManyRows = (mostRows: number, line: number): FileRefused =>
  new FileRefused(
    'too_many_rows',
    `The file has more than ${mostRows.toLocaleString('en')} rows. Hand it in in several files. Nothing was stored.`,
    line,
  );
