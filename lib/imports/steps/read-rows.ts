import { csvLayout } from '../formats/csv-layout.ts';
import { type CsvRecord, csvBatches, type FilePosition } from '../formats/csv-records.ts';
import { withoutMarks } from '../formats/file-encoding.ts';
import { LONGEST_HEADER_BYTES, MOST_COLUMNS } from '../formats/file-limits.ts';
import { FileRefused } from '../formats/findings.ts';
import { requireFormat } from '../formats/readers/sniff-format.ts';
import { BATCH_SIZE, type PortfolioStep } from './import-step.ts';
import { readUpload } from './uploaded-file.ts';

type FileOfStep = Pick<PortfolioStep, 'file' | 'start' | 'job'>;

/** The rows of the uploaded CSV file from where one of them starts, in groups. Throws FileRefused. */
export const readRows = async (
  { file, start, job }: FileOfStep,
  from: FilePosition,
): Promise<AsyncGenerator<CsvRecord[]>> => {
  const { delimiter, encoding } = csvLayout(start, job.encoding);
  return csvBatches(await readUpload(file, from.byte), from, BATCH_SIZE, delimiter, encoding);
};

/** The header of the uploaded CSV file; `undefined` when it is empty. Throws FileRefused, also for another kind of file. */
export const readHeader = async ({ file, start, job }: FileOfStep): Promise<CsvRecord | undefined> => {
  requireFormat(start, 'CSV', job.encoding);
  const { delimiter, encoding, headerAt } = csvLayout(start, job.encoding);
  const bytes = await readUpload(file, headerAt.byte);
  for await (const [header] of csvBatches(bytes, headerAt, 1, delimiter, encoding)) {
    if (header) requireHeaderSize(header);
    return header && { ...header, fields: header.fields.map((name, at) => (at === 0 ? withoutMarks(name) : name)) };
  }
  return undefined;
};

const requireHeaderSize = ({ fields, line }: CsvRecord): void => {
  const bytes = fields.reduce((sum, name) => sum + Buffer.byteLength(name), 0);
  if (fields.length <= MOST_COLUMNS && bytes <= LONGEST_HEADER_BYTES) return;
  throw new FileRefused(
    'header_too_long',
    `The header has ${fields.length.toLocaleString('en')} columns with names of ${bytes.toLocaleString('en')} bytes; there may be ${MOST_COLUMNS.toLocaleString('en')} columns, and ${LONGEST_HEADER_BYTES.toLocaleString('en')} bytes. Export the report again and upload it as it is.`,
    line,
  );
};
