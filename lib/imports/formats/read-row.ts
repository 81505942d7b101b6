import { FieldProblem, readUserId, requireWidth } from './report-fields.ts';
import type { ReportRow, RowReading } from './report-row.ts';

/** The header of a report, which of its columns names the user, and which ones no row leaves empty. */
interface Header {
  readonly columns: readonly string[];
  readonly user: string;
  readonly userAt: number;
  readonly neededAt: readonly number[];
}

/** Reads a row by `read`, which throws FieldProblem for what it does not understand; that makes a bad row, not an error. */
export const readRowWith = <Row extends ReportRow>(
  { columns, user, userAt, neededAt }: Header,
  read: (fields: readonly string[]) => Row,
): ((fields: readonly string[]) => RowReading<Row>) => {
  const userIdIn = (fields: readonly string[]): string | undefined => {
    try {
      return readUserId(fields[userAt] ?? '', user);
    } catch {
      return undefined; // a row that is bad in two respects
    }
  };
  return (fields) => {
    try {
      requireWidth(fields, columns, neededAt);
      return { row: read(fields) };
    } catch (error) {
      if (!(error instanceof FieldProblem)) throw error;
      return { bad: { code: error.code, message: error.message, userId: userIdIn(fields) } };
    }
  };
};
